// How a command ends that was told to stop.

import Foundation
import LabErrors

/// Ctrl-C or another signal while working; what is worth keeping has been saved.
struct Interrupted: UserFacingError, Equatable {
  let message: String
  /// The signal that came.
  var signal = SIGINT

  /// As a shell tells of a program that a signal ended: 130 after Ctrl-C, 143 after SIGTERM.
  var exitCode: Int32 { LabErrors.ExitCode.interrupted - SIGINT + signal }
}
