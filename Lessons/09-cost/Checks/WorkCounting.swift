// What exercise 9a asks for.

/// The sizes of a Transformer of one block, and of the text that it reads.
public struct BlockSize: Equatable, Sendable {
  /// n, the words of the text.
  public var length: Int
  /// d, the numbers of a vector.
  public var width: Int
  /// h; each head has d/h numbers of every query, key and value.
  public var heads: Int
  /// V, the words that there are.
  public var vocabulary: Int
  /// Whether a word sees itself and those before it alone, and not all.
  public var isCausal: Bool

  /// A block; its width is a multiple of the heads.
  public init(length: Int, width: Int, heads: Int, vocabulary: Int, isCausal: Bool) {
    (self.length, self.width, self.heads, self.vocabulary) = (length, width, heads, vocabulary)
    self.isCausal = isCausal
  }
}

/// The work of a block.
public protocol WorkCounting {
  /// The multiplications and additions of all matrix products of a forward pass: a product of m × k by k × n numbers has m·n·k of each.
  ///
  /// The products are, for each of n words: the maps to queries, keys and values; for each head its scores, and the mean of the values;
  /// the map from all heads back to the width; the network's maps from d to 4·d and from 4·d to d; the head's map from d to V. Scores of
  /// words that are not seen are not computed, and their values not added.
  static func work(of block: BlockSize) -> Int
}
