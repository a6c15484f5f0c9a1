// Random numbers: explicit, seeded, the same on every machine. The whole lab draws from this generator.

import Foundation

/// SplitMix64, with streams for different purposes derived from one seed.
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The seed's own stream. Where one seed serves several purposes, each takes a stream of its own instead.
  public init(seed: UInt64) { state = seed }

  /// A stream of a seed, independent of the seed's other streams: `stream` counts purposes, steps or epochs.
  public init(seed: UInt64, stream: UInt64) {
    var first = SeededGenerator(seed: seed)
    var second = SeededGenerator(seed: first.next() ^ (stream &* 0xD1B5_4A32_D192_ED03))
    state = second.next()
  }

  /// A stream named for what it feeds: `SeededGenerator(seed: 7, stream: "embed.weight")`.
  public init(seed: UInt64, stream name: String) {
    // FNV-1a turns the name into a number; Swift's own hash differs from run to run.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.init(seed: seed, stream: hash)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in [0, 1), with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in 0..<bound. The bias of the multiplication is below 2⁻³² for bounds below 2³².
  /// - Precondition: `bound > 0`.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "index(below:): \(bound) leaves nothing to draw from")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Puts the elements in random order (Fisher and Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, index(below: last + 1)) }
  }

  /// A number from the standard normal distribution.
  /// - Source: Marsaglia's polar method; of each pair the second number is dropped, which keeps the state simple.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square < 1 && square > 0 { return x * (-2 * Foundation.log(square) / square).squareRoot() }
    }
  }
}
