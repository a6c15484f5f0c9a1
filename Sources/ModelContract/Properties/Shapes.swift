// Shapes of features and logits, and the names and forms of parameters.

import NeuralLayers
import SequenceKit
import TensorCore

extension ModelCase {
  /// Features have a row for each position, logits are [B, T, V], and all are finite where there is more than one token.
  func checkShapes() throws(Violation) -> Outcome {
    let (context, vocabulary) = (configuration.contextLength, configuration.vocabularySize)
    if let longest = model.longestSequence, longest < context {
      throw Violation(
        "it can read \(longest) tokens, but is made for a context of \(context)", lookAt: "`longestSequence`")
    }
    let (inputs, outputs) = (model.head.inputs, model.head.outputs)
    guard outputs == vocabulary else {
      throw Violation("the head has \(outputs) outputs for a vocabulary of \(vocabulary)", lookAt: "`head`")
    }
    for (batchSize, length) in [(1, 1), (3, 1), (1, 5), (3, 7), (2, context)] {
      let tokens = tokens(batchSize: batchSize, length: length)
      let tape = Tape(weights(Float.self), recordsGradients: false)
      let rows = model.features(of: tokens, on: tape).rows
      guard rows.shape == [batchSize * length, inputs] else {
        throw Violation(
          "the features of [\(batchSize), \(length)] tokens are \(rows.shape): the head needs \(inputs) features for "
            + "each of \(batchSize * length) positions", lookAt: "what `features` returns")
      }
      guard length > 1 else { continue }
      let logits = model.head.logits(rows).value.scalars
      if let place = logits.firstIndex(where: { !$0.isFinite }) {
        let operation = tape.firstNonFiniteOperation()?.name ?? "head"
        throw Violation(
          "a logit of row \(place / vocabulary) is \(logits[place]); the first such value came from '\(operation)'",
          lookAt: "what '\(operation)' is given")
      }
    }
    return .met
  }

  /// The model has a name and a line for people; each parameter a group, elements, and a form that a checkpoint can hold.
  func checkNames() throws(Violation) -> Outcome {
    let summary = type(of: model).summary
    guard identifier.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil else {
      throw Violation(
        "the name '\(identifier)' is not of lower-case letters, digits and hyphens", lookAt: "`identifier`")
    }
    guard !summary.isEmpty, summary.count <= 80, !summary.contains("\n") else {
      throw Violation("the summary is not one line of at most 80 characters", lookAt: "`summary`")
    }
    for parameter in model.parameters.parameters {
      let name = parameter.checkpoint.names[0]
      guard !parameter.group.isEmpty, parameter.shape.count > 0, !name.isEmpty else {
        throw Violation("'\(name)' has no name, no group or no elements", lookAt: "what `init` adds to the layout")
      }
      guard !parameter.decays || parameter.shape.rank >= 2 else {
        throw Violation(
          "weight decay is for matrices, not for biases and gains, but '\(name)' of shape \(parameter.shape) decays",
          lookAt: "`decays` where `init` adds it")
      }
    }
    try checkForms()
    return .met
  }

  /// Only matrices can stand as their transpose in a checkpoint.
  func checkForms() throws(Violation) {
    for parameter in model.parameters.parameters {
      if case .transposed(let name) = parameter.checkpoint, parameter.shape.rank != 2 {
        throw Violation(
          "'\(name)' has shape \(parameter.shape), which has no transpose to be saved as",
          lookAt: "`.transposed` where `init` adds it")
      }
    }
  }
}
