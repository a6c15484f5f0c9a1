// What exercise 7b asks for.

/// How many sequences, words, heads, and numbers in a head there are.
public struct HeadShape: Equatable, Sendable {
  /// Sequences that are computed together.
  public var batch: Int
  /// Words of each.
  public var steps: Int
  /// Heads.
  public var heads: Int
  /// Numbers of a word that belong to one head.
  public var headWidth: Int

  /// The numbers of one word: of all heads, side by side.
  public var width: Int { heads * headWidth }
  /// All numbers.
  public var count: Int { batch * steps * width }

  /// A shape; everything is at least 1.
  public init(batch: Int, steps: Int, heads: Int, headWidth: Int) {
    (self.batch, self.steps, self.heads, self.headWidth) = (batch, steps, heads, headWidth)
  }
}

/// Rearranges numbers that lie one after the other in memory.
public protocol HeadSplitting {
  /// From [batch, steps, heads · headWidth] to [batch, heads, steps, headWidth]: the words of a head lie one after the
  /// other then.
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double]
  /// Back from [batch, heads, steps, headWidth] to [batch, steps, heads · headWidth].
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double]
}
