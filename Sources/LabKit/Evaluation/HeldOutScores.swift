// What a model scores on both held-out parts, beside the floors.

import Corpora
import SequenceKit

/// The losses of a model on what it was not trained on: of the next token, and at blanks that are the same for all models. All in nats.
public struct HeldOutScores: Equatable, Sendable {
  /// A loss on both held-out parts, and on them together.
  public struct Losses: Codable, Equatable, Sendable {
    /// Mean losses in nats; `heldOut` is the mean over the tokens of both parts.
    public let validation, test, heldOut: Double
    /// Tokens in both parts.
    public let count: Int

    init(_ validation: HeldOutEvaluation.Loss, _ test: HeldOutEvaluation.Loss) {
      let both = validation.joined(test)
      (self.validation, self.test, heldOut, count) = (validation.mean, test.mean, both.mean, both.count)
    }
  }

  /// Nil for a model that sees both sides.
  public let nextToken: Losses?
  /// Of the hidden tokens at the blanks.
  public let fillBlank: Losses
  /// What no model's expected loss is below; nil for a text.
  public let floor, fillBlankFloorLeft, fillBlankFloorBothSides: Losses?

  /// - Parameter count: Blanks in each part.
  /// - Throws: `CorpusError`; `GenerationError`, if the model's numbers are not finite.
  public init(_ evaluation: HeldOutEvaluation, blanks count: Int) throws {
    let corpus = evaluation.corpus
    let next = try evaluation.nextToken()
    nextToken = next.map { Losses(HeldOutEvaluation.Loss($0.validation), HeldOutEvaluation.Loss($0.test)) }

    let parts = [(corpus.validation, "validation", next?.validation), (corpus.test, "test", next?.test)]
    var filled: [HeldOutEvaluation.Loss] = []
    var blanks: [[Blank]] = []
    for (split, name, known) in parts {
      let drawn = corpus.blanks(in: split, count: count, seed: 1)
      let positions = drawn.map(\.position)
      blanks.append(drawn)
      filled.append(
        HeldOutEvaluation.Loss(
          try known.map { losses in positions.map { losses[$0] } }
            ?? evaluation.blankLosses(of: split, at: positions, "\(name) blanks")))
    }
    fillBlank = Losses(filled[0], filled[1])

    func floors(_ value: (Int) -> [Double]?) -> Losses? {
      guard corpus.grammar != nil, let first = value(0), let second = value(1) else { return nil }
      return Losses(HeldOutEvaluation.Loss(first.map { Float($0) }), HeldOutEvaluation.Loss(second.map { Float($0) }))
    }
    floor = floors { parts[$0].0.floor }
    fillBlankFloorLeft = floors { blanks[$0].compactMap(\.floorLeft) }
    fillBlankFloorBothSides = floors { blanks[$0].compactMap(\.floorBothSides) }
  }
}
