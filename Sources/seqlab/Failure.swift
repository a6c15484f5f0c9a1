// How every error ends: one line on standard error, and an exit code. No other file renders errors.

import Foundation
import LabErrors

/// An error as it is shown.
struct Failure: Equatable {
  let message: String
  let exitCode: Int32

  /// Any error that a command ends with.
  init(_ error: any Error) {
    if let error = error as? any UserFacingError {
      self.init(error.message, error.exitCode)
    } else {
      self.init("internal error: \(error)", LabErrors.ExitCode.internal)
    }
  }

  init(_ message: String, _ exitCode: Int32) {
    self.message = Self.oneLine(message)
    self.exitCode = exitCode
  }

  /// Shows the error and ends the program.
  func exit() -> Never {
    Output.note(CommandName.short + ": " + message)
    Foundation.exit(exitCode)
  }

  /// The text without line breaks and control characters, whatever file it may quote.
  private static func oneLine(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return printable(words, limit: 2000)
  }
}
