// A solution of exercise 7b.

import Attention

enum Split: HeadSplitting {
  static func split(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    var result = numbers
    move(shape) { result[$1] = numbers[$0] }
    return result
  }

  static func merge(_ numbers: [Double], _ shape: HeadShape) -> [Double] {
    var result = numbers
    move(shape) { result[$0] = numbers[$1] }
    return result
  }

  /// Calls `body` with the place of each number before it is split, and its place when it is.
  private static func move(_ shape: HeadShape, _ body: (Int, Int) -> Void) {
    for b in 0..<shape.batch {
      for t in 0..<shape.steps {
        for h in 0..<shape.heads {
          for i in 0..<shape.headWidth {
            body(
              ((b * shape.steps + t) * shape.heads + h) * shape.headWidth + i,
              ((b * shape.heads + h) * shape.steps + t) * shape.headWidth + i)
          }
        }
      }
    }
  }
}
