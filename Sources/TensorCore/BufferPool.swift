// Memory for a tape's values: taken from the system once, then reused from step to step.

/// Buffers by size. A buffer given back serves the next request of its size, so that a training loop, whose steps ask for
/// the same sizes in the same order, allocates nothing after its first step. A later pass with other sizes, such as the last few rows
/// of a text, gets larger buffers where there are any.
final class BufferPool<Scalar: TensorScalar> {
  private var idle: [Int: [UnsafeMutablePointer<Scalar>]] = [:]
  private var all: [UnsafeMutablePointer<Scalar>] = []
  /// The sizes of buffers that serve smaller requests now.
  private var lent: [UnsafeMutablePointer<Scalar>: Int] = [:]
  /// Whether a pass is over. Within the first, a request still to come may need the larger buffer.
  private var hasFinishedPass = false

  /// Bytes in use now, as asked for (without rounding).
  private(set) var liveBytes = 0
  /// The most bytes in use at once since the last `reset()`.
  private(set) var peakBytes = 0
  /// Bytes taken from the system.
  private(set) var reservedBytes = 0

  deinit { for buffer in all { buffer.deallocate() } }

  /// Uninitialised memory for `count` numbers, aligned to 64 bytes.
  func take(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    liveBytes += count * MemoryLayout<Scalar>.stride
    peakBytes = max(peakBytes, liveBytes)
    let size = Self.rounded(count)
    if let buffer = idle[size]?.popLast() ?? larger(than: size) { return buffer }
    let buffer: UnsafeMutablePointer<Scalar> = allocateAligned(count: size)
    all.append(buffer)
    reservedBytes += size * MemoryLayout<Scalar>.stride
    return buffer
  }

  func give(_ buffer: UnsafeMutablePointer<Scalar>, _ count: Int) {
    liveBytes -= count * MemoryLayout<Scalar>.stride
    let size = lent.isEmpty ? nil : lent.removeValue(forKey: buffer)
    idle[size ?? Self.rounded(count), default: []].append(buffer)
  }

  /// Begins a pass, with all buffers given back that the last one used.
  func reset() {
    peakBytes = liveBytes
    hasFinishedPass = true
  }

  /// The smallest idle buffer that is too large, after the first pass.
  private func larger(than size: Int) -> UnsafeMutablePointer<Scalar>? {
    guard hasFinishedPass, let nearest = idle.lazy.filter({ $0.key > size && !$0.value.isEmpty }).map(\.key).min(),
      let buffer = idle[nearest]?.popLast()
    else { return nil }
    lent[buffer] = nearest
    return buffer
  }

  /// Sizes in steps of a cache line or of an eighth of the size, so that nearly equal requests share buffers.
  private static func rounded(_ count: Int) -> Int {
    let step = max(16, 1 << max(0, Int.bitWidth - count.leadingZeroBitCount - 4))
    return max((count + step - 1) / step * step, 16)
  }
}
