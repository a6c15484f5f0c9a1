// What exercise 4a asks for.

/// Clipping of gradients by their norm.
public protocol Clipping {
  /// The gradients, made shorter if all together are longer than `limit`, and otherwise as they are.
  /// - Parameters:
  ///   - groups: The gradient of each group of parameters; together they are one long vector.
  ///   - limit: c, above 0.
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]]
}
