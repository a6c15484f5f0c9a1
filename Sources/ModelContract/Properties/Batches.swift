// Sequences of a batch are computed side by side, and do not know of each other. A sequence of one token is one like any other.

import SequenceKit
import TensorCore

extension ModelCase {
  /// Each sequence has the logits in a batch that it has alone, to 1e-5 in single and 1e-12 in double precision.
  func checkBatches() throws(Violation) -> Outcome {
    try checkBatches(Double.self, tolerance: 1e-12)
    try checkBatches(Float.self, tolerance: 1e-5)
    return .met
  }

  private func checkBatches<S: TensorScalar>(_ type: S.Type, tolerance: Double) throws(Violation) {
    let (parameters, tokens) = (weights(type), tokens(batchSize: 3, length: 5))
    let together = rows(tokens, parameters)
    let alone = (0..<3).map { rows(tokens.sequences($0..<$0 + 1), parameters) }
    let limit = tolerance * together.scale
    for sequence in 0..<3 {
      for position in 0..<tokens.length {
        let found = together[sequence, position]
        let distance = LogitRows.distance(found, alone[sequence][0, position])
        guard distance > limit else { continue }
        for (other, rows) in alone.enumerated() {
          for place in 0..<tokens.length where LogitRows.distance(found, rows[0, place]) <= limit {
            throw Violation(
              "position \(position) of sequence \(sequence) has the logits of position \(place) of sequence \(other)",
              lookAt: "the order of rows that `features` returns: time-major and batch-major are mixed up")
          }
        }
        throw Violation(
          "alone, sequence \(sequence) has logits at position \(position) that differ by \(short(distance)) from those "
            + "in a batch of 3", lookAt: "what `features` sums over the batch, or hands on between sequences")
      }
    }
  }

  /// One token has finite logits, loss and gradient, and from the left the logits that it has at the beginning of a longer sequence;
  /// from both sides, where nothing is beside it, logits that do not depend on it.
  func checkLengthOne() throws(Violation) -> Outcome {
    let (parameters, longer) = (weights(Double.self), tokens(batchSize: 3, length: 5))
    let tokens = longer.positions(0..<1)
    let (one, many) = (rows(tokens, parameters), rows(longer, parameters))
    let gradient = gradient(tokens, targets: tokens, parameters)
    guard one.scalars.allSatisfy(\.isFinite), gradient.norm.isFinite else {
      let tape = Tape(parameters, recordsGradients: false)
      _ = model.logits(tokens, on: tape)
      throw Violation(
        "one token alone has logits or a gradient that is not finite"
          + (tape.firstNonFiniteOperation().map { "; the first such value came from '\($0.name)'" } ?? ""),
        lookAt: "what divides by `length − 1`, or by a deviation that is 0")
    }
    // What fills blanks may look at all that it is given: one token tells nothing about it.
    guard model.sight != .masked else { return .met }
    let changed = rows(tokens.changed(at: 0..<1, vocabularySize: configuration.vocabularySize), parameters)
    for sequence in 0..<3 {
      let (reference, words) =
        model.sight == .left
        ? (many[sequence, 0], "from those at the beginning of a longer sequence")
        : (changed[sequence, 0], "when it changes, though it must not see itself")
      let distance = LogitRows.distance(one[sequence, 0], reference)
      guard distance > 1e-11 * many.scale else { continue }
      throw Violation(
        "the logits of one token alone differ by \(short(distance)) \(words)",
        lookAt: "what `features` does where `length` is 1, or sums over time")
    }
    return .met
  }
}
