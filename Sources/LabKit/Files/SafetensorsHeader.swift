// The header of a safetensors file: a strict reader for the little JSON that the format allows.

import Foundation

/// One tensor as the header describes it.
struct SafetensorsEntry {
  var type: SafetensorsType
  var shape: [Int]
  var range: Range<Int>  // bytes, from the end of the header
}

/// Reads the header's JSON by its fixed grammar, `{name: {dtype, shape, data_offsets}, …, "__metadata__": {…}}`.
///
/// A general JSON reader would accept duplicate names, fractional counts and any depth; this one has no recursion, so
/// that depth cannot hurt it, and stops at the first byte that does not belong.
struct SafetensorsHeader {
  /// The longest header that is accepted, in bytes, as in the reference implementation.
  static let limit = 100_000_000

  private(set) var entries: [String: SafetensorsEntry] = [:]
  private(set) var metadata: [String: String] = [:]
  /// The tensor that is being read, to name it in an error.
  private(set) var current: String?

  private let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads all of the header into ``entries`` and ``metadata``.
  ///
  /// - Complexity: O(bytes).
  mutating func read() throws(SafetensorsFault) {
    guard bytes.first == UInt8(ascii: "{") else { throw .header(offset: 0, expected: "'{'") }
    var sawMetadata = false
    try readObject { (header, name) throws(SafetensorsFault) in
      if name == "__metadata__" {
        if sawMetadata { throw .duplicate(name) }
        sawMetadata = true
        try header.readMetadata()
      } else {
        header.current = name
        if header.entries[name] != nil { throw .duplicate(name) }
        header.entries[name] = try header.readEntry()
        header.current = nil
      }
    }
    skipSpace()
    if position < bytes.count { throw .header(offset: position, expected: "end") }
  }

  /// Checks that the tensors lie one after another and fill `dataCount` bytes.
  ///
  /// - Complexity: O(n log n) for n tensors.
  mutating func checkLayout(dataCount: Int) throws(SafetensorsFault) {
    let ordered = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    var end = 0
    for (name, entry) in ordered {
      current = name
      let range = entry.range
      guard range.upperBound <= dataCount else {
        throw .offsetsOutOfRange(start: range.lowerBound, end: range.upperBound, available: dataCount)
      }
      guard range.lowerBound == end else { throw .notContiguous(start: range.lowerBound, expected: end) }
      end = range.upperBound
    }
    current = nil
    if end != dataCount { throw .trailingBytes(dataCount - end) }
  }

  private mutating func readMetadata() throws(SafetensorsFault) {
    try readObject { (header, key) throws(SafetensorsFault) in
      if header.metadata[key] != nil { throw .duplicate(key) }
      header.metadata[key] = try header.readString()
    }
  }

  private mutating func readEntry() throws(SafetensorsFault) -> SafetensorsEntry {
    var type: SafetensorsType?
    var shape: [Int]?
    var offsets: [Int]?
    try readObject { (header, field) throws(SafetensorsFault) in
      switch field {
      case "dtype":
        if type != nil { throw .duplicate(field) }
        let name = try header.readString()
        type = SafetensorsType(rawValue: name)
        if type == nil { throw .unknownType(name) }
      case "shape":
        if shape != nil { throw .duplicate(field) }
        shape = try header.readCounts()
      case "data_offsets":
        if offsets != nil { throw .duplicate(field) }
        offsets = try header.readCounts()
      default: throw .header(offset: header.position, expected: "dtype, shape or data_offsets")
      }
    }
    guard let type else { throw .missingField("dtype") }
    guard let shape else { throw .missingField("shape") }
    guard let offsets, offsets.count == 2 else { throw .missingField("pair of data_offsets") }
    return SafetensorsEntry(type: type, shape: shape, range: try checkedRange(type, shape, offsets[0], offsets[1]))
  }

  private func checkedRange(
    _ type: SafetensorsType, _ shape: [Int], _ start: Int, _ end: Int
  ) throws(SafetensorsFault) -> Range<Int> {
    var size = type.byteCount
    for length in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: length)
      if overflows { throw .shapeOverflow }
      size = product
    }
    guard start <= end else { throw .offsetsOutOfRange(start: start, end: end, available: end) }
    guard end - start == size else { throw .sizeMismatch(expected: size, found: end - start) }
    return start..<end
  }
}

// MARK: - JSON

extension SafetensorsHeader {
  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  /// Steps over `character` if it comes next.
  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsFault) {
    if !accept(character) { throw .header(offset: position, expected: "'\(character)'") }
  }

  /// Reads `{ "key": …, … }`; `member` reads each value.
  private mutating func readObject(
    _ member: (inout SafetensorsHeader, String) throws(SafetensorsFault) -> Void
  ) throws(SafetensorsFault) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try readString()
      try expect(":")
      try member(&self, key)
    } while accept(",")
    try expect("}")
  }

  /// Reads `[n, …]` of counts.
  private mutating func readCounts() throws(SafetensorsFault) -> [Int] {
    try expect("[")
    if accept("]") { return [] }
    var counts: [Int] = []
    repeat { counts.append(try readCount()) } while accept(",")
    try expect("]")
    return counts
  }

  private mutating func readCount() throws(SafetensorsFault) -> Int {
    skipSpace()
    let start = position
    while position < bytes.count, !", ]\t\r\n".utf8.contains(bytes[position]) { position += 1 }
    let text = bytes[start..<position]
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let isPlain = text.allSatisfy(digits.contains) && (text.count == 1 || text.first != UInt8(ascii: "0"))
    guard isPlain, let count = Int(String(decoding: text, as: UTF8.self)) else {
      throw .badNumber(String(decoding: text.prefix(40), as: UTF8.self))
    }
    return count
  }

  private mutating func readString() throws(SafetensorsFault) -> String {
    try expect("\"")
    var units: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      let byte = bytes[position]
      guard byte >= 0x20 else { throw .header(offset: position, expected: "an escape for a control character") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        units.append(contentsOf: String(try readEscape()).utf8)
      } else {
        units.append(byte)
      }
    }
    try expect("\"")
    guard let text = String(bytes: units, encoding: .utf8) else { throw .notUTF8(offset: position) }
    return text
  }

  /// Reads what follows a backslash.
  private mutating func readEscape() throws(SafetensorsFault) -> Unicode.Scalar {
    guard position < bytes.count else { throw .header(offset: position, expected: "an escape") }
    position += 1
    switch Unicode.Scalar(bytes[position - 1]) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": break
    default: throw .header(offset: position - 1, expected: "an escape")
    }
    let high = try readHex()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw .header(offset: position, expected: "the second half of a surrogate pair") }
    position += 2
    let low = try readHex()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw .header(offset: position, expected: "the second half of a surrogate pair") }
    return scalar
  }

  private mutating func readHex() throws(SafetensorsFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw .header(offset: position, expected: "a hexadecimal digit")
      }
      value = value << 4 + UInt32(digit)
      position += 1
    }
    return value
  }
}
