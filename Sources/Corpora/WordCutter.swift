// How text is cut into words and marks.

/// Cuts text into words, punctuation marks and, if wanted, line breaks, by Unicode's rules.
///
/// Two things are ours: a hyphen between letters or digits stays within its word, and white space is left out. Grapheme clusters are never
/// split, as a rule or two of the annex would.
///
/// - Source: Unicode Standard Annex 29, section 4.1, rules WB3 to WB16.
package enum WordCutter {
  /// A stretch of the text, and the class of its last character, but for what is attached to that.
  private struct Part {
    let start: String.Index
    var end: String.Index
    let last: WordClass
    var range: Range<String.Index> { start..<end }
  }

  /// The pieces, in the order of the text. `<end>` and `<unk>` stay whole.
  /// - Complexity: O(text); a megabyte takes some hundredths of a second.
  package static func pieces(of text: String, lineBreaks: Bool) -> [String] {
    var text = text
    text.makeContiguousUTF8()
    var pieces: [String] = []
    /// The piece that is being read, and its last character's class, which decides what may follow.
    var piece: Part?
    /// A mark behind it, which belongs to it if the right thing follows.
    var mark: Part?

    func close() {
      defer { (piece, mark) = (nil, nil) }
      guard let open = piece else { return }
      guard let behind = mark, behind.last != .narrowSpace else { return pieces.append(String(text[open.range])) }
      // WB7a: an apostrophe behind a Hebrew letter is of the word.
      if behind.last == .apostrophe, open.last == .hebrewLetter {
        return pieces.append(String(text[open.start..<behind.end]))
      }
      pieces.append(String(text[open.range]))
      pieces.append(String(text[behind.range]))
    }

    var index = text.startIndex
    while index < text.endIndex {
      let (kind, next) = step(text, index)
      if kind == .attached, piece != nil {
        if mark == nil { piece?.end = next } else { mark?.end = next }
      } else if let open = piece, mark.map({ joins(open.last, kind, across: $0.last) }) ?? joins(open.last, kind) {
        (piece, mark) = (Part(start: open.start, end: next, last: kind), nil)
      } else if let open = piece, mark == nil, mayHave(open.last, behind: kind) {
        mark = Part(start: index, end: next, last: kind)
      } else {
        close()
        if kind == .lineBreak {
          if lineBreaks { pieces.append("\n") }
        } else if kind != .space, kind != .narrowSpace, kind != .attached || isSeen(text[index]) {
          piece = Part(start: index, end: next, last: kind)
        }
      }
      index = next
    }
    close()
    return pieces
  }

  /// Pieces with how often each occurs.
  static func counts(of text: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    for piece in pieces(of: text, lineBreaks: true) { counts[piece, default: 0] += 1 }
    return counts
  }

  /// Where a text can be cut in two from an index on: at white space, or at a character of a script without spaces.
  static func seam(in text: String, from index: String.Index) -> String.Index {
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

  /// The class of the cluster at an index, and where the next one begins.
  private static func step(_ text: String, _ index: String.Index) -> (WordClass, String.Index) {
    let byte = text.utf8[index]
    let next = text.utf8.index(after: index)
    // What stands before a byte of ASCII has no signs above or below it.
    guard byte < 0x80, next == text.endIndex || text.utf8[next] < 0x80 else {
      return (WordClass(text[index]), text.index(after: index))
    }
    if byte == UInt8(ascii: "<") {
      for special in [Tokenizer.endOfStory, Tokenizer.unknown] where text[index...].hasPrefix(special) {
        return (.other, text.index(index, offsetBy: special.count))
      }
    }
    return (WordClass.ascii[Int(byte)], next)
  }

  /// Whether anything of a cluster is to be seen where it stands alone.
  private static func isSeen(_ cluster: Character) -> Bool {
    !cluster.unicodeScalars.allSatisfy(\.properties.isDefaultIgnorableCodePoint)
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
