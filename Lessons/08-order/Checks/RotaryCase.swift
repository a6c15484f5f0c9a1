// An input of exercise 8a: queries and keys, and where they begin.

import ExerciseKit

/// Some sequences of the same length and of an even width.
struct RotaryCase: Sample {
  var queries: [[[Double]]]
  var keys: [[[Double]]]
  var first: Int

  var length: Int { queries.first?.count ?? 0 }
  var width: Int { queries.first?.first?.count ?? 0 }

  static func drawn(_ draw: inout Draw, _ size: Int) -> RotaryCase {
    drawn(&draw, sequences: draw.int(1...1 + size / 3), pairs: draw.int(1...1 + size / 3), size)
  }

  /// A single pair of numbers: there is one angle for each place.
  static func pair(_ draw: inout Draw, _ size: Int) -> RotaryCase {
    drawn(&draw, sequences: 1, pairs: 1, size)
  }

  private static func drawn(_ draw: inout Draw, sequences: Int, pairs: Int, _ size: Int) -> RotaryCase {
    let length = draw.int(1...1 + size / 2)
    func vectors(_ draw: inout Draw) -> [[[Double]]] {
      (0..<sequences).map { _ in (0..<length).map { _ in draw.numbers(2 * pairs) } }
    }
    return RotaryCase(queries: vectors(&draw), keys: vectors(&draw), first: draw.int(0...size))
  }

  /// The turned vectors, from the case's place or another.
  func turned<R: RotaryTurn>(_: R.Type, from place: Int? = nil) -> QueriesAndKeys {
    R.turned(QueriesAndKeys(queries: queries, keys: keys), from: place ?? first)
  }

  /// The same case with all vectors changed in one way.
  func mapping(_ change: ([[[Double]]]) -> [[[Double]]]) -> RotaryCase {
    RotaryCase(queries: change(queries), keys: change(keys), first: first)
  }

  /// One sequence by itself.
  func alone(_ sequence: Int) -> RotaryCase { mapping { [$0[sequence]] } }

  /// What is left from a time on, at the place where it stands.
  func tail(_ time: Int) -> RotaryCase {
    var tail = mapping { $0.map { Array($0[time...]) } }
    tail.first = first + time
    return tail
  }

  var smaller: [RotaryCase] {
    var result: [RotaryCase] = []
    if queries.count > 1 {
      result += queries.indices.map { index in
        mapping { all in all.indices.filter { $0 != index }.map { all[$0] } }
      }
    }
    if length > 1 { result.append(mapping { $0.map { Array($0.dropLast()) } }) }
    if width > 2 { result.append(mapping { $0.map { $0.map { Array($0.dropLast(2)) } } }) }
    if first > 0 {
      result.append(RotaryCase(queries: queries, keys: keys, first: 0))
      result.append(RotaryCase(queries: queries, keys: keys, first: first - 1))
    }
    return result
  }

  static func text(_ vector: [Double]) -> String { "[" + vector.map(shown).joined(separator: ", ") + "]" }

  var description: String {
    func text(_ vectors: [[Double]]) -> String { vectors.map(Self.text).joined(separator: ", ") }
    let sequences = queries.indices.map {
      "sequence \($0): queries \(text(queries[$0])); keys \(text(keys[$0]))"
    }
    return (sequences + ["the first of each stands at place \(first)"]).joined(separator: "\n")
  }
}
