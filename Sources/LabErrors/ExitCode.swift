// How the command line ends, in numbers.

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
