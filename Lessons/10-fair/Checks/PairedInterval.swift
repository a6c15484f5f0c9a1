// What exercise 10a asks for.

/// Both ends of an interval.
public struct Bounds: Equatable, Sendable {
  /// The lower end.
  public var low: Double
  /// The upper end.
  public var high: Double

  /// Takes both ends as they are.
  public init(low: Double, high: Double) { (self.low, self.high) = (low, high) }
}

/// How much two models differ, and how surely.
public protocol PairedInterval {
  /// The 95 % interval of the mean difference first − second, as it would be over very many seeds.
  /// - Parameters:
  ///   - first: The losses of one model, seed by seed.
  ///   - second: Those of the other; what stands at the same place had the same seed.
  /// - Returns: nil for fewer than two seeds.
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds?
}
