// The command that makes a text of what is none yet.

extension TextEncoding {
  /// What is wrong with a file, and what to do about it, in a line.
  /// - Parameters:
  ///   - name: The file's path, or what a pipe is called.
  ///   - offset: The first byte that gives it away.
  func message(for name: String, isPipe: Bool, byteOffset offset: Int) -> String {
    /// A command that reads the file and writes another, or stands between two pipes.
    func command(_ command: String) -> String {
      guard !isPipe else { return "… | \(command) | …" }
      let file = name.split(separator: "/").last.map(String.init) ?? name
      let stem = file.lastIndex(of: ".").map { $0 > file.startIndex ? String(file[..<$0]) : file } ?? file
      return "\(command) < \(Self.quoted(name)) > \(Self.quoted(stem + ".utf8.txt"))"
    }
    func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }
    let place = "byte \(offset) fits no character"
    switch self {
    case .unicode(let encoding):
      return "\(name) is text in \(encoding), not in UTF-8; convert it: " + command("iconv -f \(encoding) -t UTF-8")
    case .windows1252:
      return "\(name) is not UTF-8 text: \(place); it looks like Windows-1252 or Latin-1; convert it: "
        + command("iconv -f WINDOWS-1252 -t UTF-8")
    case .brokenUTF8(let count):
      return "\(name) is UTF-8 text but for \(bytes(count)): \(place); drop what fits none: "
        + command("iconv -c -f UTF-8 -t UTF-8")
    case .strayNULs(let count):
      return "\(name) is text but for \(bytes(count)) that are NUL, the first of them byte \(offset); drop them: "
        + command("tr -d '\\000'")
    case .unknown:
      return "\(name) is not UTF-8 text: \(place); convert it from the encoding that it was saved in, such as "
        + "WINDOWS-1251, GB18030 or SHIFT_JIS: " + command("iconv -f ENCODING -t UTF-8")
    case .packed(let kind, let unpacking?):
      return "\(name) is a file packed with \(kind), not text; unpack it: " + command(unpacking)
    case .packed(let kind, nil):
      return "\(name) is a file of the kind \(kind), not text; save its text as plain text in UTF-8"
    case .binary:
      return
        "\(name) is not text: it has NUL bytes, the first of them byte \(offset); name a file of plain text in UTF-8"
    }
  }

  /// A word of a command, in quotes where a shell would read more into it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_./-+,=@%".unicodeScalars.contains($0)
    }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
