// Probe: counting modulo a number. After every token, the sum of all so far.

import TensorCore

/// Random numbers below a modulus; at each, the sum of all up to it, modulo the same.
///
///     tokens    3 1 4 0 2      modulus 5
///     targets   3 4 3 3 0
///
/// With 2, it is parity. Every position is trained on, because the last sum alone gives no hint of the way to it; only the last is
/// scored. The rule is the same for any length, so a model can be trained at one and asked at another.
/// - Source: Delétang et al. 2023 for modular arithmetic and length; a target at each position as in Zoology (Arora et al. 2023).
public struct CountingTask: ProbeTask {
  /// The sum is taken modulo this.
  public let modulus: Int32
  public let length: Int

  public var id: String { modulus == 2 ? "parity" : "modulo-\(modulus)" }
  public var distance: Int { length - 2 }
  public var vocabularySize: Int { Int(modulus) }
  public var asked: Range<Int> { length - 1..<length }
  public var answers: Range<Int32> { 0..<modulus }
  public var chance: Double { 1 / Double(modulus) }

  /// - Precondition: there are two tokens or more, and as many different ones.
  public init(modulus: Int32 = 2, length: Int) {
    precondition(length >= 2 && modulus >= 2, "CountingTask: \(length) tokens modulo \(modulus)")
    (self.modulus, self.length) = (modulus, length)
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    var (tokens, targets, sum): ([Int32], [Int32], Int32) = ([], [], 0)
    for _ in 0..<length {
      let number = Int32(generator.index(below: Int(modulus)))
      sum = (sum + number) % modulus
      tokens.append(number)
      targets.append(sum)
    }
    return ProbeExample(tokens: tokens, targets: targets)
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] { [tokens.reduce(0, +) % modulus] }
}
