// XXH64: a checksum that is as fast as memory, so that every file can be checked whenever it is read.

/// The 64-bit xxHash of some bytes, with seed 0. It finds damage; it does not keep out who means harm.
///
/// - Source: Y. Collet, xxHash fast digest algorithm, version 0.1.1, https://github.com/Cyan4973/xxHash.
package struct XXHash64 {
  private var lanes: [UInt64]
  private var count = 0

  private static let primes: [UInt64] = [
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63, 0x27D4_EB2F_1656_67C5,
  ]

  /// Of no bytes so far.
  package init() { lanes = [Self.primes[0] &+ Self.primes[1], Self.primes[1], 0, 0 &- Self.primes[0]] }

  /// The checksum of bytes that are all there.
  /// - Complexity: O(bytes).
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = XXHash64()
    let blocks = bytes.count / 32 * 32
    hash.add(UnsafeRawBufferPointer(rebasing: bytes[..<blocks]))
    return hash.value(with: UnsafeRawBufferPointer(rebasing: bytes[blocks...]))
  }

  /// Adds some bytes.
  /// - Precondition: their number is a multiple of 32.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count % 32 == 0, "XXHash64.add: \(bytes.count) bytes are no whole blocks")
    let (p1, p2) = (Self.primes[0], Self.primes[1])
    var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
    for offset in stride(from: 0, to: bytes.count, by: 32) {
      a = Self.round(a, Self.word(bytes, offset), p1, p2)
      b = Self.round(b, Self.word(bytes, offset + 8), p1, p2)
      c = Self.round(c, Self.word(bytes, offset + 16), p1, p2)
      d = Self.round(d, Self.word(bytes, offset + 24), p1, p2)
    }
    lanes = [a, b, c, d]
    count += bytes.count
  }

  /// The checksum of what was added, and of the last bytes, fewer than 32.
  package func value(with bytes: UnsafeRawBufferPointer) -> UInt64 {
    let (p1, p2, p3, p4, p5) = (Self.primes[0], Self.primes[1], Self.primes[2], Self.primes[3], Self.primes[4])
    var (offset, hash) = (0, p5)
    if count > 0 {
      hash = zip(lanes, [1, 7, 12, 18]).reduce(0) { $0 &+ Self.rotate($1.0, $1.1) }
      for lane in lanes { hash = (hash ^ Self.round(0, lane, p1, p2)) &* p1 &+ p4 }
    }
    hash &+= UInt64(count + bytes.count)
    while offset + 8 <= bytes.count {
      hash = Self.rotate(hash ^ Self.round(0, Self.word(bytes, offset), p1, p2), 27) &* p1 &+ p4
      offset += 8
    }
    if offset + 4 <= bytes.count {
      let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      hash = Self.rotate(hash ^ UInt64(half) &* p1, 23) &* p2 &+ p3
      offset += 4
    }
    for byte in bytes[offset...] { hash = Self.rotate(hash ^ UInt64(byte) &* p5, 11) &* p1 }
    hash = (hash ^ hash >> 33) &* p2
    hash = (hash ^ hash >> 29) &* p3
    return hash ^ hash >> 32
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private static func round(_ lane: UInt64, _ input: UInt64, _ p1: UInt64, _ p2: UInt64) -> UInt64 {
    rotate(lane &+ input &* p2, 31) &* p1
  }

  private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x << n | x >> (64 - n) }
}
