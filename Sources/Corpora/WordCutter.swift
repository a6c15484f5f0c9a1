// How text is cut into words and marks.

/// Cuts text into words, punctuation marks and, if wanted, line breaks, by Unicode's rules.
///
/// Two things are ours: a hyphen between letters or digits stays within its word, and white space is left out. Grapheme clusters are never
/// split, as a rule or two of the annex would.
///
/// - Source: Unicode Standard Annex 29, section 4.1, rules WB3 to WB16.
package enum WordCutter {
  /// The pieces, in the order of the text. `<end>` and `<unk>` stay whole.
  /// - Complexity: O(text); a megabyte takes some hundredths of a second.
  package static func pieces(of text: String, lineBreaks: Bool) -> [String] {
    var pieces: [String] = []
    scan(text, lineBreaks: lineBreaks) { bytes, piece in
      pieces.append(String(decoding: bytes[piece], as: UTF8.self))
    }
    return pieces
  }

  /// Hands `body` the text's bytes with where each piece is among them, in the order of the text.
  /// - Parameter range: Bytes to cut, as `seam` gives their ends; all, if nil.
  /// - Complexity: O(text); a megabyte takes some milliseconds.
  package static func scan(
    _ text: String, in range: Range<Int>? = nil, lineBreaks: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void
  ) {
    var text = text
    text.makeContiguousUTF8()
    text.utf8.withContiguousStorageIfAvailable { bytes in
      var clusters = ClusterReader(text, bytes, in: range ?? 0..<bytes.count)
      cut(bytes, &clusters, lineBreaks: lineBreaks) { body(bytes, $0) }
    }
  }

  @inline(__always)
  private static func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, _ clusters: inout ClusterReader, lineBreaks: Bool, _ body: (Range<Int>) -> Void
  ) {
    /// The piece that is being read, if its end is not 0, and its last character's class, which decides what may follow.
    var (start, end, last) = (0, 0, WordClass.other)
    /// A mark behind it, if its end is not 0, which belongs to it if the right thing follows.
    var (markStart, markEnd, mark) = (0, 0, WordClass.other)

    func close() {
      defer { (end, markEnd) = (0, 0) }
      guard end > 0 else { return }
      guard markEnd > 0, mark != .narrowSpace else { return body(start..<end) }
      // WB7a: an apostrophe behind a Hebrew letter is of the word.
      if mark == .apostrophe, last == .hebrewLetter { return body(start..<markEnd) }
      body(start..<end)
      body(markStart..<markEnd)
    }

    while let (kind, cluster) = clusters.next() {
      if kind == .attached, end > 0 {
        if markEnd == 0 { end = cluster.upperBound } else { markEnd = cluster.upperBound }
      } else if end > 0, markEnd > 0 ? joins(last, kind, across: mark) : joins(last, kind) {
        (end, last, markEnd) = (cluster.upperBound, kind, 0)
        if kind == .letter { end = clusters.skipLetters() }
      } else if end > 0, markEnd == 0, mayHave(last, behind: kind) {
        (markStart, markEnd, mark) = (cluster.lowerBound, cluster.upperBound, kind)
      } else {
        close()
        if kind == .lineBreak {
          if lineBreaks { body(cluster) }
        } else if kind != .space, kind != .narrowSpace, kind != .attached || clusters.isSeen(cluster) {
          (start, end, last) = (cluster.lowerBound, cluster.upperBound, kind)
          if kind == .letter { end = clusters.skipLetters() }
        }
      }
    }
    close()
  }

  /// Where a text can be cut in two, in bytes: behind so many of its characters, or after that at white space, or at a character of a
  /// script without spaces.
  static func seam(in text: String, behind count: Int) -> Int {
    var text = text
    text.makeContiguousUTF8()
    let offset = text.utf8.withContiguousStorageIfAvailable { UTF8Text.offset(ofCharacter: count, in: $0) } ?? 0
    let place = seam(in: text, from: text.utf8.index(text.startIndex, offsetBy: offset))
    return text.utf8.distance(from: text.startIndex, to: place)
  }

  /// Where a text can be cut in two from an index on: at white space, or at a character of a script without spaces.
  private static func seam(in text: String, from index: String.Index) -> String.Index {
    var place = index
    // Within a cluster there is no place for a seam.
    if place < text.endIndex, place > text.startIndex, text.index(before: text.index(after: place)) != place {
      place = text.index(after: place)
    }
    while place < text.endIndex {
      let first = text.unicodeScalars[place]
      if first.properties.isWhitespace || UnspacedScript(first) != nil { return place }
      place = text.index(after: place)
    }
    return place
  }

  /// Whether two neighbours are of one word (WB5, WB8 to WB10, WB13 to WB13b).
  private static func joins(_ first: WordClass, _ second: WordClass) -> Bool {
    switch (first, second) {
    case (.letter, .letter), (.letter, .hebrewLetter), (.hebrewLetter, .letter), (.hebrewLetter, .hebrewLetter),
      (.letter, .number), (.hebrewLetter, .number), (.number, .letter), (.number, .hebrewLetter), (.number, .number),
      (.katakana, .katakana):
      true
    case (_, .connector): isOfWord(first)
    case (.connector, _): isOfWord(second)
    default: false
    }
  }

  /// Whether two characters are of one word with a mark between them (WB6, WB7, WB7b, WB7c, WB11, WB12).
  private static func joins(_ first: WordClass, _ second: WordClass, across mark: WordClass) -> Bool {
    switch mark {
    case .hyphen: (first.isLetter || first == .number) && (second.isLetter || second == .number)
    case .narrowSpace: isOfWord(first) && isOfWord(second)
    case .midLetter: first.isLetter && second.isLetter
    case .midNumber: first == .number && second == .number
    case .midBoth, .apostrophe: first.isLetter && second.isLetter || first == .number && second == .number
    case .quotationMark: first == .hebrewLetter && second == .hebrewLetter
    default: false
    }
  }

  /// Whether a class can be a mark within a word, behind a character of it.
  private static func mayHave(_ last: WordClass, behind mark: WordClass) -> Bool {
    switch mark {
    case .narrowSpace: isOfWord(last)
    case .hyphen, .midLetter, .midNumber, .midBoth, .apostrophe, .quotationMark: last.isLetter || last == .number
    default: false
    }
  }

  private static func isOfWord(_ kind: WordClass) -> Bool {
    kind.isLetter || kind == .number || kind == .katakana || kind == .connector
  }
}
