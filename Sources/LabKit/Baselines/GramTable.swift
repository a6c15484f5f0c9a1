// The counts behind an n-gram model: a tree of all n-grams, whose edges lie in one hash table.

/// A tree of token sequences. Node 0 is the empty sequence; a sequence's node is reached by its tokens from first to last.
///
/// An edge is keyed by its node and its token, packed exactly into 64 bits: two n-grams never share an entry, whatever
/// the hash function does. Collisions of slots are settled by probing the next one.
struct GramTable: Sendable {
  /// What follows a sequence: how many tokens in all, and how many different ones.
  struct Followers: Sendable {
    var total: UInt32 = 0
    var distinct: UInt32 = 0
  }

  private(set) var followers: [Followers] = [Followers()]
  private(set) var counts: [UInt32] = [0]  // how often each sequence occurred
  private var keys: [UInt64]
  private var children: [UInt32]  // 0 marks a free slot, as no edge leads to the root
  private var mask: Int

  init() {
    keys = Array(repeating: 0, count: 1 << 12)
    children = Array(repeating: 0, count: 1 << 12)
    mask = 1 << 12 - 1
  }

  /// The node of `node`'s sequence and then `token`, or nil if it never occurred.
  ///
  /// - Complexity: O(1) expected.
  @inline(__always)
  func child(of node: UInt32, _ token: Int32) -> UInt32? {
    let found = children[slot(Self.key(node, token))]
    return found == 0 ? nil : found
  }

  /// Counts one more `token` after `node`'s sequence; the node of the longer sequence.
  ///
  /// - Complexity: O(1) expected and amortised.
  mutating func count(_ token: Int32, after node: UInt32) -> UInt32 {
    let key = Self.key(node, token)
    var position = slot(key)
    followers[Int(node)].total += 1
    if children[position] != 0 {
      counts[Int(children[position])] += 1
      return children[position]
    }
    if 2 * counts.count > mask {
      grow()
      position = slot(key)
    }
    let new = UInt32(counts.count)
    counts.append(1)
    followers.append(Followers())
    followers[Int(node)].distinct += 1
    keys[position] = key
    children[position] = new
    return new
  }

  private static func key(_ node: UInt32, _ token: Int32) -> UInt64 {
    UInt64(node) << 32 | UInt64(UInt32(bitPattern: token))
  }

  /// The slot that holds `key`, or the free one where it belongs.
  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    let mixed = key &* 0x9E37_79B9_7F4A_7C15
    var position = Int(truncatingIfNeeded: mixed ^ mixed >> 32) & mask
    while children[position] != 0, keys[position] != key { position = (position + 1) & mask }
    return position
  }

  /// About the bytes that so many sequences take: slots of 12 bytes, twice as many or more, a power of two; and 12 bytes each, in arrays
  /// that double when they are full.
  static func bytes(sequences: Double) -> Double {
    var slots = 4096.0
    while slots <= 2 * sequences { slots *= 2 }
    return 12 * slots + 12 * 1.5 * sequences
  }

  private mutating func grow() {
    let (oldKeys, oldChildren) = (keys, children)
    mask = 2 * oldKeys.count - 1
    keys = Array(repeating: 0, count: mask + 1)
    children = Array(repeating: 0, count: mask + 1)
    for (key, child) in zip(oldKeys, oldChildren) where child != 0 {
      let position = slot(key)
      keys[position] = key
      children[position] = child
    }
  }
}
