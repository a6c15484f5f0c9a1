// What exercise 4b asks for.

/// How fast a gradient fades on its way back.
public protocol Fading {
  /// The half-life: the number of steps after which half is left.
  /// - Parameter g: g[k] is the size of the gradient by the word k steps before, from k = 0. A number may be 0, where it is too small for a
  ///   Double; it tells nothing then.
  /// - Returns: ln 2 / λ for the line ln g(k) = a − λ·k that fits best (least squares) over k = 1, 2, … without those where g is 0; nil if
  ///   there are fewer than two of them, or if the line does not fall.
  static func halfLife(of g: [Double]) -> Double?
}
