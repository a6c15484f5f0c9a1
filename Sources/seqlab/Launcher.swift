// Runs a command, from its arguments to its exit code.

import ArgumentParser
import Foundation
import LabErrors

/// Runs the command line.
enum Launcher {
  /// Reads the arguments, runs the command, and ends the program with its exit code.
  static func run() {
    SystemLimits.check()
    OutOfMemory.isTold()
    do {
      try checkCommandName()
      var command = try parsed()
      try command.run()
    } catch {
      // Help and version are thrown too; a command without its subcommand asks for its help.
      guard SeqLab.exitCode(for: error) == .success else { Failure(error).exit() }
      do { try Output.result(CommandName.typed(in: SeqLab.fullMessage(for: error)) + "\n") } catch {
        Failure(error).exit()
      }
    }
  }

  /// A wrong command gets the nearest one as a hint.
  private static func checkCommandName() throws(UsageError) {
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-"), name != "help",
      !SeqLab.commandNames.contains(name)
    else { return }
    let hint =
      Nearest.word(to: name, among: SeqLab.commandNames).map { "; did you mean \($0)?" } ?? "; see seqlab --help"
    throw UsageError("there is no command '\(printable(name))'\(hint)")
  }

  /// The command that the arguments name.
  /// - Throws: `UsageError`, in one line and without the usage, for what cannot be parsed; help and version as they come.
  private static func parsed() throws -> any ParsableCommand {
    do { return try SeqLab.parseAsRoot() } catch {
      if SeqLab.exitCode(for: error) == .success { throw error }
      let command =
        CommandLine.arguments.dropFirst().first.flatMap { SeqLab.commandNames.contains($0) ? " " + $0 : nil } ?? ""
      let message = SeqLab.message(for: error).trimmingCharacters(in: CharacterSet(charactersIn: " .\n"))
      throw UsageError("\(message); see seqlab\(command) --help")
    }
  }
}
