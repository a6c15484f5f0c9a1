// What exercise 5a asks for.

/// What reaches the four gates of an LSTM: for each number of the memory, x·W + h·U + b of that gate, before σ or tanh.
public struct GateSums: Equatable, Sendable {
  /// The input gate's.
  public var i: [Double]
  /// The forget gate's.
  public var f: [Double]
  /// The candidate's.
  public var g: [Double]
  /// The output gate's.
  public var o: [Double]

  /// The sums of all four; each has as many numbers as the memory.
  public init(i: [Double], f: [Double], g: [Double], o: [Double]) { (self.i, self.f, self.g, self.o) = (i, f, g, o) }
}

/// What an LSTM hands on.
public struct CellState: Equatable, Sendable {
  /// The state that the next layer and the next step see.
  public var h: [Double]
  /// The memory.
  public var c: [Double]

  /// A state and a memory of the same width.
  public init(h: [Double], c: [Double]) { (self.h, self.c) = (h, c) }
}

/// The step of an LSTM, behind its matrix products.
public protocol GatedStep {
  /// The next state and memory.
  static func step(_ sums: GateSums, memory: [Double]) -> CellState
}
