// How a command ends that was told to stop.

import LabErrors

/// Ctrl-C while working; what is worth keeping has been saved.
struct Interrupted: UserFacingError, Equatable {
  let message: String
  var exitCode: Int32 { LabErrors.ExitCode.interrupted }
}
