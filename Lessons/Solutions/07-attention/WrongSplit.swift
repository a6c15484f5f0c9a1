// Wrong answers to exercise 7b, each with one mistake.

import Attention

/// A rearrangement that says where each number goes, or comes from.
private func moved(
  _ numbers: [Double], _ shape: HeadShape, _ source: (_ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int
) -> [Double] {
  (0..<shape.batch).flatMap { b in
    (0..<shape.heads).flatMap { h in
      (0..<shape.steps).flatMap { t in (0..<shape.headWidth).map { numbers[source(b, h, t, $0)] } }
    }
  }
}

/// Splits by a rule of its own, and merges rightly.
protocol WrongSplit: HeadSplitting {
  /// The number in [batch, steps, width] that belongs to head h.
  static func source(_ shape: HeadShape, _ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int
}

extension WrongSplit {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    moved(numbers, shape) { source(shape, $0, $1, $2, $3) }
  }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.merge(numbers, shape) }
}

/// Gives the same numbers another name.
enum ReshapedOnly: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] { numbers }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { numbers }
}

enum MergedByName: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.split(numbers, shape) }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { numbers }
}

/// Merges by the same move as it splits.
enum MergedLikeSplit: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.split(numbers, shape) }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.split(numbers, shape) }
}

/// Puts the last head first when it merges.
enum MergedInReverse: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.split(numbers, shape) }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    let merged = Split.merge(numbers, shape)
    return (0..<shape.batch * shape.steps).flatMap { row in
      (0..<shape.heads).reversed().flatMap { head -> ArraySlice<Double> in
        let start = (row * shape.heads + head) * shape.headWidth
        return merged[start..<start + shape.headWidth]
      }
    }
  }
}

/// Gives every head the first slice.
enum OneSliceForAll: WrongSplit {
  static func source(_ shape: HeadShape, _ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int {
    (b * shape.steps + t) * shape.width + i
  }
}

/// Deals numbers out to the heads in turn, like cards.
enum DealtInTurn: WrongSplit {
  static func source(_ shape: HeadShape, _ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int {
    (b * shape.steps + t) * shape.width + i * shape.heads + h
  }
}

/// Counts heads from the last.
enum HeadsReversed: WrongSplit {
  static func source(_ shape: HeadShape, _ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int {
    ((b * shape.steps + t) * shape.heads + shape.heads - 1 - h) * shape.headWidth + i
  }
}

/// Counts words from the last.
enum WordsReversed: WrongSplit {
  static func source(_ shape: HeadShape, _ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int {
    ((b * shape.steps + shape.steps - 1 - t) * shape.heads + h) * shape.headWidth + i
  }
}

/// Forgets that there are several sequences.
enum FirstSequenceForAll: WrongSplit {
  static func source(_ shape: HeadShape, _ b: Int, _ h: Int, _ t: Int, _ i: Int) -> Int {
    (t * shape.heads + h) * shape.headWidth + i
  }
}

/// Puts heads before sequences.
enum BatchAndHeadExchanged: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    (0..<shape.heads).flatMap { h in
      (0..<shape.batch).flatMap { b in
        (0..<shape.steps).flatMap { t -> ArraySlice<Double> in
          let start = ((b * shape.steps + t) * shape.heads + h) * shape.headWidth
          return numbers[start..<start + shape.headWidth]
        }
      }
    }
  }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.merge(numbers, shape) }
}

/// Drops what does not belong to the first head.
enum FirstHeadOnly: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    stride(from: 0, to: shape.count, by: shape.width).flatMap { numbers[$0..<$0 + shape.headWidth] }
  }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { Split.merge(numbers, shape) }
}

/// Gives nothing but zeros.
enum ZerosSplit: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] { numbers.map { _ in 0 } }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] { numbers.map { _ in 0 } }
}

/// Knows the lesson's example by heart.
enum KnowsTheSplit: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    numbers == [0, 1, 2, 3] && shape.heads == 2 ? [0, 2, 1, 3] : ZerosSplit.split(numbers, shape)
  }
  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    numbers == [0, 2, 1, 3] && shape.heads == 2 ? [0, 1, 2, 3] : ZerosSplit.merge(numbers, shape)
  }
}
