// A solution of exercise 9a.

import Costs

enum Work: WorkCounting {
  static func work(of block: BlockSize) -> Int {
    let (n, d) = (block.length, block.width)
    // A word sees t + 1 words: 1 + 2 + … + n pairs.
    let pairs = block.isCausal ? n * (n + 1) / 2 : n * n
    // Queries, keys, values and the map behind the heads; the network is 4·d wide.
    let maps = 4 * n * d * d + 2 * n * d * (4 * d)
    // Over all heads, a score has d products, and so has the mean of the values.
    let attention = 2 * pairs * d
    return 2 * (maps + attention + n * d * block.vocabulary)
  }
}
