// What exercise 5b asks for.

/// Gradients of a memory over time.
public struct MemoryGradients: Equatable, Sendable {
  /// By the memory after each step.
  public var c: [Double]
  /// By what reaches the forget gate at each step, before σ.
  public var f: [Double]

  /// As many of both as there are steps.
  public init(c: [Double], f: [Double]) { (self.c, self.f) = (c, f) }
}

/// The walk back through one number of an LSTM's memory.
public protocol MemoryBackward {
  /// The gradients of a loss that sees h_t = o_t·tanh(c_t) at every step, where c_t = f_t·c_{t−1} + (what was written).
  /// - Parameters:
  ///   - memories: c before the first step, and then after each: one more than there are steps. memories[t] is c before step t, memories[t + 1]
  ///     after it.
  ///   - forget: f_t at each step, from 0 to 1.
  ///   - output: o_t at each step.
  ///   - dh: How much the loss changes with h_t directly, at each step.
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients
}
