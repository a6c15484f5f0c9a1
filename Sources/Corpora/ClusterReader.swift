// Reads a text cluster by cluster, with the class of each by which words are cut.

/// The grapheme clusters of a text, one after the other: ASCII by a table, most other characters by what was learned of them when they
/// came first, and the rest as the standard library finds them.
struct ClusterReader {
  private let text: String
  private let bytes: UnsafeBufferPointer<UInt8>
  private let end: Int
  private var index: Int
  private let ascii: [WordClass]
  private var traits = ScalarTraits()

  /// - Parameter range: The bytes that are read; a cluster begins at both ends.
  init(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    (self.text, self.bytes) = (text, bytes)
    (index, end) = (range.lowerBound, range.upperBound)
    ascii = WordClass.ascii
  }

  /// The next cluster, and its class; nil at the end.
  @inline(__always)
  mutating func next() -> (WordClass, Range<Int>)? {
    guard index < end else { return nil }
    let start = index
    let byte = bytes[start]
    guard byte < 0x80, start + 1 == end || bytes[start + 1] < 0x80 else { return nextOfAny() }
    if byte == UInt8(ascii: "<"), let special = special() {
      index = special
      return (.other, start..<special)
    }
    index = start + 1
    return (ascii[Int(byte)], start..<start + 1)
  }

  /// Goes on behind ASCII's letters, and returns where that is.
  @inline(__always)
  mutating func skipLetters() -> Int {
    while index + 1 < end, bytes[index + 1] < 0x80, ascii[Int(bytes[index] & 0x7F)] == .letter, bytes[index] < 0x80 {
      index += 1
    }
    return index
  }

  /// Where `<end>` or `<unk>` ends, if it begins here.
  private func special() -> Int? {
    [Tokenizer.endOfStory, Tokenizer.unknown].lazy.map { index + $0.utf8.count }
      .first { $0 <= end && isSpecial(index..<$0) }
  }

  private func isSpecial(_ range: Range<Int>) -> Bool {
    // A sign above the last character would make another of it.
    guard range.upperBound == end || bytes[range.upperBound] < 0x80 || startsCluster(range.upperBound) else {
      return false
    }
    return [Tokenizer.endOfStory, Tokenizer.unknown].contains { $0.utf8.elementsEqual(bytes[range]) }
  }

  private func startsCluster(_ offset: Int) -> Bool {
    let place = text.utf8.index(text.startIndex, offsetBy: offset)
    return text.index(after: text.index(before: place)) == place
  }

  /// A cluster that is not ASCII, or stands before what is not.
  private mutating func nextOfAny() -> (WordClass, Range<Int>) {
    let start = index
    let (scalar, next) = UTF8Text.scalar(at: start, in: bytes)
    let trait = traits[scalar]
    if trait.isAlone, next == end || bytes[next] < 0x80 || traits[UTF8Text.scalar(at: next, in: bytes).0].isAlone {
      index = next
      return (trait.kind, start..<next)
    }
    let place = text.utf8.index(text.startIndex, offsetBy: start)
    let cluster = text[place]
    index = start + cluster.utf8.count
    return (WordClass(cluster), start..<index)
  }

  /// Whether anything of a cluster is to be seen where it stands alone.
  func isSeen(_ cluster: Range<Int>) -> Bool {
    !String(decoding: bytes[cluster], as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isDefaultIgnorableCodePoint)
  }
}
