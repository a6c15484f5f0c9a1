// Reading a tensor piece by piece into memory that is there already: a large model needs no room for a copy.

import Foundation

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
    try forEachPiece(of: entry.range) { bytes, offset in
      let start = offset / size
      Self.convert(
        bytes, of: entry.type, into: UnsafeMutableBufferPointer(rebasing: memory[start..<start + bytes.count / size]))
    }
  }

  /// Calls `body` with one piece of a tensor's bytes after another, each of whole elements, and how many came before
  /// it.
  private func forEachPiece(
    of range: Range<Int>, _ body: (UnsafeRawBufferPointer, Int) -> Void
  ) throws(SafetensorsError) {
    guard isOnDisk else {
      let start = data.startIndex + headerEnd
      return data[start + range.lowerBound..<start + range.upperBound].withUnsafeBytes { body($0, 0) }
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno)).lowercased()) }
    defer { close(descriptor) }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(Self.pieceSize, range.count), alignment: 16)
    defer { piece.deallocate() }
    var offset = 0
    while offset < range.count {
      let wanted = min(piece.count, range.count - offset)
      var got = 0
      while got < wanted {
        let count = pread(
          descriptor, piece.baseAddress.map { $0 + got }, wanted - got,
          off_t(headerEnd + range.lowerBound + offset + got))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw .unreadable(file: path, reason: "it has become shorter while it was read") }
        got += count
      }
      body(UnsafeRawBufferPointer(rebasing: piece[..<wanted]), offset)
      offset += wanted
    }
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
