// The loss against a softmax in plain loops, and determinism.

import Foundation
import SequenceKit
import TensorCore

extension ModelCase {
  /// The loss is the mean cross-entropy of the logits, negative targets ignored; that of fresh weights is near ln V.
  func checkLoss() throws(Violation) -> Outcome {
    let (parameters, tokens, vocabulary) = (weights(Double.self), tokens(), configuration.vocabularySize)
    var targets = self.tokens(seed: 4).tokens
    targets[2] = -1
    let logits = logits(tokens, parameters)
    var sum = 0.0
    for (row, target) in targets.enumerated() where target >= 0 {
      let scores = logits[row * vocabulary..<(row + 1) * vocabulary]
      sum += log(scores.reduce(0) { $0 + exp($1) }) - scores[scores.startIndex + Int(target)]
    }
    let batch = TokenBatch(targets, batchSize: tokens.batchSize, length: tokens.length)
    let expected = sum / Double(targets.count - 1)
    for (found, tolerance) in [
      (loss(tokens, targets: batch, parameters), 1e-11),
      (Double(loss(tokens, targets: batch, parameters.converted(to: Float.self))), 1e-5),
    ] where !(abs(found - expected) <= tolerance * max(1, expected)) {
      throw Violation(
        "the loss is \(found), but the logits' cross-entropy is \(expected)",
        lookAt: "the order of rows that `features` returns")
    }
    let fresh = Parameters<Float>(initializing: model.parameters, seed: 5)
    let (many, length) = (16, min(8, configuration.contextLength))
    let first = Double(
      loss(
        self.tokens(batchSize: many, length: length), targets: self.tokens(batchSize: many, length: length, seed: 8),
        fresh))
    let uniform = log(Double(vocabulary))
    guard abs(first - uniform) < 0.25 else {
      throw Violation(
        "the loss of fresh weights is \(short(first)) nats, where a model that knows nothing has ln V = \(short(uniform))",
        lookAt: "the initialisers in `init`: some values start too large")
    }
    return .met
  }

  /// Logits and gradients repeat bit by bit: on the same tape after a reset, and on a new one.
  func checkDeterminism() throws(Violation) -> Outcome {
    let (parameters, tokens) = (weights(Float.self), tokens())
    let tape = Tape(parameters)
    var runs: [(logits: LogitRows<Float>, gradient: Parameters<Float>)] = []
    for _ in 0..<2 {
      let logits = model.logits(tokens, on: tape).value.scalars
      let gradient = Parameters<Float>(zerosFor: model.parameters)
      tape.backward(from: model.loss(tokens, targets: tokens, on: tape).mean, into: gradient)
      tape.reset()
      runs.append(
        (LogitRows(scalars: logits, length: tokens.length, vocabulary: configuration.vocabularySize), gradient))
    }
    for other in [runs[1].logits, rows(tokens, weights(Float.self))] {
      for position in 0..<tokens.length where !isIdentical(runs[0].logits[0, position], other[0, position]) {
        throw Violation(
          "read twice, the same tokens give logits at position \(position) that differ by "
            + short(LogitRows.distance(runs[0].logits[0, position], other[0, position])),
          lookAt: "what is drawn or remembered outside tape, parameters and `Phase`")
      }
    }
    for parameter in model.parameters.parameters
    where !isIdentical(runs[0].gradient[parameter].scalars, runs[1].gradient[parameter].scalars) {
      throw Violation(
        "computed twice, the gradient of '\(parameter.checkpoint.names[0])' differs",
        lookAt: "what is drawn or remembered outside tape, parameters and `Phase`")
    }
    return .met
  }
}
