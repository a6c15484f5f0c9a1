// Random inputs for checks, the same in every run.

/// A small seeded generator (SplitMix64).
public struct Draw: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator that always gives the same numbers for the same seed.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number of a range.
  public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// A number from −1 to 1 with two decimals, never 0: short to read, and on no kink.
  public mutating func number() -> Double {
    let magnitude = Double(int(1...99)) / 100
    return int(0...1) == 0 ? magnitude : -magnitude
  }

  /// As many numbers as asked for.
  public mutating func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }

  /// Whole numbers below a bound.
  public mutating func words(_ count: Int, below bound: Int) -> [Int] { (0..<count).map { _ in int(0...bound - 1) } }
}
