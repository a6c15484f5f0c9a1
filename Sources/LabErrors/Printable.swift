// Texts from outside, made safe to show.

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
