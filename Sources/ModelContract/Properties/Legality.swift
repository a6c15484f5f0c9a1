// No position sees what it predicts; and each token is seen somewhere.

import SequenceKit
import TensorCore

extension ModelCase {
  /// Changes tokens and compares logits bit by bit.
  ///
  /// A model that reads from the left must not know the tokens after a position, nor how many there are. One that sees around a
  /// position must not know the token there. One that fills blanks is given a blank in that place, and may see all it is given.
  func checkLegality() throws(Violation) -> Outcome {
    let tokens = tokens(length: configuration.contextLength)
    let parameters = weights(Float.self)
    let original = rows(tokens, parameters)
    var unseen: [Int] = []
    // lesson: legality
    for changed in 0..<tokens.length {
      let other = rows(
        tokens.changed(at: changed..<changed + 1, vocabularySize: configuration.vocabularySize), parameters)
      var isSeen = false
      for sequence in 0..<tokens.batchSize {
        for position in 0..<tokens.length {
          let (before, after) = (original[sequence, position], other[sequence, position])
          guard !isIdentical(before, after) else { continue }
          isSeen = true
          try allow(position, toSee: changed, moving: LogitRows.distance(before, after))
        }
      }
      if !isSeen { unseen.append(changed) }
    }
    // end
    if let token = unseen.first, tokens.length > 1 {
      throw Violation(
        "nothing sees token \(token) of \(tokens.length): no logits move when it changes",
        lookAt: "what `features` reads, and by how much it shifts it")
    }
    if model.sight == .left { try checkPrefixes(tokens) }
    return .met
  }

  /// Throws, if a position must not see a token that was seen to move its logits.
  private func allow(_ position: Int, toSee token: Int, moving distance: Double) throws(Violation) {
    switch model.sight {
    case .left where position < token:
      throw Violation(
        "position \(position) sees token \(token), which comes later: its logits move by \(short(distance)) when token "
          + "\(token) changes", lookAt: "the mask, at shifts, and at what `features` sums or normalises over time")
    case .around where position == token:
      throw Violation(
        "position \(position) sees token \(token), which it predicts: its logits move by \(short(distance)) when that token "
          + "changes", lookAt: "the shifts: beside t are the states of t − 1 from the left and of t + 1 from the right")
    default: return
    }
  }

  /// The logits of a beginning are those that it has in the whole: the number of later tokens tells something about them, too.
  private func checkPrefixes(_ tokens: TokenBatch) throws(Violation) {
    let parameters = weights(Double.self)
    let whole = rows(tokens, parameters)
    for length in 2..<tokens.length {
      let part = rows(tokens.positions(0..<length), parameters)
      for sequence in 0..<tokens.batchSize {
        for position in 0..<length {
          let distance = LogitRows.distance(part[sequence, position], whole[sequence, position])
          guard distance > 1e-11 * whole.scale else { continue }
          throw Violation(
            "position \(position) knows how many tokens follow: its logits move by \(short(distance)) when the sequence "
              + "ends after \(length) tokens instead of \(tokens.length)",
            lookAt: "what `features` computes from `tokens.length`, or sums or normalises over time")
        }
      }
    }
  }
}
