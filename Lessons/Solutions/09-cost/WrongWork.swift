// Wrong answers to exercise 9a, each with one mistake.

import Costs

/// The parts of a count, of which one is wrong.
protocol PartedWork: WorkCounting {
  static func pairs(_ block: BlockSize) -> Int
  /// The multiplications for a pair: d for its score, and d for the mean of the values.
  static func each(_ block: BlockSize) -> Int
  /// The multiplications of the maps for a word.
  static func maps(_ block: BlockSize) -> Int
  /// Operations for a multiplication.
  static var factor: Int { get }
}

extension PartedWork {
  static func pairs(_ block: BlockSize) -> Int {
    block.isCausal ? block.length * (block.length + 1) / 2 : block.length * block.length
  }
  static func each(_ block: BlockSize) -> Int { 2 * block.width }
  static func maps(_ block: BlockSize) -> Int { 12 * block.width * block.width + block.width * block.vocabulary }
  static var factor: Int { 2 }

  static func work(of block: BlockSize) -> Int {
    factor * (pairs(block) * each(block) + block.length * maps(block))
  }
}

/// Takes a multiplication with its addition for one operation.
enum MultiplyAddIsOne: PartedWork {
  static var factor: Int { 1 }
}

/// Takes a score for a single operation.
enum PairsWithoutWidth: PartedWork {
  static func each(_ block: BlockSize) -> Int { 2 }
}

/// Leaves the map behind the heads out.
enum WithoutTheMapBehindTheHeads: PartedWork {
  static func maps(_ block: BlockSize) -> Int { 11 * block.width * block.width + block.width * block.vocabulary }
}

/// Counts the scores, and not what is done with them.
enum ScoresAlone: PartedWork {
  static func each(_ block: BlockSize) -> Int { block.width }
}

/// Makes the network no wider in between than outside.
enum NarrowNetwork: PartedWork {
  static func maps(_ block: BlockSize) -> Int { 6 * block.width * block.width + block.width * block.vocabulary }
}

/// Leaves the output head out.
enum WithoutTheHead: PartedWork {
  static func maps(_ block: BlockSize) -> Int { 12 * block.width * block.width }
}

enum CountsTheFuture: WorkCounting {
  static func work(of block: BlockSize) -> Int {
    let (n, d) = (block.length, block.width)
    // Every word with every word, also where the mask hides half of them.
    let attention = 2 * n * n * d
    return 2 * (12 * n * d * d + attention + n * d * block.vocabulary)
  }
}

/// Takes half of all pairs, so that a word sees half of itself.
enum HalfOfAllPairs: PartedWork {
  static func pairs(_ block: BlockSize) -> Int {
    let all = block.length * block.length
    return block.isCausal ? all / 2 : all
  }
}

/// Lets no word see itself.
enum WithoutItself: PartedWork {
  static func pairs(_ block: BlockSize) -> Int {
    block.isCausal ? block.length * (block.length - 1) / 2 : block.length * block.length
  }
}

enum SixTimesTheParameters: WorkCounting {
  static func work(of block: BlockSize) -> Int {
    // Two operations a parameter and word forwards, and four backwards: the usual estimate.
    let parameters = 12 * block.width * block.width + block.width * block.vocabulary
    return 6 * parameters * block.length
  }
}

/// Lets each head have the whole width.
enum WidthForEveryHead: PartedWork {
  static func each(_ block: BlockSize) -> Int { 2 * block.width * block.heads }
}

/// Counts nothing.
enum NoWork: WorkCounting {
  static func work(of block: BlockSize) -> Int { 0 }
}

/// Knows the lesson's example by heart.
enum KnowsTheWork: WorkCounting {
  static func work(of block: BlockSize) -> Int { block == exampleBlock.block ? 72 : 0 }
}
