// Exercise 9a another way: word by word, head by head, from the parameters that each word meets once.

import Costs

enum OtherWork: WorkCounting {
  static func work(of block: BlockSize) -> Int {
    let d = block.width
    let matrices = [d * 3 * d, d * d, d * 4 * d, 4 * d * d, d * block.vocabulary]
    return (0..<block.length).reduce(0) { sum, word in
      let seen = block.isCausal ? word + 1 : block.length
      let attention = block.heads * seen * 2 * (2 * d / block.heads)
      return sum + 2 * matrices.reduce(0, +) + attention
    }
  }
}
