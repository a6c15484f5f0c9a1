// Cuts a text into words as GPT-2 does, byte by byte.

/// Finds the words of GPT-2's splitting pattern, without a regular expression:
///
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
///
/// That is: an English ending after an apostrophe; else a run of letters, of numbers or of other signs, with a space
/// before it if there is one; else white space, whose last character is left for what follows.
///
/// - Source: Radford et al. 2019, `encoder.py`.
struct WordScanner {
  /// Well-formed UTF-8, as a `String` has it: no byte is read beyond a character's length.
  let text: UnsafeBufferPointer<UInt8>
  private let pageNumbers: UnsafePointer<UInt8>
  private let pages: UnsafePointer<UInt8>

  /// Lets `body` scan a text.
  static func scan<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (WordScanner) throws -> Result
  ) rethrows -> Result {
    let classes = CharacterClasses.shared
    return try classes.pageNumbers.withUnsafeBufferPointer { numbers in
      try classes.pages.withUnsafeBufferPointer { pages in
        guard let numbers = numbers.baseAddress, let pages = pages.baseAddress else {
          preconditionFailure("no classes")
        }
        return try body(WordScanner(text: text, pageNumbers: numbers, pages: pages))
      }
    }
  }

  /// Where the word ends that begins at `start`, which must be the beginning of one, before the text's end.
  @inline(__always)
  func end(from start: Int) -> Int {
    var (kind, next) = character(at: start)
    let first = text[start]
    if first == 0x27, let end = endingEnd(start) { return end }
    if first == 0x20, next < text.count {
      let (nextKind, afterNext) = character(at: next)
      if nextKind != CharacterClasses.space { (kind, next) = (nextKind, afterNext) }
    }
    if kind == CharacterClasses.space { return whiteSpaceEnd(next, isFirst: start) }
    while next < text.count {
      let (nextKind, afterNext) = character(at: next)
      if nextKind != kind { break }
      next = afterNext
    }
    return next
  }

  /// White space up to the end of the text; else all but its last character, if that leaves any.
  private func whiteSpaceEnd(_ second: Int, isFirst first: Int) -> Int {
    var (last, next) = (first, second)
    while next < text.count {
      let (kind, afterNext) = character(at: next)
      if kind != CharacterClasses.space { return last > first ? last : next }
      (last, next) = (next, afterNext)
    }
    return next
  }

  /// The end of 's, 't, 'm, 'd, 're, 've or 'll.
  private func endingEnd(_ apostrophe: Int) -> Int? {
    guard apostrophe + 1 < text.count else { return nil }
    let (s, t, m, d): (UInt8, UInt8, UInt8, UInt8) = (0x73, 0x74, 0x6D, 0x64)
    let (r, v, e, l): (UInt8, UInt8, UInt8, UInt8) = (0x72, 0x76, 0x65, 0x6C)
    let first = text[apostrophe + 1]
    if first == s || first == t || first == m || first == d { return apostrophe + 2 }
    guard apostrophe + 2 < text.count else { return nil }
    let second = text[apostrophe + 2]
    return (first == r || first == v) && second == e || first == l && second == l ? apostrophe + 3 : nil
  }

  /// The class of the character at an index, and the index after it.
  @inline(__always)
  private func character(at index: Int) -> (kind: UInt8, next: Int) {
    let lead = text[index]
    if lead < 0x80 { return (pages[Int(lead)], index + 1) }
    return wideCharacter(at: index, lead)
  }

  private func wideCharacter(at index: Int, _ lead: UInt8) -> (kind: UInt8, next: Int) {
    func rest(_ offset: Int) -> UInt32 { UInt32(text[index + offset] & 0x3F) }
    let (scalar, length): (UInt32, Int)
    if lead < 0xE0 {
      (scalar, length) = (UInt32(lead & 0x1F) << 6 | rest(1), 2)
    } else if lead < 0xF0 {
      (scalar, length) = (UInt32(lead & 0x0F) << 12 | rest(1) << 6 | rest(2), 3)
    } else {
      (scalar, length) = (UInt32(lead & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4)
    }
    return (pages[Int(pageNumbers[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)], index + length)
  }
}
