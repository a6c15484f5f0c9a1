// An input of exercise 3a: sequences, a start, and weights.

import ExerciseKit

/// Some sequences of the same length, and the weights of a layer. No weight is 0, and U is not symmetric.
struct RecurrentCase: Sample {
  var inputs: [[[Double]]]
  var start: [[Double]]
  var w: [[Double]]
  var u: [[Double]]
  var b: [Double]

  var length: Int { inputs.first?.count ?? 0 }

  static func drawn(_ draw: inout Draw, _ size: Int) -> RecurrentCase {
    drawn(&draw, sequences: draw.int(1...1 + size / 3), length: draw.int(1...1 + size / 2), size)
  }

  /// At least two sequences, and at least two steps.
  static func several(_ draw: inout Draw, _ size: Int) -> RecurrentCase {
    drawn(&draw, sequences: draw.int(2...2 + size / 4), length: draw.int(2...2 + size / 3), size)
  }

  private static func drawn(_ draw: inout Draw, sequences: Int, length: Int, _ size: Int) -> RecurrentCase {
    let (k, d) = (draw.int(1...1 + size / 4), draw.int(1...1 + size / 4))
    return RecurrentCase(
      inputs: (0..<sequences).map { _ in (0..<length).map { _ in draw.numbers(k) } },
      start: (0..<sequences).map { _ in draw.numbers(d).map { $0 / 2 } }, w: (0..<k).map { _ in draw.numbers(d) },
      u: (0..<d).map { _ in draw.numbers(d) }, b: draw.numbers(d))
  }

  func states<L: RecurrentLayer>(_: L.Type) -> [[[Double]]] { L.states(of: inputs, from: start, w: w, u: u, b: b) }

  /// The same case with one input vector moved.
  func moved(_ sequence: Int, _ time: Int) -> RecurrentCase {
    var copy = self
    copy.inputs[sequence][time] = copy.inputs[sequence][time].map { $0 + 0.5 }
    return copy
  }

  /// A part of the time, beginning from given states.
  func part(_ times: Range<Int>, from start: [[Double]]) -> RecurrentCase {
    var copy = self
    copy.inputs = inputs.map { Array($0[times]) }
    copy.start = start
    return copy
  }

  var smaller: [RecurrentCase] {
    var result: [RecurrentCase] = []
    func add(_ change: (inout RecurrentCase) -> Void) {
      var copy = self
      change(&copy)
      result.append(copy)
    }
    if inputs.count > 1 {
      for index in inputs.indices {
        add {
          $0.inputs.remove(at: index)
          $0.start.remove(at: index)
        }
      }
    }
    if length > 1 { add { $0.inputs = $0.inputs.map { Array($0.dropLast()) } } }
    if w.count > 1 {
      add {
        $0.w.removeLast()
        $0.inputs = $0.inputs.map { $0.map { Array($0.dropLast()) } }
      }
    }
    if b.count > 1 {
      add {
        $0.b.removeLast()
        $0.w = $0.w.map { Array($0.dropLast()) }
        $0.u = $0.u.dropLast().map { Array($0.dropLast()) }
        $0.start = $0.start.map { Array($0.dropLast()) }
      }
    }
    return result
  }

  static func text(_ vector: [Double]) -> String { "[" + vector.map(shown).joined(separator: ", ") + "]" }
  static func text(_ matrix: [[Double]]) -> String { "[" + matrix.map(text).joined(separator: ", ") + "]" }

  var description: String {
    let sequences = zip(inputs, start).enumerated().map { index, pair in
      "sequence \(index): x \(Self.text(pair.0)), begins at h \(Self.text(pair.1))"
    }
    return (sequences + ["W \(Self.text(w)), U \(Self.text(u)), b \(Self.text(b))"]).joined(separator: "\n")
  }
}
