// What means of insides are taken over.

import LabResults

/// Windows of the test part, each with a token to predict.
public struct InsideWindows: Codable, Equatable, Sendable {
  /// How many windows saturation and attention to sources are means over.
  public var count: Int
  /// The tokens in each of them.
  public var length: Int
  /// The least and the most tokens back to the source in them; null for a text.
  @ExplicitNull public var distances: [Int]?

  /// - Parameter distances: The least and the most.
  public init(count: Int, length: Int, distances: [Int]?) {
    (self.count, self.length) = (count, length)
    _distances = ExplicitNull(wrappedValue: distances)
  }
}
