// Reading tensors by name from a safetensors file, which is mapped into memory and never trusted.

import Foundation
import LabErrors

/// A safetensors file that is open for reading.
///
/// Opening checks the whole header: every tensor's bytes are in the file, and there is nothing else in it. Values are
/// read when they are asked for. The file must not be shortened by others in the meantime, since it is mapped.
/// - Source: https://github.com/huggingface/safetensors, "Format".
public struct SafetensorsFile: Sendable {
  /// The file's path, for messages.
  public let path: String
  /// The names of the tensors, sorted.
  public let names: [String]
  /// The file's own notes.
  public let metadata: [String: String]
  private let entries: [String: SafetensorsEntry]
  let data: Data
  let headerEnd: Int
  /// Whether `data` is what a file holds, so that parts of it can be read from there.
  private(set) var isOnDisk = false

  /// Opens a file and checks its header.
  ///
  /// - Complexity: O(header); values are not touched.
  /// - Throws: ``SafetensorsError`` that names the file, the tensor and the fault.
  public init(contentsOf url: URL) throws(SafetensorsError) {
    let path = url.path
    try self.init(Self.mapped(path), path: path)
    isOnDisk = true
  }

  /// What a file holds, as pages that are read when they are touched.
  ///
  /// Foundation's own mapping says no reason where there is no address space for it.
  private static func mapped(_ path: String) throws(SafetensorsError) -> Data {
    func refused() -> SafetensorsError {
      .unreadable(file: path, reason: systemReason(errno))
    }
    // Nobody waits for what a pipe's other end writes.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw refused() }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw refused() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(file: path, reason: "it is not a file") }
    let count = Int(status.st_size)
    guard count > 0 else { return Data() }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else { throw refused() }
    return Data(bytesNoCopy: start, count: count, deallocator: .unmap)
  }

  /// Takes a file's contents from memory; `path` only serves messages.
  ///
  /// - Throws: ``SafetensorsError``
  public init(_ contents: Data, path: String) throws(SafetensorsError) {
    guard contents.count >= 8 else {
      throw .malformed(file: path, tensor: nil, .tooShort(bytes: contents.count))
    }
    let length = contents.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard length <= UInt64(min(SafetensorsHeader.limit, contents.count - 8)) else {
      throw .malformed(file: path, tensor: nil, .headerLength(length, available: contents.count - 8))
    }
    let end = 8 + Int(length)
    var header = SafetensorsHeader(bytes: contents.withUnsafeBytes { [UInt8]($0[8..<end]) })
    do {
      try header.read()
      try header.checkLayout(dataCount: contents.count - end)
    } catch { throw .malformed(file: path, tensor: header.current, error) }
    self.path = path
    metadata = header.metadata
    names = header.entries.keys.sorted()
    entries = header.entries
    data = contents
    headerEnd = end
  }

  /// Whether there is a tensor of that name.
  public func contains(_ name: String) -> Bool { entries[name] != nil }

  /// The element type of a tensor.
  /// - Throws: ``SafetensorsError/noSuchTensor(file:tensor:)``
  public func type(of name: String) throws(SafetensorsError) -> SafetensorsType { try entry(name).type }

  /// The shape of a tensor; `[]` is a single number.
  /// - Throws: ``SafetensorsError/noSuchTensor(file:tensor:)``
  public func shape(of name: String) throws(SafetensorsError) -> [Int] { try entry(name).shape }

  /// A tensor's bytes, little-endian and row-major, as a slice of the mapped file.
  /// - Throws: ``SafetensorsError/noSuchTensor(file:tensor:)``
  public func bytes(of name: String) throws(SafetensorsError) -> Data {
    let range = try entry(name).range
    let start = data.startIndex + headerEnd
    return data[start + range.lowerBound..<start + range.upperBound]
  }

  /// A tensor's values as single precision, row-major. Wider numbers are rounded.
  /// - Throws: ``SafetensorsError/noSuchTensor(file:tensor:)``
  public func floats(_ name: String) throws(SafetensorsError) -> [Float] { try converted(name) }

