// What exercise 2b asks for.

/// The gradients of y = x·W + b.
public struct AffineGradients: Equatable, Sendable {
  /// By x. `[rows][k]`
  public var x: [[Double]]
  /// By W. `[k][n]`
  public var w: [[Double]]
  /// By b. `[n]`
  public var b: [Double]

  /// Gradients that begin somewhere.
  public init(x: [[Double]], w: [[Double]], b: [Double]) { (self.x, self.w, self.b) = (x, w, b) }
}

/// The backward step of y = x·W + b.
public protocol AffineBackward {
  /// Adds the gradients of a loss by x, W and b to what `gradients` holds: the same W may be used elsewhere, too.
  /// - Parameters:
  ///   - x: `[rows][k]`
  ///   - w: `[k][n]`
  ///   - dy: The gradient of the loss by y. `[rows][n]`
  static func addGradients(x: [[Double]], w: [[Double]], dy: [[Double]], to gradients: inout AffineGradients)
}
