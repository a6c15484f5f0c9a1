// Reading a tensor piece by piece into memory that is there already: a large model needs no room for a copy.

import Foundation
import LabErrors

extension SafetensorsFile {
  /// Bytes that are read at once.
  private static let pieceSize = 1 << 20

  /// Writes a tensor's values to memory, row-major. Wider numbers are rounded.
  ///
  /// A file's bytes are read, not mapped, so that they do not stay in the process's memory.
  /// - Precondition: `memory` has room for just as many numbers as the tensor has.
  /// - Throws: ``SafetensorsError``, also where the file has become shorter since it was opened, or the tensor holds
  ///   no real numbers.
  func read<Real: BinaryFloatingPoint>(
    _ name: String, into memory: UnsafeMutableBufferPointer<Real>
  ) throws(SafetensorsError) {
    let entry = try entry(name)
    let size = entry.type.byteCount
    precondition(memory.count * size == entry.range.count, "SafetensorsFile.read: '\(name)' needs other memory")
    guard entry.type.isReal else {
      throw .notConvertible(file: path, tensor: name, reason: "holds \(entry.type.rawValue), no real numbers")
    }
    for piece in Self.pieces(of: entry.range) {
      let start = (piece.lowerBound - entry.range.lowerBound) / size
      let numbers = UnsafeMutableBufferPointer(rebasing: memory[start..<start + piece.count / size])
      try bytes(in: piece).withUnsafeBytes { Self.convert($0, of: entry.type, into: numbers) }
    }
  }

  /// Whether two tensors have the same bytes, type and shape.
  func isEqual(_ name: String, to otherName: String, of other: SafetensorsFile) throws(SafetensorsError) -> Bool {
    let (first, second) = (try entry(name), try other.entry(otherName))
    guard first.type == second.type, first.shape == second.shape else { return false }
    for (piece, otherPiece) in zip(Self.pieces(of: first.range), Self.pieces(of: second.range)) {
      guard try bytes(in: piece) == other.bytes(in: otherPiece) else { return false }
    }
    return true
  }

  /// A tensor's range of bytes in pieces of whole elements.
  private static func pieces(of range: Range<Int>) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: pieceSize).map {
      $0..<min($0 + pieceSize, range.upperBound)
    }
  }

  /// Bytes behind the header: of the file itself, if there is one.
  private func bytes(in range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
    guard isOnDisk else {
      let start = data.startIndex + headerEnd
      return [UInt8](data[start + range.lowerBound..<start + range.upperBound])
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemReason(errno)) }
    defer { close(descriptor) }
    let first = off_t(headerEnd + range.lowerBound)
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, range.count - count, first + off_t(count))
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { return }
        count += got
      }
    }
    guard bytes.count == range.count else {
      throw .unreadable(file: path, reason: "it has become shorter while it was read")
    }
    return bytes
  }

  private static func convert<Real: BinaryFloatingPoint>(
    _ bytes: UnsafeRawBufferPointer, of type: SafetensorsType, into numbers: UnsafeMutableBufferPointer<Real>
  ) {
    switch type {
    case .float16: fill(numbers, from: bytes, UInt16.self) { Real(float(halfBits: $0)) }
    case .bfloat16: fill(numbers, from: bytes, UInt16.self) { Real(Float(bitPattern: UInt32($0) << 16)) }
    case .float32 where Real.self == Float.self: UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
    case .float32: fill(numbers, from: bytes, UInt32.self) { Real(Float(bitPattern: $0)) }
    case .float64: fill(numbers, from: bytes, UInt64.self) { Real(Double(bitPattern: $0)) }
    default: preconditionFailure("\(type) holds no real numbers")
    }
  }
}

/// Converts little-endian bits, which need not be aligned.
private func fill<Bits: FixedWidthInteger & BitwiseCopyable, Real>(
  _ numbers: UnsafeMutableBufferPointer<Real>, from bytes: UnsafeRawBufferPointer, _ type: Bits.Type,
  _ value: (Bits) -> Real
) {
  let size = MemoryLayout<Bits>.size
  for index in numbers.indices {
    numbers[index] = value(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: index * size, as: Bits.self)))
  }
}
