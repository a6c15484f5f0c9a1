// An input of exercise 7b: numbers that are all different, so that each can be followed.

import ExerciseKit

/// Numbers count on from the first, in the order of [batch, steps, heads · headWidth].
struct SplitCase: Sample {
  var shape: HeadShape
  var first = 0

  /// Where a number stands: sequence, word, head, and place in the head.
  struct Place: Equatable {
    var sequence: Int
    var word: Int
    var head: Int
    var index: Int
  }

  static func drawn(_ draw: inout Draw, _ size: Int) -> SplitCase {
    SplitCase(
      shape: HeadShape(
        batch: draw.int(1...1 + size / 3), steps: draw.int(1...1 + size / 2), heads: draw.int(1...1 + size / 2),
        headWidth: draw.int(1...1 + size / 3)))
  }

  var numbers: [Double] { (first..<first + shape.count).map(Double.init) }

  /// All places in the order of [batch, steps, heads, headWidth].
  var merged: [Place] {
    places { sequence, outer, inner, index in
      Place(sequence: sequence, word: outer, head: inner, index: index)
    }
  }

  /// All places in the order of [batch, heads, steps, headWidth].
  var split: [Place] {
    var turned = self
    (turned.shape.steps, turned.shape.heads) = (shape.heads, shape.steps)
    return turned.places { sequence, outer, inner, index in
      Place(sequence: sequence, word: inner, head: outer, index: index)
    }
  }

  private func places(_ place: (Int, Int, Int, Int) -> Place) -> [Place] {
    (0..<shape.batch).flatMap { sequence in
      (0..<shape.steps).flatMap { outer in
        (0..<shape.heads).flatMap { inner in (0..<shape.headWidth).map { place(sequence, outer, inner, $0) } }
      }
    }
  }

  /// Where a number comes from; nil for one that is not of this case.
  func origin(of number: Double) -> Place? {
    guard let place = Int(exactly: number), (first..<first + shape.count).contains(place) else { return nil }
    return merged[place - first]
  }

  var smaller: [SplitCase] {
    [\HeadShape.batch, \.steps, \.heads, \.headWidth].filter { shape[keyPath: $0] > 1 }.map { path in
      var copy = self
      copy.shape[keyPath: path] -= 1
      return copy
    }
  }

  var description: String {
    "batch \(shape.batch), words \(shape.steps), heads \(shape.heads), numbers in a head \(shape.headWidth)\n"
      + (0..<min(shape.batch * shape.steps, 6)).map { row in
        let start = first + row * shape.width
        let numbers = (start..<start + min(shape.width, 12)).map(String.init).joined(separator: " ")
        return "sequence \(row / shape.steps), word \(row % shape.steps): \(numbers)"
      }.joined(separator: "\n")
  }
}
