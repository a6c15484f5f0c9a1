// The types of numbers in a safetensors file.

/// The types of a tensor's elements in a safetensors file.
public enum SafetensorsType: String, Sendable {
  /// One byte: 0 or 1.
  case bool = "BOOL"
  /// 8 bits, unsigned.
  case uint8 = "U8"
  /// 8 bits, signed.
  case int8 = "I8"
  /// 16 bits, unsigned.
  case uint16 = "U16"
  /// 16 bits, signed.
  case int16 = "I16"
  /// 32 bits, unsigned.
  case uint32 = "U32"
  /// 32 bits, signed.
  case int32 = "I32"
  /// 64 bits, unsigned.
  case uint64 = "U64"
  /// 64 bits, signed.
  case int64 = "I64"
  /// IEEE half precision: 5 bits of exponent, 10 of fraction.
  case float16 = "F16"
  /// The upper half of a single: 8 bits of exponent, 7 of fraction.
  case bfloat16 = "BF16"
  /// IEEE single precision, the lab's own.
  case float32 = "F32"
  /// IEEE double precision.
  case float64 = "F64"

  /// Whether elements are real numbers, as weights are.
  var isReal: Bool { [.float16, .bfloat16, .float32, .float64].contains(self) }

  /// The size of an element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }
}
