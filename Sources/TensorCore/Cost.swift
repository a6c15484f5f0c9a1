// What an operation costs: arithmetic, and its place in the longest chain of dependent operations.

/// The cost of one operation on given shapes, as counted and not as timed.
///
/// Conventions: one multiplication, addition, comparison or elementary function (exp, tanh, a square root) counts one
/// floating-point operation, so a matrix product [m, k]·[k, n] counts 2·m·n·k. Copies count none. Where a causal mask
/// hides half of the pairs, only visible pairs count, whatever the implementation touches. Where a value has several uses, the
/// sum of its gradients is not counted.
///
/// A chain counts operations that must follow each other when there are as many processors as one likes: 1 for anything
/// element-wise, ⌈log₂ n⌉ for a sum over n, 1 + ⌈log₂ k⌉ for a product over k. The longest chain through a tape is its *span*
/// (Brent 1974; Blelloch 1996), and work over span is the parallelism there is to use.
public struct Cost: Equatable, Sendable {
  /// Floating-point operations of the forward pass.
  public var forward: Int
  /// Floating-point operations of the backward pass, for the inputs that need a gradient.
  public var backward: Int
  /// Dependent operations from inputs to output.
  public var forwardChain: Int
  /// Dependent operations from the output's gradient to the inputs' gradients.
  public var backwardChain: Int

  /// All four together, counted as `Cost` says.
  public init(forward: Int, backward: Int, forwardChain: Int, backwardChain: Int) {
    self.forward = forward
    self.backward = backward
    self.forwardChain = forwardChain
    self.backwardChain = backwardChain
  }

  /// No arithmetic: copies, gathers.
  static let copy = Cost(forward: 0, backward: 0, forwardChain: 0, backwardChain: 0)

  /// The chain of a sum over `count` numbers: ⌈log₂ count⌉.
  public static func chain(summing count: Int) -> Int {
    count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }

  /// The chain of an inner product over `count` numbers: multiply, then sum.
  public static func chain(contracting count: Int) -> Int { 1 + chain(summing: count) }
}

/// What a tape has counted since its last reset.
public struct TapeCounts: Equatable, Sendable {
  /// Operations recorded.
  public var operations = 0
  /// Floating-point operations of the forward pass.
  public var forwardWork = 0
  /// Floating-point operations of the backward pass; 0 before it ran.
  public var backwardWork = 0
  /// Those of the forward pass that were marked as mixing positions; see `Tape.mixing`.
  public var mixingWork = 0
  /// The longest chain of dependent operations, the backward pass included once it ran.
  public var span = 0
  /// Bytes of values, saved intermediates and gradients alive on the tape now.
  public var liveBytes = 0
  /// The most bytes that were alive at once.
  public var peakBytes = 0

  /// Nothing counted yet.
  public init() {}

  /// All floating-point operations.
  public var work: Int { forwardWork + backwardWork }

  /// Takes in the counts of other work that does not depend on this, and that ran after it on the same tape.
  public mutating func add(_ other: TapeCounts) {
    operations += other.operations
    forwardWork += other.forwardWork
    backwardWork += other.backwardWork
    mixingWork += other.mixingWork
    span = max(span, other.span)
    peakBytes = max(peakBytes, other.peakBytes)
  }
}
