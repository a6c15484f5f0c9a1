// An input of exercise 9a: the sizes of a block.

import ExerciseKit

/// A block of small sizes.
struct BlockCase: Sample {
  var block: BlockSize

  static func drawn(_ draw: inout Draw, _ size: Int) -> BlockCase {
    let heads = draw.int(1...1 + size / 3)
    return BlockCase(
      block: BlockSize(
        length: draw.int(1...1 + size), width: heads * draw.int(1...1 + size / 2), heads: heads,
        vocabulary: draw.int(2...2 + size), isCausal: draw.int(0...1) == 0))
  }

  func with(_ change: (inout BlockSize) -> Void) -> BlockCase {
    var copy = self
    change(&copy.block)
    return copy
  }

  func work<W: WorkCounting>(_: W.Type) -> Int { W.work(of: block) }

  var smaller: [BlockCase] {
    var result: [BlockCase] = []
    if block.length > 1 { result.append(with { $0.length -= 1 }) }
    if block.vocabulary > 2 { result.append(with { $0.vocabulary -= 1 }) }
    if block.width > block.heads { result.append(with { $0.width -= $0.heads }) }
    if block.heads > 1 { result.append(with { ($0.width, $0.heads) = ($0.width / $0.heads, 1) }) }
    return result
  }

  var description: String {
    "n \(block.length), d \(block.width), heads \(block.heads), V \(block.vocabulary), "
      + (block.isCausal ? "causal" : "every word sees all")
  }
}
