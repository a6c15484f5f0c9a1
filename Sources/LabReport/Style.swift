// Colours for the terminal: few, legible on dark and light backgrounds, and absent where nobody looks.

import Foundation

/// Whether, and how, text is coloured.
public struct Style: Sendable {
  /// What a piece of text means; the style turns it into a colour, or into nothing.
  public enum Role: Sendable {
    /// A heading, or the number that matters.
    case strong
    /// What may be skipped.
    case dim
    /// Good news, such as a claim that holds.
    case good
    /// Bad news.
    case bad
    /// Neither, or not settled.
    case caution
    /// A name or a command.
    case accent

    /// ANSI's parameters. White, black and yellow are left out: each is invisible on somebody's background.
    fileprivate var code: String {
      switch self {
      case .strong: "1"
      case .dim: "2"
      case .good: "32"
      case .bad: "31"
      case .caution: "35"
      case .accent: "36"
      }
    }
  }

  /// Whether roles become colours; if not, text stays as it is.
  public let isColoured: Bool

  /// A style whatever the stream is; `detected` makes one that suits it.
  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// Text as it is, for files and pipes.
  public static let plain = Style(isColoured: false)

  /// Colours for a stream that is a terminal, unless `NO_COLOR` is set or the terminal is dumb.
  ///
  /// - Parameter descriptor: 1 for standard output, 2 for standard error.
  /// - Source: https://no-color.org
  public static func detected(
    descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Style {
    Style(isColoured: allowsColour(environment) && isatty(descriptor) == 1)
  }

  /// Whether the environment lets a terminal be coloured.
  package static func allowsColour(_ environment: [String: String]) -> Bool {
    environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }

  /// The text with its role's colour around it.
  public func callAsFunction(_ text: String, _ role: Role?) -> String {
    guard isColoured, let role, !text.isEmpty else { return text }
    return "\u{1B}[\(role.code)m\(text)\u{1B}[0m"
  }
}
