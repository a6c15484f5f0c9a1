// What exercise 8b asks for.

/// A vector for every place, which is added to the word that stands there.
public protocol PositionTable {
  /// The rows of the places `first` to `first + count − 1`, the first place of a text being 0:
  ///
  ///     P[t][2i] = sin(t · 10000^(−2i/d))        P[t][2i + 1] = cos(t · 10000^(−2i/d))
  ///
  /// - Parameter width: d, the numbers in a row; it is even.
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]]
}
