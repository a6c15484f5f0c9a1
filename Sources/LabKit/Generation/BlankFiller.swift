// What a model would put in the place of a blank.

import SequenceKit
import TensorCore

/// Ranks the tokens that may stand in a blank.
///
/// A model that reads from left to right decides by the left side alone; one that sees both sides, by both. Each blank is filled on
/// its own. A model that was not trained with blanks reads the likeliest token in the place of an earlier one.
public struct BlankFiller {
  /// The model that decides.
  public let model: any SequenceModel
  /// Its weights.
  public let parameters: Parameters<Float>
  /// The number of the blank.
  public let blank: Int32

  /// - Parameter blank: The blank's token number; it is never a filling.
  public init(_ model: any SequenceModel, parameters: Parameters<Float>, blank: Int32) {
    self.model = model
    self.parameters = parameters
    self.blank = blank
  }

  /// A blank's place in the text, and all tokens that may stand there, the likeliest first; the probabilities sum to 1.
  public struct Filling: Equatable, Sendable {
    /// The blank's index in the text that was given.
    public let position: Int
    /// The likeliest first; equals by number.
    public let candidates: [Candidate]
  }

  /// Fills every blank of a text.
  /// - Parameters:
  ///   - tokens: The text, with `blank` where a token is asked for.
  ///   - start: What stands before every text of the corpus, such as the end of the story before; nil: nothing.
  ///   - excluded: Tokens that no blank may hold, besides the blank itself.
  /// - Throws: `GenerationError`, if the text is too long for the model, or a left-to-right model has nothing to the left.
  /// - Complexity: one pass of the model over the text for each blank.
  public func fill(
    _ tokens: [Int32], start: Int32?, excluding excluded: Set<Int32> = []
  ) throws(GenerationError) -> [Filling] {
    var text = (start.map { [$0] } ?? []) + tokens
    let offset = text.count - tokens.count
    var fillings: [Filling] = []
    for position in text.indices where text[position] == blank {
      let logits = try logits(text, at: position)
      let candidates = Distribution.ranked(logits, excluding: excluded.union([blank]))
      fillings.append(Filling(position: position - offset, candidates: candidates))
      if model.sight != .masked, let best = candidates.first { text[position] = best.token }
    }
    return fillings
  }

  /// The logits for the token at a position. [V]
  private func logits(_ text: [Int32], at position: Int) throws(GenerationError) -> [Float] {
    let seen: ArraySlice<Int32>
    let row: Int
    if model.sight == .left {
      guard position > 0 else { throw .nothingBefore }
      // The nearest tokens are what fits.
      seen = text[..<position].suffix(model.longestSequence ?? position)
      row = seen.count - 1
    } else {
      try model.checkLength(text.count)
      (seen, row) = (text[...], position)
    }
    let tape = Tape(parameters, recordsGradients: false)
    // With one sequence, both orders of rows are the order of time.
    let features = model.features(of: TokenBatch(Array(seen)), on: tape)
    let logits = model.head.logits(features.rows.slice(row..<row + 1, along: 0)).value.scalars
    guard logits.allSatisfy(\.isFinite) else { throw .notFinite(model: type(of: model).identifier) }
    return logits
  }
}
