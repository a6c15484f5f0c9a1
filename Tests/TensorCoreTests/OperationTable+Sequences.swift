// Rows of the table of operations: moving elements, attention, recurrences.

import TensorCore

extension OperationTable {
  static let layout: [OperationRow] =
    [[3, 5], [1, 1], [2, 3, 4], [0, 3], [2, 1, 3, 4]].map { shape in
      let axes = Array(0..<shape.count - 2) + [shape.count - 1, shape.count - 2]
      return OperationRow("permute", .transposed, [shape]) { $0[0].permuted(axes) }
    }
    + [
      ([2, 3, 4], [2, 0, 1]), ([2, 3, 4], [0, 1, 2]), ([2, 3, 4, 5], [0, 2, 1, 3]), ([1, 3, 2, 4], [3, 2, 1, 0]),
    ].map {
      shape, axes in OperationRow("permute", .permuted(axes), [shape]) { $0[0].permuted(axes) }
    }
    + [([7], 2..<5, 0), ([3, 5], 1..<4, 1), ([3, 5], 0..<1, 0), ([2, 3, 4], 1..<3, 1), ([3, 5], 2..<2, 1)].map {
      shape, range, axis in
      OperationRow("slice", .slice(range, along: axis), [shape]) { $0[0].slice(range, along: axis) }
    }
    + [([5], 1), ([5, 3], -1), ([4, 2, 3], 2), ([3, 2], 0), ([3, 2], 3), ([3, 2], -7), ([0, 2], 1)].map {
      shape, offset in
      OperationRow("shift", .shifted(offset), [shape]) { $0[0].shifted(by: offset) }
    }
    + [([[2], [3]], 0), ([[2, 3], [2, 1], [2, 0]], 1), ([[1, 3], [4, 3]], 0), ([[2, 1, 3], [2, 2, 3]], 1)].map {
      shapes, axis in
      OperationRow("concatenate", .concatenated(along: axis), shapes) { .concatenated($0, along: axis) }
    }
    + [
      OperationRow("concatenate", .concatenated(along: 1), [[2, 3]], arguments: [0, 0, 0]) {
        .concatenated($0, along: 1)
      }
    ]
    + [([4, 3], [0, 3, 3, 1, 3]), ([1, 1], [0]), ([5, 17], [4, 4]), ([3, 2], [])].map {
      (shape: [Int], indices: [Int32]) in
      OperationRow("rows", .rows(indices), [shape], length: 5) { $0[0].picked(indices) }
    }

  static let sequences = rotations + attentions + cachedAttentions + recurrences + tableRecurrences

  private static let rotations = [([2, 5, 12], 2, 0), ([1, 3, 6], 1, 11), ([2, 1, 24], 2, 4), ([0, 3, 6], 1, 0)].map {
    shape, heads, position in
    OperationRow("rotate", .rotated(heads: heads, position: position), [shape], length: 2) {
      $0[0].rotated(heads: heads, position: position)
    }
  }

  private static let attentions: [OperationRow] = [
    ([2, 5, 12], 2), ([1, 1, 3], 1), ([1, 7, 9], 3), ([1, 65, 12], 2), ([1, 130, 3], 1), ([2, 64, 6], 1),
    ([0, 3, 6], 1),
  ].flatMap { shape, heads in
    [(true, false), (false, false), (true, true), (false, true)].map { isCausal, isALiBi in
      let options = AttentionOptions(headCount: heads, isCausal: isCausal, hasLinearBiases: isALiBi)
      let formula = AttentionFormula(heads: heads, isCausal: isCausal, isALiBi: isALiBi)
      return OperationRow("attention", .attention(options), [shape], length: 2 * shape[1] + shape[2]) { formula($0[0]) }
    }
  }

  private static let cachedAttentions: [OperationRow] = [([2, 3, 12], 2, 4), ([1, 1, 3], 1, 0), ([1, 1, 18], 3, 70)]
    .flatMap {
      shape, heads, position in
      [false, true].map { isALiBi in
        let options = AttentionOptions(headCount: heads, isCausal: true, hasLinearBiases: isALiBi)
        let formula = AttentionFormula(heads: heads, isCausal: true, isALiBi: isALiBi)
        return OperationRow(
          "cachedAttention", .cachedAttention(options, position: position),
          [shape, [shape[0], position + shape[1] + 2, shape[2] / 3 * 2]], length: 100, hasGradient: false
        ) { formula($0[0], cache: $0[1], position: position) }
      }
    }

  /// T, B, K, H; with and without initial states, in both directions.
  private static let recurrences: [OperationRow] = [
    (1, 1, 1, 1), (4, 2, 3, 5), (7, 3, 2, 2), (1, 2, 3, 2), (0, 2, 3, 2),
  ].flatMap { steps, batch, inputs, width in
    [(false, false), (false, true), (true, false), (true, true)].flatMap { reversed, hasInitial in
      func row(
        _ name: String, _ program: Program, gates: Int, initial: Int,
        _ formula: @escaping @Sendable ([Reference]) -> Reference
      ) -> OperationRow {
        let weights = [[inputs, gates * width], [width, gates * width], [gates * width]]
        let states = Array(repeating: [batch, width], count: hasInitial ? initial : 0)
        return OperationRow(
          name, program, [[steps, batch, inputs]] + weights + states, draw: .mild,
          length: (steps + 1) * (inputs + width), formula: formula)
      }
      return [
        row("tanhRecurrence", .tanhRecurrence(reversed: reversed), gates: 1, initial: 1) {
          .tanhRecurrence($0, reversed: reversed)
        },
        row("gatedRecurrence", .gatedRecurrence(reversed: reversed), gates: 2, initial: 1) {
          .gatedRecurrence($0, reversed: reversed)
        },
        row("lstmRecurrence", .lstmRecurrence(reversed: reversed), gates: 4, initial: 2) {
          .lstmRecurrence($0, reversed: reversed)
        },
      ]
    }
  }

  /// A table of 3 rows of 2; read often enough to be mapped as a whole, and too seldom for that.
  private static let tableRecurrences: [OperationRow] = [
    (2, [0, 1, 2, 1, 0, 1, 1, 0]), (1, [2, 2, 0, 1, 2, 2]), (2, [1, 0, 0, 2]),
  ].flatMap { (batchSize: Int, indices: [Int32]) in
    [(false, false), (true, false), (true, true)].map { isLSTM, reversed in
      let (inputs, width, gates) = (2, 3, isLSTM ? 4 : 1)
      return OperationRow(
        isLSTM ? "lstmRecurrence" : "tanhRecurrence",
        .tableRecurrence(indices, batchSize: batchSize, isLSTM: isLSTM, reversed: reversed),
        [[3, inputs], [inputs, gates * width], [width, gates * width], [gates * width], [batchSize, width]]
          + (isLSTM ? [[batchSize, width]] : []), draw: .mild, length: 40
      ) { x in
        let sequence = Reference.byPlace([indices.count / batchSize, batchSize, inputs]) { place in
          x[0][[Int(indices[place[0] * batchSize + place[1]]), place[2]]]
        }
        let all = [sequence] + x[1...]
        return isLSTM ? .lstmRecurrence(all, reversed: reversed) : .tanhRecurrence(all, reversed: reversed)
      }
    }
  }
}
