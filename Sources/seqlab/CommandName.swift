// What a user typed to start this program.

import Foundation
import LabErrors

/// What a user typed to start this program: `./lab`, or the program's own path. Help, errors and hints say it in the place of `seqlab`, so
/// that they can be typed as they stand.
enum CommandName {
  /// `./lab` tells what it was called by; without it, the program's own name is as it was typed.
  private static let whole = printable(
    ProcessInfo.processInfo.environment["SEQLAB_COMMAND"] ?? CommandLine.arguments.first ?? "seqlab", limit: 200)

  /// What begins an error's line.
  static var short: String { whole.split(separator: "/").last.map(String.init) ?? whole }

  /// All that was typed, as a shell reads it.
  static var line: String {
    ([whole] + CommandLine.arguments.dropFirst().map(ReportFiles.quoted)).joined(separator: " ")
  }

  /// A text with what was typed wherever `seqlab` begins a command. What stands in quotes is a user's, but for the parser's hint.
  static func typed(in text: String) -> String {
    let commands = SeqLab.commandNames.joined(separator: "\\b|")
    let pattern = #"(?<![\w/.'-])seqlab(?= (-|<|\[|help\b|\#(commands)\b))|(?<=See ')seqlab(?= help)"#
    return text.replacingOccurrences(
      of: pattern, with: NSRegularExpression.escapedTemplate(for: whole), options: .regularExpression)
  }
}
