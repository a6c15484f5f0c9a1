// Tags, attributes and escaping: what SVG and HTML have in common.

/// Builds markup that is well-formed both as HTML and as XML.
package enum Markup {
  /// Text that can stand between tags or in an attribute, whoever wrote it.
  ///
  /// Control characters, which XML forbids, and marks that turn the direction of text become U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// An element around markup, or an empty one. Attribute values are escaped; `content` is not.
  package static func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String? = nil)
    -> String
  {
    var result = "<" + name
    for (key, value) in attributes { result += " \(key)=\"\(escaped(value))\"" }
    guard let content else { return result + "/>" }
    return result + ">" + content + "</\(name)>"
  }

  /// An element around plain text.
  package static func text(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String) -> String
  {
    tag(name, attributes, escaped(text))
  }

  /// A coordinate with one digit behind the point at most.
  package static func coordinate(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let tenths = Int((value * 10).rounded())
    let (sign, size) = (tenths < 0 ? "-" : "", abs(tenths))
    return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
  }
}
