// The 256 visible characters that stand for bytes in GPT-2's files.

/// GPT-2's way to write any bytes as text without spaces: a byte that Latin-1 shows stands for itself, the others are
/// the characters from U+0100 on, such as `Ġ` for a space and `Ċ` for a line break.
enum ByteAlphabet {
  /// The character of each byte.
  static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0...UInt8.max).map { byte in
      if isVisible(byte) { return Unicode.Scalar(byte) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? "?"
    }
  }()

  /// The bytes in the order of their characters, in which vocabularies number them.
  static let bytesInOrder: [UInt8] = (0...UInt8.max).sorted { characters[Int($0)] < characters[Int($1)] }

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: characters.enumerated().map { ($1, UInt8($0)) })

  private static func isVisible(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
  }

  /// The bytes that a text of these characters stands for; nil if another character is in it.
  static func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      // Most are ASCII, and need no look-up.
      if (0x21...0x7E).contains(scalar.value) {
        result.append(UInt8(scalar.value))
      } else {
        guard let byte = bytes[scalar] else { return nil }
        result.append(byte)
      }
    }
    return result
  }

  /// The bytes as a text of these characters.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(characters[Int(byte)]) }
    return String(text)
  }
}
