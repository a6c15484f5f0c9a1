// An input of exercise 11a: sequences, and the weights of a layer around the cell.

import ExerciseKit

/// Weights of one gate.
struct GateWeights: Equatable {
  /// [k][d], [d][d] and [d].
  var w: [[Double]]
  var u: [[Double]]
  var b: [Double]

  static func drawn(_ draw: inout Draw, inputs: Int, width: Int) -> GateWeights {
    GateWeights(
      w: (0..<inputs).map { _ in draw.numbers(width) }, u: (0..<width).map { _ in draw.numbers(width) },
      b: draw.numbers(width))
  }
}

/// Sequences of the same length, what they begin from, and the weights of as many gates as the cell has.
struct CellCase: Sample {
  /// [sequence][time][k].
  var inputs: [[[Double]]]
  var start: LayerState
  var weights: [GateWeights]

  var length: Int { inputs.first?.count ?? 0 }
  var width: Int { weights.first?.b.count ?? 0 }

  /// Cases for cells of a kind, from the beginning of a text.
  static func drawn<C: RecurrentCell>(_: C.Type) -> (inout Draw, Int) -> CellCase {
    { draw, size in
      let (sequences, length) = (draw.int(2...2 + size / 4), draw.int(2...2 + size / 3))
      let (k, d) = (draw.int(1...1 + size / 4), draw.int(1...1 + size / 4))
      return CellCase(
        inputs: (0..<sequences).map { _ in (0..<length).map { _ in draw.numbers(k) } },
        start: .zero(sequences: sequences, width: d),
        weights: C.gates.map { _ in .drawn(&draw, inputs: k, width: d) })
    }
  }

  /// The same case with one input vector moved.
  func moved(_ sequence: Int, _ time: Int) -> CellCase {
    var copy = self
    copy.inputs[sequence][time] = copy.inputs[sequence][time].map { $0 + 0.5 }
    return copy
  }

  /// A part of the time, from a given state.
  func part(_ times: Range<Int>, from start: LayerState) -> CellCase {
    var copy = self
    copy.inputs = inputs.map { Array($0[times]) }
    copy.start = start
    return copy
  }

  var smaller: [CellCase] {
    var result: [CellCase] = []
    func add(_ change: (inout CellCase) -> Void) {
      var copy = self
      change(&copy)
      copy.start = .zero(sequences: copy.inputs.count, width: copy.width)
      result.append(copy)
    }
    if inputs.count > 2 { add { $0.inputs.removeLast() } }
    if length > 2 { add { $0.inputs = $0.inputs.map { $0.dropLast() } } }
    if (weights.first?.w.count ?? 0) > 1 {
      add {
        $0.inputs = $0.inputs.map { $0.map { $0.dropLast() } }
        $0.weights = $0.weights.map { GateWeights(w: $0.w.dropLast(), u: $0.u, b: $0.b) }
      }
    }
    if width > 1 {
      add {
        $0.weights = $0.weights.map { gate in
          GateWeights(w: gate.w.map { $0.dropLast() }, u: gate.u.dropLast().map { $0.dropLast() }, b: gate.b.dropLast())
        }
      }
    }
    return result
  }

  static func text(_ vector: [Double]) -> String { "[" + vector.map(shown).joined(separator: ", ") + "]" }
  private static func text(_ matrix: [[Double]]) -> String { "[" + matrix.map(text).joined(separator: ", ") + "]" }

  var description: String {
    let sequences = inputs.enumerated().map { "sequence \($0.offset): x \(Self.text($0.element))" }
    let gates = weights.enumerated().map {
      "gate \($0.offset): W \(Self.text($0.element.w)), U \(Self.text($0.element.u)), b \(Self.text($0.element.b))"
    }
    return (sequences + gates).joined(separator: "\n")
  }
}
