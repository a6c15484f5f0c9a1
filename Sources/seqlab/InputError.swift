// What is wrong with an input that is there.

import LabErrors

/// An input that is there, but cannot serve.
struct InputError: UserFacingError, Equatable {
  let message: String
  let exitCode: Int32

  init(_ message: String, exitCode: Int32 = LabErrors.ExitCode.badData) {
    self.message = message
    self.exitCode = exitCode
  }
}
