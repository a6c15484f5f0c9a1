// The check of exercise 8b: products of rows depend on the difference of places alone, and the waves have their speeds.

import ExerciseKit
import Foundation

/// The lesson's example: two rows of width 2.
public let exampleTable = (first: 0, count: 2, width: 2, rows: [[0.0, 1], [sin(1.0), cos(1.0)]])

/// Throws what is wrong with a table of positions. The columns may stand in any order.
public func checkTable<P: PositionTable>(_ table: P.Type, _ examination: Examination) throws {
  try examination.forAll(TableCase.drawn, keepsShapes(table))
  try dependsOnPlaces(table, examination)
  try hasSeveralWaves(table)
  try examination.forAll(TableCase.drawn, continues(table))
  try examination.forAll(TableCase.drawn, multipliesByDifference(table))
  for width in [2, 4, 6, 8] { try hasTheSpeeds(table, width: width) }
  try beginsAtZero(table)
}

private typealias Property8b = (TableCase) throws -> Void

private func same(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { ExerciseKit.same($0, $1, within: 1e-8) }
}

private func keepsShapes<P: PositionTable>(_ type: P.Type) -> Property8b {
  { sample in
    let found = sample.rows(type)
    try require(
      found.map(\.count) == Array(repeating: sample.width, count: sample.count), .shape,
      "there are \(found.count) rows, of \(found.first?.count ?? 0) numbers")
    try require(found.allSatisfy { $0.allSatisfy(\.isFinite) }, .finite, "the rows are \(found)")
  }
}

private func dependsOnPlaces<P: PositionTable>(_ type: P.Type, _ examination: Examination) throws {
  let sample = TableCase(first: 0, count: 4, width: 4)
  let rows = examination.answers(to: [sample]) { $0.rows(type) }[0]
  guard rows.allSatisfy({ $0 == rows[0] }) else { return }
  let example = P.rows(from: exampleTable.first, count: exampleTable.count, width: exampleTable.width)
  if zip(example, exampleTable.rows).allSatisfy({ same($0, $1) }) {
    throw Failure(.shown, "right for the lesson's example, and wrong for others: every place has the same row there")
  }
  throw Failure(.constant, "the row is \(TableCase.text(rows[0])) whatever the place is", input: "\(sample)")
}

private func hasSeveralWaves<P: PositionTable>(_ type: P.Type) throws {
  let sample = TableCase(first: 0, count: 8, width: 6)
  let rows = sample.rows(type)
  var different: [[Double]] = []
  for column in (0..<sample.width).map({ column in rows.map { $0[column] } })
  where !different.contains(where: { same($0, column) }) {
    different.append(column)
  }
  guard different.count <= 2 else { return }
  throw Failure(
    .relation,
    "all columns are alike: of \(sample.width) only \(different.count) \(different.count == 1 ? "is" : "are") different, "
      + "so that every wave has one speed", input: "\(sample)")
}

private func continues<P: PositionTable>(_ type: P.Type) -> Property8b {
  { sample in
    let whole = P.rows(from: 0, count: sample.first + sample.count, width: sample.width)
    for (row, wanted) in zip(sample.rows(type), whole[sample.first...]) {
      try require(
        same(row, wanted), .parts,
        "read in two parts, the end differs from reading at once: a table that begins at place \(sample.first) has "
          + "\(TableCase.text(row)) where one from the beginning has \(TableCase.text(wanted))")
    }
  }
}

private func multipliesByDifference<P: PositionTable>(_ type: P.Type) -> Property8b {
  { sample in
    let (here, there) = (sample.rows(type), sample.rows(type, from: sample.first + 5))
    func product(_ rows: [[Double]], _ s: Int, _ t: Int) -> Double {
      zip(rows[s], rows[t]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for s in 0..<sample.count {
      for t in 0...s {
        let (before, after) = (product(here, s, t), product(there, s, t))
        try require(
          ExerciseKit.same(before, after, within: 1e-7), .relation,
          "the product of two rows tells more than s − t: rows \(sample.first + s) and \(sample.first + t) have "
            + "\(shown(before)), rows \(sample.first + s + 5) and \(sample.first + t + 5) have \(shown(after))")
      }
    }
  }
}

/// By how much the wave of a column turns from one place to the next, from 0 to π: c(t + 1) + c(t − 1) = 2·cos ω·c(t).
private func speed(_ column: [Double]) -> Double {
  let place = (1..<column.count - 1).max { abs(column[$0]) < abs(column[$1]) } ?? 1
  return acos(max(-1, min(1, (column[place - 1] + column[place + 1]) / (2 * column[place]))))
}

private func hasTheSpeeds<P: PositionTable>(_ type: P.Type, width: Int) throws {
  let rows = P.rows(from: 0, count: 10, width: width)
  let found = (0..<width).map { column in speed(rows.map { $0[column] }) }.sorted(by: >)
  /// The speeds that a rule for wave i would give, as they can be seen at whole places.
  func speeds(_ rule: (Double) -> Double) -> [Double] {
    (0..<width).map { abs(remainder(rule(Double($0 / 2)), 2 * Double.pi)) }.sorted(by: >)
  }
  func agrees(_ wanted: [Double]) -> Bool { zip(found, wanted).allSatisfy { abs($0 / $1 - 1) < 1e-5 } }
  let wanted = speeds { pow(10000, -2 * $0 / Double(width)) }
  guard !agrees(wanted) else { return }
  let (fastest, slowest) = (found.first ?? .nan, found.last ?? .nan)
  let right = wanted.last ?? .nan
  let message =
    if agrees(speeds { pow(10000, 2 * $0 / Double(width)) }) {
      "later columns must be slower: wave i turns by 10000^(2i/d) a word, where the exponent should be −2i/d"
    } else if abs(fastest - 1) > 1e-5 {
      "wave 0 must turn in 2π words, by 1 a word: the fastest one turns by \(shown(fastest))"
    } else if slowest > right * (1 + 1e-5) {
      "the slowest wave is too fast: it turns by \(shown(slowest)) a word, and should by 10000^(−2i/d) = \(shown(right))"
    } else {
      "the waves turn by \(TableCase.text(found)) a word, and should by \(TableCase.text(wanted))"
    }
  throw Failure(.relation, message, input: "\(TableCase(first: 0, count: 10, width: width))")
}

private func beginsAtZero<P: PositionTable>(_ type: P.Type) throws {
  let sample = TableCase(first: 0, count: 2, width: 4)
  let rows = sample.rows(type).map { $0.map(abs).sorted() }
  guard !same(rows[0], [0, 0, 1, 1]) else { return }
  for place in [1.0, -1] {
    let row = [sin(place), cos(place), sin(place / 100), cos(place / 100)].map(abs).sorted()
    guard same(rows[0], row) else { continue }
    throw Failure(
      .shift, "row 0 belongs to place ±1: at place 0 every sine is 0, and every cosine 1", input: "\(sample)")
  }
  throw Failure(
    .relation,
    "at place 0 every sine is 0, and every cosine 1; here the row is \(TableCase.text(sample.rows(type)[0]))",
    input: "\(sample)")
}
