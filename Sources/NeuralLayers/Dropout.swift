// Dropout as a layer: active in training, absent otherwise.

import TensorCore

/// Whether a model is being trained or used, and, in training, where its random masks come from.
public struct Phase: Sendable {
  private var generator: SeededGenerator?

  /// Use: no randomness.
  public static let evaluation = Phase(generator: nil)

  /// Training, with the random masks of a seed. One seed for each step and thread.
  public static func training(seed: UInt64) -> Phase {
    Phase(generator: SeededGenerator(seed: seed, stream: "dropout"))
  }

  /// A seed for the next mask, or nil outside training.
  mutating func nextSeed() -> UInt64? { generator?.next() }
}

/// Sets elements to zero at random in training, and leaves everything as it is otherwise.
public struct Dropout: Sendable {
  /// The probability of an element to become zero; the others are divided by 1 − probability.
  public let probability: Double

  /// Dropout that is absent if the probability is 0. The probability is below 1.
  public init(probability: Double) { self.probability = probability }

  /// Draws a mask in training; returns `x` itself otherwise.
  /// - Shape: [..] → [..], any shape.
  public func callAsFunction<S>(_ x: Variable<S>, _ phase: inout Phase) -> Variable<S> {
    guard probability > 0, let seed = phase.nextSeed() else { return x }
    return dropout(x, probability: probability, seed: seed)
  }

  /// The same for what a recurrence reads.
  public func callAsFunction<S>(_ x: RecurrentInput<S>, _ phase: inout Phase) -> RecurrentInput<S> {
    guard probability > 0, let seed = phase.nextSeed() else { return x }
    return RecurrentInput(dropout(x.values, probability: probability, seed: seed))
  }

  /// x + dropout(branch): a residual sum. Where no mask is drawn, the branch's last map adds x itself.
  /// - Parameter branch: Computes the branch, with what it is given added at its end.
  public func residual<S>(
    _ x: Variable<S>, _ phase: inout Phase, branch: (_ addend: Variable<S>?) -> Variable<S>
  ) -> Variable<S> {
    guard probability > 0, let seed = phase.nextSeed() else { return branch(x) }
    return x + dropout(branch(nil), probability: probability, seed: seed)
  }
}
