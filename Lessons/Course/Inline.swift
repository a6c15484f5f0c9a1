// Markdown within a line: code, emphasis and links, as HTML.

import Foundation

enum Inline {
  /// Text that can stand between tags or in an attribute.
  static func escaped(_ text: some StringProtocol) -> String {
    String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
      "\"", with: "&quot;")
  }

  /// A paragraph's text as HTML. What opens and is not closed stays as it is.
  static func html(_ text: some StringProtocol) -> String {
    var (result, rest) = ("", Substring(text))
    while let mark = rest.firstIndex(where: { "`*[<".contains($0) }) {
      result += escaped(rest[..<mark])
      rest = rest[mark...]
      if let (html, end) = span(rest) {
        result += html
        rest = rest[end...]
      } else {
        result += escaped(rest.prefix(1))
        rest = rest.dropFirst()
      }
    }
    return result + escaped(rest)
  }

  /// What a text begins with, if it is code, emphasis or a link, and where that ends.
  private static func span(_ text: Substring) -> (html: String, end: Substring.Index)? {
    func inside(_ mark: String) -> (content: Substring, end: Substring.Index)? {
      guard text.hasPrefix(mark) else { return nil }
      let start = text.index(text.startIndex, offsetBy: mark.count)
      guard let close = text.range(of: mark, range: start..<text.endIndex), close.lowerBound > start else { return nil }
      return (text[start..<close.lowerBound], close.upperBound)
    }
    if let code = inside("`") { return ("<code>\(escaped(code.content))</code>", code.end) }
    if let strong = inside("**") { return ("<strong>\(html(strong.content))</strong>", strong.end) }
    if let emphasis = inside("*"), emphasis.content.first != " " {
      return ("<em>\(html(emphasis.content))</em>", emphasis.end)
    }
    if let match = text.prefixMatch(of: #/<(https?://[^>\s]+)>/#) {
      return (link(match.1, escaped(match.1)), match.range.upperBound)
    }
    if let match = text.prefixMatch(of: #/\[([^\]]+)\]\(([^)\s]+)\)/#) {
      return (link(match.2, html(match.1)), match.range.upperBound)
    }
    return nil
  }

  /// A link to another site; what lies beside the lesson is not beside its page, so that its name alone is left.
  private static func link(_ address: Substring, _ words: String) -> String {
    address.hasPrefix("http") ? "<a href=\"\(escaped(address))\">\(words)</a>" : words
  }
}
