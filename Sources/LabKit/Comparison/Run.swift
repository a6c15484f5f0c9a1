// A trained and scored model.

import LabResults
import SequenceKit
import TensorCore

extension Comparison {
  /// A trained and scored model.
  public struct Run {
    /// The model, in the size that it was matched to.
    public let model: any SequenceModel
    /// What its first values, batches and dropout were drawn from.
    public let seed: UInt64
    /// The training steps that it was given.
    public let budget: Int
    /// The weights after the last step that went well; of those that were looked at, where the plan has looks, the best.
    public let parameters: Parameters<Float>
    /// The noted steps; the last is among them unless the training failed.
    public let history: [TrainingStep]
    /// Looks at the validation part, where the plan has any.
    public let validation: [ValidationLook]
    /// Right answers by distance in the course of training, of the first seed's run on a grammar's text.
    public let answers: [AnswerLook]
    /// What one training step costs; the same for every step.
    public let counts: GradientWorkers<Float>.Counts
    /// Tokens in all training steps that were made.
    public let tokensTrained: Int
    /// Seconds of training, without evaluation.
    public let seconds: Double
    /// What it was scored on.
    package let test: TestSet
    /// The scores on the test part, or why there are none.
    public let scores: Swift.Result<TokenScores, TrainingFailure>

    /// The scores of a run that came to its end.
    package var finishedScores: TokenScores? { try? scores.get() }
  }
}
