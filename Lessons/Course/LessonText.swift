// Reads a lesson's text: its title, and its sections.

import Foundation

/// A lesson as it is written in Markdown.
public struct LessonText: Sendable {
  /// A part under a heading of the second rank.
  public struct Section: Sendable {
    public let title: String
    public let lines: [String]
  }

  public let title: String
  public let sections: [Section]
  public let lines: [String]

  public init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    title = lines.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) } ?? ""
    var (sections, heading, body): ([Section], String?, [String]) = ([], nil, [])
    var isCode = false
    for line in lines {
      if line.hasPrefix("```") { isCode.toggle() }
      if line.hasPrefix("## "), !isCode {
        if let heading { sections.append(Section(title: heading, lines: body)) }
        (heading, body) = (String(line.dropFirst(3)), [])
      } else {
        body.append(line)
      }
    }
    if let heading { sections.append(Section(title: heading, lines: body)) }
    self.sections = sections
  }

  /// Reads a file.
  public init(_ file: URL) throws { self.init(try String(contentsOf: file, encoding: .utf8)) }
}
