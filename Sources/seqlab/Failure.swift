// How every error ends: one line on standard error, and an exit code. No other file renders errors.

import ArgumentParser
import Foundation
import LabErrors

/// Wrong flags, found after they were read.
struct UsageError: UserFacingError, Equatable {
  let message: String
  var exitCode: Int32 { LabErrors.ExitCode.usage }

  init(_ message: String) { self.message = message }
}

/// An input that is there, but cannot serve.
struct InputError: UserFacingError, Equatable {
  let message: String
  let exitCode: Int32

  init(_ message: String, exitCode: Int32 = LabErrors.ExitCode.badData) {
    self.message = message
    self.exitCode = exitCode
  }
}

/// Ctrl-C while working; what is worth keeping has been saved.
struct Interrupted: UserFacingError, Equatable {
  let message: String
  var exitCode: Int32 { LabErrors.ExitCode.interrupted }
}

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
    Output.note("seqlab: " + message)
    Foundation.exit(exitCode)
  }

  /// The text without line breaks and control characters, whatever file it may quote.
  private static func oneLine(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return printable(words, limit: 2000)
  }
}

/// Runs the command line.
enum Launcher {
  /// Reads the arguments, runs the command, and ends the program with its exit code.
  static func run() {
    do {
      try checkCommandName()
      var command = try parsed()
      try command.run()
    } catch {
      // Help and version are thrown too; a command without its subcommand asks for its help.
      guard SeqLab.exitCode(for: error) == .success else { Failure(error).exit() }
      do { try Output.result(SeqLab.fullMessage(for: error) + "\n") } catch { Failure(error).exit() }
    }
  }

  private static var commandNames: [String] {
    SeqLab.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// A wrong command gets the nearest one as a hint.
  private static func checkCommandName() throws(UsageError) {
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-"), name != "help",
      !commandNames.contains(name)
    else { return }
    let hint = Nearest.word(to: name, among: commandNames).map { "; did you mean \($0)?" } ?? "; see seqlab --help"
    throw UsageError("there is no command '\(printable(name))'\(hint)")
  }

  /// The command that the arguments name.
  /// - Throws: `UsageError`, in one line and without the usage, for what cannot be parsed; help and version as they come.
  private static func parsed() throws -> any ParsableCommand {
    do { return try SeqLab.parseAsRoot() } catch {
      if SeqLab.exitCode(for: error) == .success { throw error }
      let command = CommandLine.arguments.dropFirst().first.flatMap { commandNames.contains($0) ? " " + $0 : nil } ?? ""
      let message = SeqLab.message(for: error).trimmingCharacters(in: CharacterSet(charactersIn: " .\n"))
      throw UsageError("\(message); see seqlab\(command) --help")
    }
  }
}
