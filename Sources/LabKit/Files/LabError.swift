// What every error that a user can cause has in common: one line to show, and the exit code of the command.

/// The exit codes of the command line, after BSD's sysexits.
public enum ExitCode {
  /// Wrong flags or arguments.
  public static let usage: Int32 = 64
  /// The input is there, but its contents cannot be used.
  public static let badData: Int32 = 65
  /// An input file or folder is missing or cannot be opened.
  public static let inputMissing: Int32 = 66
  /// A fault of the program itself.
  public static let `internal`: Int32 = 70
  /// An output cannot be created or written.
  public static let cannotWrite: Int32 = 73
  /// Stopped with Ctrl-C.
  public static let interrupted: Int32 = 130
}

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

/// A user's text as one printable line: control characters become their pictures (a line feed becomes `␊`), and a long
/// text is cut.
///
/// Names inside a damaged or hostile file must not be able to move the cursor or to fake a line of output.
package func printable(_ text: String, limit: Int = 120) -> String {
  var line = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar.value {
    case 0..<0x20: line.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
    case 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: line.append("\u{FFFD}")
    default: line.unicodeScalars.append(scalar)
    }
  }
  return text.unicodeScalars.count > limit ? line + "…" : line
}
