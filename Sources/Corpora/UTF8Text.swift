// UTF-8 in bytes: where it stops being that, and its characters.

/// Well-formed UTF-8.
///
/// - Source: The Unicode Standard, table 3-7.
package enum UTF8Text {
  /// The offset of the first byte that fits no character, or nil.
  /// - Complexity: O(bytes); ASCII at more than a gigabyte a second.
  package static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while true {
        index = endOfASCII(bytes, from: index)
        guard index < bytes.count else { return nil }
        guard let length = sequenceLength(bytes, index) else { return index }
        index += length
      }
    }
  }

  /// Where ASCII ends.
  @inline(__always)
  static func endOfASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= bytes.count,
      raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    { index += 8 }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// The length of the well-formed sequence at an index, or nil.
  @inline(__always)
  static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
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
    if length > 2, !isIn(2, 0x80...0xBF) || length > 3 && !isIn(3, 0x80...0xBF) { return nil }
    return length
  }

  /// The character at an index, and the index of the next.
  /// - Precondition: The bytes are well-formed, and a character begins at the index.
  @inline(__always)
  static func scalar(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (UInt32, Int) {
    let lead = bytes[index]
    if lead < 0x80 { return (UInt32(lead), index + 1) }
    func rest(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
    if lead < 0xE0 { return (UInt32(lead & 0x1F) << 6 | rest(1), index + 2) }
    if lead < 0xF0 { return (UInt32(lead & 0x0F) << 12 | rest(1) << 6 | rest(2), index + 3) }
    return (UInt32(lead & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), index + 4)
  }

  /// How many characters well-formed bytes are.
  static func characterCount(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    // Those that continue a character are below −64 as signed numbers.
    for byte in bytes { count &+= Int8(bitPattern: byte) >= -64 ? 1 : 0 }
    return count
  }

  /// Where a character begins, counted from 0; the end, if there are not so many.
  static func offset(ofCharacter number: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var left = number
    var index = 0
    while index < bytes.count {
      if Int8(bitPattern: bytes[index]) >= -64 {
        if left == 0 { return index }
        left -= 1
      }
      index += 1
    }
    return index
  }
}

extension String {
  /// Calls `body` with the bytes of the text.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}
