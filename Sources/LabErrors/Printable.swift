// Texts from outside, made safe to show.

/// A user's text as one printable line: control characters become their pictures (a line feed becomes `␊`), and a long
/// text is cut.
///
/// Names inside a damaged or hostile file must not be able to move the cursor or to fake a line of output.
package func printable(_ text: String, limit: Int = 120) -> String {
  let line = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit).map { picture(of: $0) ?? $0 }))
  return text.unicodeScalars.count > limit ? line + "…" : line
}

/// A text of several lines for a terminal: as `printable`, but line feeds and tabs stay, and nothing is cut.
package func visible(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? $0 : picture(of: $0) ?? $0 }))
}

/// What is shown in the place of a character that a terminal would obey; nil for all others.
package func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar.value {
  case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value)
  case 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
  default: nil
  }
}
