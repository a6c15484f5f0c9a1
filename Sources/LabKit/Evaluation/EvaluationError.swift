// Why a model cannot be scored.

import LabErrors

/// A model that cannot be scored on held-out text.
public enum EvaluationError: UserFacingError, Equatable {
  /// A model that sees both sides of a position reads a single one.
  case contextTooShort

  public var message: String {
    switch self {
    case .contextTooShort:
      "a context of 1 token leaves nothing to fill a blank from; train with a longer --context"
    }
  }

  public var exitCode: Int32 { ExitCode.badData }
}
