// Every way in which a file can break the safetensors format, in words.

import LabErrors

/// How a file breaks the safetensors format.
public enum SafetensorsFault: Error, Equatable {
  /// The file ends within the eight bytes that hold the header's length.
  case tooShort(bytes: Int)
  /// The header's length is over the limit or over the file's end.
  case headerLength(UInt64, available: Int)
  /// The header's bytes are no UTF-8.
  case notUTF8(offset: Int)
  /// The header is not the JSON that the format asks for.
  case header(offset: Int, expected: String)
  /// A name, or a field of a tensor, comes twice.
  case duplicate(String)
  /// A tensor lacks one of `dtype`, `shape` and `data_offsets`.
  case missingField(String)
  /// A type that this reader does not know.
  case unknownType(String)
  /// A count that is negative, fractional or too large.
  case badNumber(String)
  /// The number of elements or bytes of a shape does not fit into a machine word.
  case shapeOverflow
  /// The shape and type ask for another number of bytes than the offsets enclose.
  case sizeMismatch(expected: Int, found: Int)
  /// The offsets are reversed or point behind the end of the data.
  case offsetsOutOfRange(start: Int, end: Int, available: Int)
  /// The tensor does not begin where the one before it ends: an overlap or a hole.
  case notContiguous(start: Int, expected: Int)
  /// Bytes behind the last tensor.
  case trailingBytes(Int)

  /// The fault in words; those of a tensor continue a sentence that begins with its name.
  var words: String {
    switch self {
    case .tooShort(let bytes): "it has \(bytes) bytes, and the header's length alone takes 8"
    case .headerLength(let length, let available):
      "its header claims \(length) bytes, with \(available) in the file and at most \(SafetensorsHeader.limit) allowed"
    case .notUTF8(let offset): "byte \(offset) of its header is not UTF-8"
    case .header(let offset, let expected): "\(expected) expected at byte \(offset) of the header"
    case .duplicate(let name): "comes with '\(printable(name))' twice"
    case .missingField(let field): "has no \(field)"
    case .unknownType(let type): "has the unknown type '\(printable(type))'"
    case .badNumber(let text): "has '\(printable(text, limit: 30))' where a count (0, 1, 2, …) belongs"
    case .shapeOverflow: "has a shape with more elements than can be counted"
    case .sizeMismatch(let expected, let found): "needs \(expected) bytes by its shape and type, but has \(found)"
    case .offsetsOutOfRange(let start, let end, let available):
      "claims bytes \(start)..<\(end) of \(available)"
    case .notContiguous(let start, let expected):
      start < expected
        ? "begins at byte \(start), inside the tensor that ends at \(expected)"
        : "begins at byte \(start) and leaves a hole after \(expected)"
    case .trailingBytes(let count): "\(count) bytes follow the last tensor"
    }
  }
}
