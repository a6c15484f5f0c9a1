// Where bytes stop being UTF-8.

/// Well-formed UTF-8.
///
/// - Source: The Unicode Standard, table 3-7.
package enum UTF8Text {
  /// The offset of the first byte that fits no character, or nil.
  package static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      guard let length = sequenceLength(bytes, index) else { return index }
      index += length
    }
    return nil
  }

  /// The length of the well-formed sequence at an index, or nil.
  static func sequenceLength(_ bytes: [UInt8], _ index: Int) -> Int? {
    let lead = bytes[index]
    if lead < 0x80 { return 1 }
    func isIn(_ offset: Int, _ range: ClosedRange<UInt8>) -> Bool {
      index + offset < bytes.count && range.contains(bytes[index + offset])
    }
    let second: ClosedRange<UInt8>
    let length: Int
    switch lead {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard isIn(1, second) else { return nil }
    for offset in 2..<max(2, length) where !isIn(offset, 0x80...0xBF) { return nil }
    return length
  }
}
