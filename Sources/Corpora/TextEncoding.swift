// What a file seems to be that is no text in UTF-8.

import Foundation

/// What bytes that are no text in UTF-8 look like.
public enum TextEncoding: Equatable, Sendable {
  /// UTF-16 or UTF-32, by iconv's name for it.
  case unicode(name: String)
  /// A one-byte encoding of Western Europe: Windows-1252, of which Latin-1 is a part.
  case windows1252
  /// UTF-8 but for so many bytes, as in a text that was cut within a character.
  case brokenUTF8(count: Int)
  /// UTF-8, with so many NUL bytes in it.
  case strayNULs(count: Int)
  /// Letters, in an encoding that nothing gives away.
  case unknown
  /// A file of a kind that holds text in another form, and the command that gets it out, if there is one.
  case packed(kind: String, command: String?)
  /// Numbers, pictures, programs.
  case binary

  /// What the bytes look like, and the offset of the first that says so; nil for UTF-8.
  static func found(in bytes: [UInt8]) -> (encoding: TextEncoding, offset: Int)? {
    if let kind = kinds.first(where: { bytes.starts(with: $0.beginning) }) { return (kind.encoding, 0) }
    let nul = bytes.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { base in
        memchr(base, 0, bytes.count).map { $0 - UnsafeMutableRawPointer(mutating: base) }
      }
    }
    if let nul { return (withNULs(bytes), nul) }
    return UTF8Text.firstInvalidByte(in: bytes).map { (withoutNULs(bytes), $0) }
  }

  /// UTF-32's mark begins with that of UTF-16.
  private static let kinds: [(beginning: [UInt8], encoding: TextEncoding)] = [
    ([0xFF, 0xFE, 0, 0], .unicode(name: "UTF-32")), ([0, 0, 0xFE, 0xFF], .unicode(name: "UTF-32")),
    ([0xFF, 0xFE], .unicode(name: "UTF-16")), ([0xFE, 0xFF], .unicode(name: "UTF-16")),
    ([0x1F, 0x8B], .packed(kind: "gzip", command: "gunzip -c")),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .packed(kind: "xz", command: "xz -dc")),
    ([0x28, 0xB5, 0x2F, 0xFD], .packed(kind: "Zstandard", command: "zstd -dc")),
    (Array("PK\u{3}\u{4}".utf8), .packed(kind: "zip (as .docx, .odt and .epub are)", command: nil)),
    (Array("%PDF-".utf8), .packed(kind: "PDF", command: nil)),
  ]

  /// What bytes look like some of which are NUL, as no text's are in UTF-8.
  private static func withNULs(_ bytes: [UInt8]) -> TextEncoding {
    // Two bytes of ASCII can pass for a Chinese character, but a text of these is hardly ASCII throughout.
    let count = bytes.count { $0 == 0 }
    if count * 10 < bytes.count, UTF8Text.firstInvalidByte(in: bytes) == nil { return .strayNULs(count: count) }
    for (width, name) in [(4, "UTF-32"), (2, "UTF-16")] {
      let little = familiarShare(of: bytes, width: width, isLittleEndian: true)
      let big = familiarShare(of: bytes, width: width, isLittleEndian: false)
      if max(little, big) > 0 { return .unicode(name: name + (little >= big ? "LE" : "BE")) }
    }
    return .binary
  }

  /// The share of ASCII's characters in units of two or four bytes; 0 where these are no text.
  private static func familiarShare(of bytes: [UInt8], width: Int, isLittleEndian: Bool) -> Double {
    var (familiar, wrong, count) = (0, 0, 0)
    var expectsLow = false
    for start in stride(from: 0, through: bytes.count - width, by: width) {
      var unit: UInt32 = 0
      for offset in 0..<width {
        unit = unit << 8 | UInt32(bytes[start + (isLittleEndian ? width - 1 - offset : offset)])
      }
      let (isHigh, isLow) = ((0xD800...0xDBFF).contains(unit), (0xDC00...0xDFFF).contains(unit))
      switch unit {
      case 0x09, 0x0A, 0x0D, 0x20...0x7E: familiar += 1
      case 0..<0x20, 0x7F..<0xA0, 0xE000...0xF8FF, 0xFFFE...0xFFFF, 0x110000...: wrong += 1
      default: wrong += (width == 2 ? isLow != expectsLow : isHigh || isLow) ? 1 : 0
      }
      expectsLow = width == 2 && isHigh
      count += 1
    }
    return wrong * 200 <= count ? Double(familiar) / Double(max(1, count)) : 0
  }

  /// What bytes look like that are not UTF-8, and none of which is NUL.
  private static func withoutNULs(_ bytes: [UInt8]) -> TextEncoding {
    var (sequences, broken, high, letters) = (0, 0, 0, 0)
    var index = 0
    while index < bytes.count {
      let length = bytes.withUnsafeBufferPointer { UTF8Text.sequenceLength($0, index) }
      if length == nil { broken += 1 } else if bytes[index] >= 0x80 { sequences += 1 }
      index += length ?? 1
    }
    // In other encodings, few bytes make up a character of UTF-8 by chance.
    if sequences >= broken { return .brokenUTF8(count: broken) }
    for byte in bytes {
      if byte >= 0x80 { high += 1 } else if (0x41...0x5A).contains(byte & 0xDF) { letters += 1 }
      if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) { return .unknown }
    }
    // Western Europe writes most letters as ASCII does; Russian or Chinese texts have next to none.
    return 2 * high <= letters ? .windows1252 : .unknown
  }
}
