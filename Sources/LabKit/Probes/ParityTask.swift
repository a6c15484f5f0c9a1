// Probe: parity. After every bit, whether the number of ones so far is odd.

import TensorCore

/// Random bits; at each, the parity of all bits up to it.
///
///     tokens    1 0 1 1 0 1
///     targets   1 1 0 1 1 0
///
/// Every position is trained on, because the last parity alone gives no hint of the way to it; only the last is scored,
/// since early ones need few bits. The rule is the same for any length, so a model can be trained at one and asked at another.
/// - Source: Delétang et al. 2023 for parity and length; a target at each position as in Zoology (Arora et al. 2023).
public struct ParityTask: ProbeTask {
  public let id = "parity"
  public let length: Int

  public var distance: Int { length - 2 }
  public let vocabularySize = 2
  public var asked: Range<Int> { length - 1..<length }
  public let answers: Range<Int32> = 0..<2
  public let chance = 0.5

  /// - Precondition: there are two bits or more.
  public init(length: Int) {
    precondition(length >= 2, "ParityTask: a length of \(length)")
    self.length = length
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    var (tokens, targets, parity): ([Int32], [Int32], Int32) = ([], [], 0)
    for _ in 0..<length {
      let bit = Int32(generator.index(below: 2))
      parity ^= bit
      tokens.append(bit)
      targets.append(parity)
    }
    return ProbeExample(tokens: tokens, targets: targets)
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] { [Int32(tokens.count { $0 == 1 } % 2)] }
}
