// Merges the bytes of one word into tokens.

/// Merges a word: of all neighbours that may merge those of the least rank do, the leftmost first, until none are left.
enum WordMerger {
  /// A word up to this length is merged in place, one step along the word for each merge; longer ones with a queue.
  private static let longestInPlace = 128

  /// Appends the tokens of a word.
  /// - Complexity: O(n log n) for n bytes
  static func merge(_ word: UnsafeBufferPointer<UInt8>, _ table: PairTable.Reader, into ids: inout [Int32]) {
    if word.count > longestInPlace { return mergeLong(word, table, into: &ids) }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: longestInPlace) { tokens in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: longestInPlace) { ranks in
        let count = mergeInPlace(word, table, tokens, ranks)
        for index in 0..<count { ids.append(tokens[index]) }
      }
    }
  }

  /// - Parameters:
  ///   - tokens: Room for the tokens.
  ///   - ranks: Room for the rank of each token and the one after it.
  /// - Returns: How many tokens are left.
  private static func mergeInPlace(
    _ word: UnsafeBufferPointer<UInt8>, _ table: PairTable.Reader, _ tokens: UnsafeMutableBufferPointer<Int32>,
    _ ranks: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    var count = word.count
    guard count > 0 else { return 0 }
    tokens[0] = table.token(of: word[0])
    for index in 1..<max(1, count) {
      tokens[index] = table.token(of: word[index])
      ranks[index - 1] = table.rank(tokens[index - 1], tokens[index])
    }
    ranks[count - 1] = PairTable.none
    while true {
      var (best, rank) = (0, ranks[0])
      for index in 1..<max(1, count) where ranks[index] < rank { (best, rank) = (index, ranks[index]) }
      if rank == PairTable.none { return count }
      tokens[best] = table.result(of: rank)
      count -= 1
      for index in best + 1..<max(best + 1, count) {
        (tokens[index], ranks[index]) = (tokens[index + 1], ranks[index + 1])
      }
      ranks[best] = best + 1 < count ? table.rank(tokens[best], tokens[best + 1]) : PairTable.none
      if best > 0 { ranks[best - 1] = table.rank(tokens[best - 1], tokens[best]) }
    }
  }

  /// As above, with what may merge in a queue by rank and place, and tokens linked to their neighbours.
  private static func mergeLong(
    _ word: UnsafeBufferPointer<UInt8>, _ table: PairTable.Reader, into ids: inout [Int32]
  ) {
    let count = word.count
    var tokens = word.map { table.token(of: $0) }
    var next = Array(1...Int32(count))
    var previous = Array(-1..<Int32(count) - 1)
    var ranks = [UInt32](repeating: PairTable.none, count: count)
    var queue = MinHeap<UInt64>(capacity: count)
    func ask(_ place: Int) {
      let right = Int(next[place])
      ranks[place] = right < count ? table.rank(tokens[place], tokens[right]) : PairTable.none
      if ranks[place] != PairTable.none { queue.push(UInt64(ranks[place]) << 32 | UInt64(place)) }
    }
    for place in 0..<count { ask(place) }
    while let entry = queue.pop() {
      let (rank, place) = (UInt32(truncatingIfNeeded: entry >> 32), Int(entry & 0xFFFF_FFFF))
      // What has merged since has another rank, or none.
      guard ranks[place] == rank else { continue }
      let gone = Int(next[place])
      tokens[place] = table.result(of: rank)
      ranks[gone] = PairTable.none
      next[place] = next[gone]
      if Int(next[place]) < count { previous[Int(next[place])] = Int32(place) }
      ask(place)
      if previous[place] >= 0 { ask(Int(previous[place])) }
    }
    var place = 0
    while place < count {
      ids.append(tokens[place])
      place = Int(next[place])
    }
  }
}
