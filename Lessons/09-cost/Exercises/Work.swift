// Exercise 9a: count the work of a Transformer's block.
//
// All multiplications and additions of the matrix products of a forward pass over n words: the maps to queries, keys
// and values, the scores, the mean of the values, the map behind the heads, the network's two maps (4·d wide in
// between), and the output head. A product of m × k by k × n numbers multiplies m·n·k times, and adds as often. With a
// mask, a word has scores with itself and those before it alone.
//
// Of the block you know length (n), width (d), heads, vocabulary (V, the words that the head chooses from), and
// isCausal: whether there is a mask.
//
// Check it:  ./lab check 9a        A hint:  ./lab hint 9a

import Costs

enum Work: WorkCounting {
  static func work(of block: BlockSize) -> Int {
    let (n, d) = (block.length, block.width)
    // Yours: these are the multiplications of the queries, keys and values.
    return 3 * n * d * d
  }
}
