// Dropout acts in training, by its seed, and not in use.

import NeuralLayers
import SequenceKit
import TensorCore

extension ModelCase {
  /// With dropout, the loss of a training step follows from its seed, and in use everything is as without.
  func checkDropout() throws(Violation) -> Outcome {
    var settings = configuration
    settings.dropout = 0.3
    let other: ModelCase
    do throws(ConfigurationError) { other = ModelCase(model: try type(of: model).init(settings)) } catch {
      return .notApplicable("it takes no dropout: \(error.message)")
    }
    let (parameters, tokens) = (weights(Float.self), tokens())
    guard other.model.parameters.parameters == model.parameters.parameters else {
      throw Violation("with dropout, it has other parameters than without", lookAt: "`init`")
    }
    let (plain, used) = (rows(tokens, parameters), other.rows(tokens, parameters))
    for position in 0..<tokens.length where !isIdentical(plain[0, position], used[0, position]) {
      throw Violation(
        "dropout acts in use: with it, logits at position \(position) differ by "
          + short(LogitRows.distance(plain[0, position], used[0, position])) + " from those without",
        lookAt: "the phase that dropout is given: it must be that of `features`")
    }
    func loss(_ phase: Phase) -> Float {
      let tape = Tape(parameters, recordsGradients: false)
      return other.model.loss(tokens, targets: tokens, phase: phase, on: tape).mean.scalar
    }
    let (first, again, second) = (loss(.training(seed: 1)), loss(.training(seed: 1)), loss(.training(seed: 2)))
    guard first == again else {
      throw Violation(
        "the same seed drops different elements: losses \(first) and \(again)",
        lookAt: "what dropout draws from: it must be the phase that `features` is given")
    }
    guard first != second, first != loss(.evaluation) else {
      throw Violation(
        "dropout does not act in training: the loss is \(first) with two seeds, or as in use",
        lookAt: "where `features` should apply dropout, with its phase")
    }
    return .met
  }
}
