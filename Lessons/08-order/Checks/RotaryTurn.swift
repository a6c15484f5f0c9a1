// What exercise 8a asks for.

/// The queries and keys of some sequences: [sequence][time][number].
public struct QueriesAndKeys: Equatable, Sendable {
  /// What each word asks with.
  public var queries: [[[Double]]]
  /// What each word is found by.
  public var keys: [[[Double]]]

  /// As many keys as queries, all equally wide.
  public init(queries: [[[Double]]], keys: [[[Double]]]) { (self.queries, self.keys) = (queries, keys) }
}

/// Rotary positions.
public protocol RotaryTurn {
  /// The vectors, each turned by its place.
  ///
  /// The numbers of a vector form pairs, and pair i of width d is turned by the angle place · 10000^(−2i/d):
  ///
  ///     (a, b) → (a·cos − b·sin, a·sin + b·cos)
  ///
  /// - Parameters:
  ///   - vectors: Queries and keys; their width is even.
  ///   - first: The place of the first vector of every sequence.
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys
}
