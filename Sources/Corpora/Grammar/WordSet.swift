// Sets of words, for the checks.

/// A set of words as bits.
struct WordSet {
  private(set) var bits: [UInt64]

  init(wordCount: Int) { bits = Array(repeating: 0, count: (wordCount + 63) / 64) }

  mutating func insert(_ word: Int) { bits[word >> 6] |= 1 << UInt64(word & 63) }

  mutating func formUnion(_ other: WordSet) {
    for index in bits.indices { bits[index] |= other.bits[index] }
  }

  func intersection(_ other: WordSet) -> WordSet {
    var result = self
    for index in bits.indices { result.bits[index] &= other.bits[index] }
    return result
  }

  var elements: [Int] {
    var result: [Int] = []
    for (index, word) in bits.enumerated() {
      var rest = word
      while rest != 0 {
        result.append(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return result
  }
}
