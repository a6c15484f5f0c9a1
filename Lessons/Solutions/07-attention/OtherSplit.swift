// Exercise 7b another way: pieces of a head's width at even distances; merging is splitting, with words for heads.

import Attention

enum OtherSplit: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    stride(from: 0, to: shape.count, by: shape.steps * shape.width).flatMap { sequence in
      (0..<shape.heads).flatMap { head in
        (0..<shape.steps).flatMap { word -> ArraySlice<Double> in
          let start = sequence + word * shape.width + head * shape.headWidth
          return numbers[start..<start + shape.headWidth]
        }
      }
    }
  }

  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    split(
      numbers,
      HeadShape(batch: shape.batch, steps: shape.heads, heads: shape.steps, headWidth: shape.headWidth))
  }
}
