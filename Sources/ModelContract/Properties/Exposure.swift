// Measurements ask a model for its embedded tokens and their gradients: they must be there, and asking must change nothing.

import SequenceKit
import TensorCore

extension ModelCase {
  /// Embedded tokens are exposed once, carry a gradient only where a position may see them, and being observed changes no logits.
  func checkExposure() throws(Violation) -> Outcome {
    let parameters = weights(Double.self)
    // So many tokens that a recurrence would map the table in their place.
    let many = tokens(batchSize: 8, length: 7)
    let plain = rows(many, parameters)
    let tape = Tape(parameters)
    tape.isObserved = true
    let observed = LogitRows(
      scalars: model.logits(many, on: tape).value.scalars, length: 7, vocabulary: configuration.vocabularySize)
    for sequence in 0..<8 {
      for position in 0..<7 {
        let distance = LogitRows.distance(plain[sequence, position], observed[sequence, position])
        guard distance > 1e-12 * plain.scale else { continue }
        throw Violation(
          "being observed moves the logits at position \(position) by \(short(distance))", lookAt: "`isObserved`")
      }
    }
    tape.reset()
    try checkExposedGradient(tape)
    return .met
  }

  /// The gradient of one position's loss by each embedded token.
  private func checkExposedGradient(_ tape: Tape<Double>) throws(Violation) {
    let (length, place) = (7, 4)
    var targets = [Int32](repeating: -1, count: length)
    targets[place] = 2
    let loss = model.loss(tokens(batchSize: 1, length: length), targets: TokenBatch(targets), on: tape).mean
    let exposed = tape.exposed(.embeddedTokens)
    guard exposed.count == 1, exposed[0].count == 1, exposed[0][0].shape.rows == length else {
      throw Violation(
        "embedded tokens are exposed \(exposed.count) times instead of once, as [B, T, width]",
        lookAt: "how tokens are embedded: `embedding(tokens, on:)` or `embedding.steps(of:on:)` exposes them, once")
    }
    tape.backward(from: loss, keeping: exposed[0])
    let gradient = tape.gradient(of: exposed[0][0])
    let (width, scalars) = (gradient.shape.columns, gradient.scalars)
    var reached = 0
    for token in 0..<length {
      let isHidden =
        switch model.sight {
        case .left: token > place
        case .around: token == place
        case .masked: false
        }
      let square = scalars[token * width..<(token + 1) * width].reduce(0) { $0 + $1 * $1 }
      if square > 1e-20 { reached += 1 }
      guard isHidden, square > 0 else { continue }
      throw Violation(
        "the loss at position \(place) has a gradient of norm \(short(square.squareRoot())) by token \(token), which it "
          + "must not see", lookAt: "the mask and shifts")
    }
    guard reached > 0 else {
      throw Violation(
        "the loss at position \(place) has no gradient by any exposed token",
        lookAt: "whether what `features` goes on with is what is exposed")
    }
  }
}
