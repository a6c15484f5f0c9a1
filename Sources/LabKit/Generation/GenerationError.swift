// Why a model cannot go on with a text or fill its blanks.

import LabErrors
import SequenceKit

/// A text that a model cannot be asked about.
public enum GenerationError: UserFacingError, Equatable {
  /// The model reads whole texts only, and gives no next token.
  case cannotContinue(model: String)
  /// There is nothing to begin with.
  case nothingBefore
  /// The text is longer than the positions that the model has learned.
  case tooLong(model: String, tokens: Int, limit: Int)
  /// The model's numbers are not finite.
  case notFinite(model: String)

  public var message: String {
    switch self {
    case .cannotContinue(let model):
      "\(model) sees both sides of a position, so it cannot continue a text; fill blanks with it: seqlab fill"
    case .nothingBefore: "nothing stands before the place that is asked for; put at least one token there"
    case .tooLong(let model, let tokens, let limit):
      "this \(model) has learned \(limit) positions, and the text has \(tokens) tokens; shorten it"
    case .notFinite(let model):
      "this \(model) gives logits that are not finite: its weights are damaged or training had diverged"
    }
  }

  public var exitCode: Int32 { ExitCode.badData }
}

extension SequenceModel {
  /// Checks that a sequence can be read at once.
  public func checkLength(_ tokens: Int) throws(GenerationError) {
    if let limit = longestSequence, tokens > limit {
      throw .tooLong(model: Self.identifier, tokens: tokens, limit: limit)
    }
  }
}
