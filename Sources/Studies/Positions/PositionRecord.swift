// How one position encoding tells word orders apart.

import LabResults
import SequenceKit

/// What one encoding reached on the word-order task.
public struct PositionRecord: Codable, Equatable, Sendable {
  /// The model's identifier.
  public var model: String
  /// The encoding: "learned", "sinusoidal", "rotary", "alibi" or "none".
  public var positions: String
  /// The peak learning rate that it was trained with.
  public var learningRate: Double
  /// The share of right answers at the trained length, one value per seed.
  public var accuracy: Estimate
  /// The share at the longer length, without further training; null where the encoding has no positions there: those that are
  /// learned end with the trained length.
  @ExplicitNull public var beyondLength: Estimate?
  /// Tokens in an example.
  public var trainedLength, testedLength: Int
  /// The share of right answers of one who sees the words without their order.
  public var chance: Double

  /// The result of one encoding; accuracies and chance in 0...1.
  public init(
    model: String, positions: String, learningRate: Double, accuracy: Estimate, beyondLength: Estimate?,
    trainedLength: Int,
    testedLength: Int, chance: Double
  ) {
    (self.model, self.positions, self.learningRate) = (model, positions, learningRate)
    self.accuracy = accuracy
    (self.trainedLength, self.testedLength, self.chance) = (trainedLength, testedLength, chance)
    self._beyondLength = ExplicitNull(wrappedValue: beyondLength)
  }
}
