// Which two tokens merge, into what, and which merge comes first: flat tables.

/// Finds the rank of a merge by its two tokens, and what comes of it.
///
/// A slot is one number: the left token in 20 bits, the right one in 20, and the rank + 1 in 24; an empty one is 0. A
/// pair stands in the slot of its hash, or in the first free one after it.
struct PairTable: Sendable, Equatable {
  /// The rank of two tokens that do not merge: above all others.
  static let none = UInt32.max
  /// The most tokens and merges that fit into a slot.
  static let (mostTokens, mostMerges) = (1 << 20, 1 << 24 - 2)

  private let slots: [UInt64]
  private let shift: UInt64
  /// What comes of a merge, by its rank.
  private let results: [Int32]
  /// The token of each byte.
  private let byteTokens: [Int32]

  /// - Parameters:
  ///   - merges: In the order of their ranks; of two for the same pair the later one holds, as in `tokenizers`.
  ///   - byteTokens: The token of each byte.
  /// - Precondition: at most `mostMerges`, of tokens from 0 to below `mostTokens`.
  init(_ merges: [BytePairs.Merge], byteTokens: [Int32]) {
    precondition(merges.count <= Self.mostMerges && byteTokens.count == 256, "PairTable: \(merges.count) merges")
    // At least half of the slots stay empty, so that searches are short.
    let bits = max(4, Int.bitWidth - (2 * merges.count).leadingZeroBitCount)
    var slots = [UInt64](repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
    for (rank, merge) in merges.enumerated() {
      let key = Self.key(merge.left, merge.right)
      var index = Int(truncatingIfNeeded: Self.hash(key) >> shift)
      while slots[index] != 0, slots[index] >> 24 != key { index = (index + 1) & (slots.count - 1) }
      slots[index] = key << 24 | UInt64(rank + 1)
    }
    self.slots = slots
    // One more, so that there is memory to point to.
    results = merges.map(\.result) + [-1]
    self.byteTokens = byteTokens
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 20 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

  /// The tables without checks of bounds, for inner loops.
  struct Reader {
    fileprivate let slots: UnsafePointer<UInt64>
    fileprivate let results, byteTokens: UnsafePointer<Int32>
    fileprivate let shift: UInt64
    fileprivate let mask: Int

    /// The token of a byte.
    @inline(__always)
    func token(of byte: UInt8) -> Int32 { byteTokens[Int(byte)] }

    /// What comes of the merge of a rank that `rank` has given.
    @inline(__always)
    func result(of rank: UInt32) -> Int32 { results[Int(rank)] }

    /// The rank of a merge, or `none`.
    @inline(__always)
    func rank(_ left: Int32, _ right: Int32) -> UInt32 {
      let key = PairTable.key(left, right)
      var index = Int(truncatingIfNeeded: PairTable.hash(key) &>> shift)
      while true {
        let slot = slots[index]
        if slot == 0 { return PairTable.none }
        if slot >> 24 == key { return UInt32(truncatingIfNeeded: slot & 0xFF_FFFF) - 1 }
        index = (index &+ 1) & mask
      }
    }
  }

  /// Lets `body` read the tables.
  func read<Result>(_ body: (Reader) throws -> Result) rethrows -> Result {
    try slots.withUnsafeBufferPointer { slots in
      try results.withUnsafeBufferPointer { results in
        try byteTokens.withUnsafeBufferPointer { tokens in
          guard let first = slots.baseAddress, let result = results.baseAddress, let token = tokens.baseAddress else {
            preconditionFailure("PairTable: no slots")
          }
          return try body(
            Reader(slots: first, results: result, byteTokens: token, shift: shift, mask: slots.count - 1))
        }
      }
    }
  }
}
