// What is wrong with the flags.

import LabErrors

/// Wrong flags, found after they were read.
struct UsageError: UserFacingError, Equatable {
  let message: String
  var exitCode: Int32 { LabErrors.ExitCode.usage }

  init(_ message: String) { self.message = message }
}
