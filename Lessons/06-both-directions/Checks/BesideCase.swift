// An input of exercise 6a: words, and two stacks of layers.

import ExerciseKit

/// A text, and what reads it. No weight is 0.
struct BesideCase: Sample {
  var words: [[Double]]
  var left: [Recurrence]
  var right: [Recurrence]

  var width: Int { left[0].b.count }

  /// One layer for each side.
  static func shallow(_ draw: inout Draw, _ size: Int) -> BesideCase { drawn(&draw, size, layers: 1, words: 1) }

  /// At least two layers for each side, and at least two words.
  static func deep(_ draw: inout Draw, _ size: Int) -> BesideCase {
    drawn(&draw, size, layers: draw.int(2...2 + size / 8), words: 2)
  }

  private static func drawn(_ draw: inout Draw, _ size: Int, layers: Int, words least: Int) -> BesideCase {
    let (inputs, width) = (draw.int(1...1 + size / 4), draw.int(1...1 + size / 4))
    func stack(_ draw: inout Draw) -> [Recurrence] {
      (0..<layers).map { layer in
        Recurrence(
          w: (0..<(layer == 0 ? inputs : width)).map { _ in draw.numbers(width) },
          u: (0..<width).map { _ in draw.numbers(width) }, b: draw.numbers(width))
      }
    }
    let count = draw.int(least...least + size / 3)
    return BesideCase(
      words: (0..<count).map { _ in draw.numbers(inputs) }, left: stack(&draw), right: stack(&draw))
  }

  func features<B: BesideReading>(_: B.Type) -> [[Double]] { B.features(of: words, left: left, right: right) }

  /// The same case with one word moved.
  func moved(_ word: Int) -> BesideCase {
    var copy = self
    copy.words[word] = copy.words[word].map { $0 + 0.5 }
    return copy
  }

  /// The last state of a stack that has read these words and no others.
  static func end(of stack: [Recurrence], after words: [[Double]]) -> [Double] {
    stack.reduce(words) { $1.states(of: $0) }.last ?? stack[stack.count - 1].start
  }

  var smaller: [BesideCase] {
    var result: [BesideCase] = []
    func add(_ change: (inout BesideCase) -> Void) {
      var copy = self
      change(&copy)
      result.append(copy)
    }
    if words.count > 1 {
      add { $0.words.removeLast() }
      add { $0.words.removeFirst() }
    }
    if left.count > 1 {
      add {
        $0.left.removeLast()
        $0.right.removeLast()
      }
    }
    if words[0].count > 1 {
      add {
        $0.words = words.map { Array($0.dropLast()) }
        $0.left[0] = left[0].narrowed(inputs: true)
        $0.right[0] = right[0].narrowed(inputs: true)
      }
    }
    if width > 1 {
      func narrow(_ stack: [Recurrence]) -> [Recurrence] {
        stack.enumerated().map { $1.narrowed(inputs: $0 > 0, width: true) }
      }
      add { ($0.left, $0.right) = (narrow(left), narrow(right)) }
    }
    return result
  }

  static func text(_ vector: [Double]) -> String { "[" + vector.map(shown).joined(separator: ", ") + "]" }
  static func text(_ matrix: [[Double]]) -> String { "[" + matrix.map(text).joined(separator: ", ") + "]" }

  var description: String {
    let layers = zip(left, right).enumerated().flatMap { number, pair in
      [("left", pair.0), ("right", pair.1)].map { side, layer in
        "\(side) layer \(number + 1): W \(Self.text(layer.w)), U \(Self.text(layer.u)), b \(Self.text(layer.b))"
      }
    }
    return (["words: \(Self.text(words))"] + layers).joined(separator: "\n")
  }
}

extension Recurrence {
  /// The layer without the last number of what it reads, or of its state.
  func narrowed(inputs: Bool = false, width: Bool = false) -> Recurrence {
    func columns(_ matrix: [[Double]]) -> [[Double]] { width ? matrix.map { Array($0.dropLast()) } : matrix }
    return Recurrence(
      w: columns(inputs ? Array(w.dropLast()) : w), u: columns(width ? Array(u.dropLast()) : u),
      b: width ? Array(b.dropLast()) : b)
  }
}
