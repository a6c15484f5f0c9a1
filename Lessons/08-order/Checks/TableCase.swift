// An input of exercise 8b: which rows of a table of positions are asked for.

import ExerciseKit

/// Some rows of a table.
struct TableCase: Sample {
  var first: Int
  var count: Int
  var width: Int

  static func drawn(_ draw: inout Draw, _ size: Int) -> TableCase {
    TableCase(first: draw.int(0...3 * size), count: draw.int(1...1 + size), width: 2 * draw.int(1...1 + size / 2))
  }

  func rows<P: PositionTable>(_: P.Type, from place: Int? = nil) -> [[Double]] {
    P.rows(from: place ?? first, count: count, width: width)
  }

  var smaller: [TableCase] {
    var result: [TableCase] = []
    if first > 0 {
      result.append(TableCase(first: 0, count: count, width: width))
      result.append(TableCase(first: first - 1, count: count, width: width))
    }
    if count > 1 { result.append(TableCase(first: first, count: count - 1, width: width)) }
    if width > 2 { result.append(TableCase(first: first, count: count, width: width - 2)) }
    return result
  }

  static func text(_ row: [Double]) -> String { "[" + row.map(shown).joined(separator: ", ") + "]" }

  var description: String { "rows from place \(first), as many as \(count), of width \(width)" }
}
