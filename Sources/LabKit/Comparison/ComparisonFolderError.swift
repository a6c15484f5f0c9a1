// What keeps a comparison from going on where another stopped.

import Corpora
import LabErrors

/// Why a comparison cannot be resumed.
public enum ComparisonFolderError: UserFacingError, Equatable {
  /// Nothing that a comparison left is there.
  case notAComparison(path: String)
  /// What is there was made with other settings.
  case otherPlan(path: String)

  public var message: String {
    switch self {
    case .notAComparison(let path):
      "\(path) holds no comparison to resume (no plan.json); name a folder that an earlier compare wrote"
    case .otherPlan(let path):
      "\(path) was made with other flags or another corpus (profile, models, seeds, steps, threads …): give the same "
        + "ones, or a new --out folder"
    }
  }
  public var exitCode: Int32 {
    switch self {
    case .notAComparison: ExitCode.inputMissing
    case .otherPlan: ExitCode.badData
    }
  }
}
