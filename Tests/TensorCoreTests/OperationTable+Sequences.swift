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
      },
      // More inputs than a node of the tape holds itself, and more than a machine word has bits.
      OperationRow("concatenate", .concatenated(along: 0), Array(repeating: [1, 2], count: 70)) {
        .concatenated($0, along: 0)
      },
    ]
    + [([2, 3], 1), ([4], 2), ([1, 2, 3], 9), ([2], 70)].map { shape, count in
      OperationRow("stack", .stacked, Array(repeating: shape, count: count)) { parts in
        .concatenated(parts.map { Reference([1] + $0.shape, $0.values) }, along: 0)
      }
    }
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

  /// The cells with a formula in plain loops. T, B, K, H; with and without initial states, in both directions.
  private static let cells: [TestCell] = [
    .tanh, .lstm, .gru, .gated, .minimal, .firstGRU, .memoryProduct, .second, .leaky,
  ]
  private static let recurrences: [OperationRow] = cells.flatMap { cell in
    [(1, 1, 1, 1), (4, 2, 3, 5), (7, 3, 2, 2), (1, 2, 3, 2), (0, 2, 3, 2)].flatMap { steps, batch, inputs, width in
      [(false, false), (false, true), (true, false), (true, true)].map { reversed, hasInitial in
        OperationRow(
          "recurrence", .recurrence(cell, reversed: reversed),
          [[steps, batch, inputs]] + recurrentShapes(cell, inputs, width, batch, hasInitial: hasInitial), draw: .mild,
          length: 32 + (steps + 1) * (inputs + 2 * width)
        ) { .recurrence(cell, $0, reversed: reversed) }
      }
    }
  }

  /// W, U, b, b′, h and c.
  private static func recurrentShapes(
    _ cell: TestCell, _ inputs: Int, _ width: Int, _ batch: Int, hasInitial: Bool
  ) -> [[Int]] {
    let gates = cell.gateCount * width
    return [[inputs, gates], [width, gates], [gates]] + (cell.hasRecurrentBias ? [[gates]] : [])
      + Array(repeating: [batch, width], count: hasInitial ? (cell.hasMemory ? 2 : 1) : 0)
  }

  /// A table of 3 rows of 2; read often enough to be mapped as a whole, and too seldom for that.
  private static let tableRecurrences: [OperationRow] = [
    (2, [0, 1, 2, 1, 0, 1, 1, 0]), (1, [2, 2, 0, 1, 2, 2]), (2, [1, 0, 0, 2]),
  ].flatMap { (batchSize: Int, indices: [Int32]) in
    [(TestCell.tanh, false), (.lstm, false), (.lstm, true), (.gru, true)].map { cell, reversed in
      OperationRow(
        "recurrence", .tableRecurrence(cell, indices, batchSize: batchSize, reversed: reversed),
        [[3, 2]] + recurrentShapes(cell, 2, 3, batchSize, hasInitial: true), draw: .mild, length: 40
      ) { x in
        let sequence = Reference.byPlace([indices.count / batchSize, batchSize, 2]) { place in
          x[0][[Int(indices[place[0] * batchSize + place[1]]), place[2]]]
        }
        return .recurrence(cell, [sequence] + x[1...], reversed: reversed)
      }
    }
  }
}
