// A short word as two numbers, by which it is found again.

/// The bytes of a word and how many they are; two words are equal if their keys are.
struct WordKey: Hashable {
  /// The longest word that has a key, in bytes.
  static let longest = 15

  private(set) var low: UInt64 = 0
  /// The length in its highest byte.
  private(set) var high: UInt64 = 0

  /// The key of no word.
  init() {}

  /// - Parameters:
  ///   - word: From 1 to `longest` bytes.
  ///   - readable: How many bytes may be read, from the word's first on.
  @inline(__always)
  init(_ word: UnsafePointer<UInt8>, count: Int, readable: Int) {
    if readable >= 16 {
      let bytes = UnsafeRawPointer(word)
      low = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      if count < 8 {
        low &= (1 &<< UInt64(8 * count)) &- 1
        high = 0
      } else {
        high &= (1 &<< UInt64(8 * (count - 8))) &- 1
      }
    } else {
      for index in 0..<count {
        let byte = UInt64(word[index]) << UInt64(8 * (index & 7))
        if index < 8 { low |= byte } else { high |= byte }
      }
    }
    high |= UInt64(count) << 56
  }

  /// Numbers that differ for different words, mostly, above all in their highest bits.
  @inline(__always)
  var hash: UInt64 { (low ^ (high &* 0xD6E8_FEB8_6659_FD93)) &* 0x9E37_79B9_7F4A_7C15 }
}
