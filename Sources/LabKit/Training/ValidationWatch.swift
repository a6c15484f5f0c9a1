// Looks at the validation part while a model trains, and keeps the weights that did best there.

import Corpora
import LabResults
import TensorCore

/// Keeps the best weights of a training by a few looks at the validation part, spread evenly over its steps.
package struct ValidationWatch {
  /// What the looks showed so far.
  package private(set) var looks: [ValidationLook] = []
  /// The weights at the best of them; nil before the first.
  package var best: Parameters<Float>? { weights.parameters }

  private var weights = BestWeights()
  private let trainer: Trainer
  private let count: Int
  private let evaluation: HeldOutEvaluation

  /// Tokens of a look, about; of a model that is asked blank by blank, each of which costs it a row, a quarter of them are read.
  private static let tokens = 16_384

  /// - Parameter count: How many looks; one after each step, if the training has fewer steps.
  /// - Throws: `EvaluationError`, if the model has nothing to read beside what it should predict.
  package init(_ trainer: Trainer, on corpus: Corpus, count: Int) throws(EvaluationError) {
    (self.trainer, self.count) = (trainer, max(1, count))
    let evaluator = Evaluator(trainer.model, parameters: trainer.parameters, threads: trainer.settings.threads)
    evaluation = try HeldOutEvaluation(evaluator, corpus: corpus)
  }

  /// Looks, if it is time to after the step that was made; the last step is always looked at.
  /// - Throws: `CorpusError`, if the validation part has no target.
  /// - Complexity: a forward pass over some 16 000 tokens where it looks, and a copy of the weights where they are the best so far.
  package mutating func lookIfDue() throws {
    let (made, all) = (trainer.nextStep, trainer.settings.steps)
    guard made * count / all > (made - 1) * count / all else { return }
    let length = trainer.settings.length
    let rows = max(1, Self.tokens / length / (trainer.model.sight == .masked ? 4 : 1))
    let loss = try evaluation.sampledLoss(rows: rows)
    let look = ValidationLook(step: made, loss: loss.mean)
    looks.append(look)
    // Where the model's numbers are not finite nothing is counted, which must not pass for a loss of 0.
    if loss.count > 0 { weights.offer(trainer.parameters, at: look) }
  }
}
