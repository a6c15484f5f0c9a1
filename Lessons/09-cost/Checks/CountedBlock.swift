// Counts by doing: a block is gone through product by product, and every multiplication and addition is counted as it comes.

/// The operations of a block's products, counted one by one and not by a formula.
struct CountedBlock {
  /// A product of the block, and how many operations it had.
  let parts: [(name: String, work: Int)]

  var work: Int { parts.reduce(0) { $0 + $1.work } }

  init(_ block: BlockSize) {
    var parts: [(name: String, work: Int)] = []
    let (n, d, headWidth) = (block.length, block.width, block.width / block.heads)
    func map(_ name: String, from inputs: Int, to outputs: Int) {
      var work = 0
      for _ in 0..<n { for _ in 0..<outputs { work += Self.inner(inputs) } }
      parts.append((name, work))
    }
    func pairs(_ name: String, _ one: () -> Int) {
      var work = 0
      for _ in 0..<block.heads {
        for s in 0..<n { for t in 0..<n where t <= s || !block.isCausal { work += one() } }
      }
      parts.append((name, work))
    }
    map("the map to queries", from: d, to: d)
    map("the map to keys", from: d, to: d)
    map("the map to values", from: d, to: d)
    pairs("the scores, query by key") { Self.inner(headWidth) }
    // A weight times each number of a value, added to the sum so far.
    pairs("the mean of the values") { Self.inner(headWidth) }
    map("the map behind the heads", from: d, to: d)
    map("the network's first map", from: d, to: 4 * d)
    map("the network's second map", from: 4 * d, to: d)
    map("the output head", from: d, to: block.vocabulary)
    self.parts = parts
  }

  /// As many multiplications, each with its addition.
  private static func inner(_ count: Int) -> Int {
    var work = 0
    for _ in 0..<count { work += 2 }
    return work
  }
}
