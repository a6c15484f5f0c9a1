// Numbers for characters, found by code point.

/// A number for each of some characters, in pages of 256.
struct CharacterTable {
  /// Where a page begins in `numbers`; −1: none of its characters has a number.
  private var pages = [Int32](repeating: -1, count: 0x1100)
  private var numbers: [Int32] = []

  /// The number of a character; −1: it has none.
  subscript(character: UInt32) -> Int32 {
    @inline(__always)
    get {
      let page = pages[Int(character >> 8)]
      return page < 0 ? -1 : numbers[Int(page) + Int(character & 0xFF)]
    }
    set {
      if pages[Int(character >> 8)] < 0 {
        pages[Int(character >> 8)] = Int32(numbers.count)
        numbers += repeatElement(-1, count: 256)
      }
      numbers[Int(pages[Int(character >> 8)]) + Int(character & 0xFF)] = newValue
    }
  }

  /// No character has a number.
  init() {}

  /// The characters of a text, each with the number 1.
  init(of bytes: UnsafeBufferPointer<UInt8>) {
    var isThere = [Bool](repeating: false, count: 128)
    var index = 0
    isThere.withUnsafeMutableBufferPointer { isThere in
      while index < bytes.count {
        let (character, next) = UTF8Text.scalar(at: index, in: bytes)
        if character < 0x80 { isThere[Int(character)] = true } else if self[character] < 0 { self[character] = 1 }
        index = next
      }
    }
    for character in isThere.indices where isThere[character] { self[UInt32(character)] = 1 }
  }

  /// The characters that have a number, in the order of code points.
  var characters: [Unicode.Scalar] {
    pages.indices.filter { pages[$0] >= 0 }.flatMap { page in
      (0..<256).map { UInt32(page << 8 | $0) }.filter { self[$0] >= 0 }.compactMap(Unicode.Scalar.init)
    }
  }
}