  /// A tensor's values as double precision, row-major.
  /// - Throws: ``SafetensorsError/noSuchTensor(file:tensor:)``
  public func doubles(_ name: String) throws(SafetensorsError) -> [Double] { try converted(name) }

  /// A tensor's values as whole numbers, row-major.
  /// - Throws: ``SafetensorsError``, also where a value is no whole number or too large.
  public func integers(_ name: String) throws(SafetensorsError) -> [Int] {
    let (type, bytes) = (try entry(name).type, try bytes(of: name))
    let values: [Int?] =
      switch type {
      case .bool, .uint8: elements(bytes, UInt8.self) { Int($0) }
      case .int8: elements(bytes, Int8.self) { Int($0) }
      case .uint16: elements(bytes, UInt16.self) { Int($0) }
      case .int16: elements(bytes, Int16.self) { Int($0) }
      case .uint32: elements(bytes, UInt32.self) { Int(exactly: $0) }
      case .int32: elements(bytes, Int32.self) { Int($0) }
      case .uint64: elements(bytes, UInt64.self) { Int(exactly: $0) }
      case .int64: elements(bytes, Int64.self) { Int(exactly: $0) }
      case .float16, .bfloat16, .float32, .float64: try doubles(name).map { Int(exactly: $0) }
      }
    let whole = values.compactMap { $0 }
    guard whole.count == values.count else {
      throw .notConvertible(file: path, tensor: name, reason: "holds a value that is no whole number of 64 bits")
    }
    return whole
  }

  func entry(_ name: String) throws(SafetensorsError) -> SafetensorsEntry {
    guard let entry = entries[name] else { throw .noSuchTensor(file: path, tensor: name) }
    return entry
  }

  private func converted<Real: BinaryFloatingPoint>(_ name: String) throws(SafetensorsError) -> [Real] {
    let (type, bytes) = (try entry(name).type, try bytes(of: name))
    return switch type {
    case .bool, .uint8: elements(bytes, UInt8.self) { Real($0) }
    case .int8: elements(bytes, Int8.self) { Real($0) }
    case .uint16: elements(bytes, UInt16.self) { Real($0) }
    case .int16: elements(bytes, Int16.self) { Real($0) }
    case .uint32: elements(bytes, UInt32.self) { Real($0) }
    case .int32: elements(bytes, Int32.self) { Real($0) }
    case .uint64: elements(bytes, UInt64.self) { Real($0) }
    case .int64: elements(bytes, Int64.self) { Real($0) }
    case .float16: elements(bytes, UInt16.self) { Real(float(halfBits: $0)) }
    case .bfloat16: elements(bytes, UInt16.self) { Real(Float(bitPattern: UInt32($0) << 16)) }
    case .float32: elements(bytes, UInt32.self) { Real(Float(bitPattern: $0)) }
    case .float64: elements(bytes, UInt64.self) { Real(Double(bitPattern: $0)) }
    }
  }
}

/// Reads little-endian integers, which need not be aligned, and converts each.
private func elements<Bits: FixedWidthInteger & BitwiseCopyable, Value>(
  _ bytes: Data, _ type: Bits.Type, _ convert: (Bits) -> Value
) -> [Value] {
  bytes.withUnsafeBytes { buffer in
    let size = MemoryLayout<Bits>.size
    return (0..<buffer.count / size).map { index in
      convert(Bits(littleEndian: buffer.loadUnaligned(fromByteOffset: index * size, as: Bits.self)))
    }
  }
}

/// A number in IEEE half precision; `Float16` itself is missing on some platforms.
func float(halfBits bits: UInt16) -> Float {
  let sign: Float = bits >> 15 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Float(bits & 0x3FF)
  switch exponent {
  case 0: return sign * fraction * 0x1p-24
  case 0x1F: return fraction == 0 ? sign * .infinity : .nan
  default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
  }
}
