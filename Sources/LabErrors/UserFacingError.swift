// What every error that a user can cause has in common: one line to show, and the exit code of the command.

/// An error that a user can cause and put right: a file, a flag, a text, a full disk.
public protocol UserFacingError: Error, CustomStringConvertible {
  /// One line without a final full stop: what went wrong, where, and what to do about it.
  var message: String { get }
  /// The exit code of the command that ends with this error, one of ``ExitCode``.
  var exitCode: Int32 { get }
}

extension UserFacingError {
  /// The message, so that an error that escapes is still readable.
  public var description: String { message }
}
