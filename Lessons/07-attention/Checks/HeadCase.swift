// An input of exercise 7a: queries, keys and values.

import ExerciseKit

/// A sequence as a head gets it.
struct HeadCase: Sample {
  var queries: [[Double]]
  var keys: [[Double]]
  var values: [[Double]]

  var length: Int { queries.count }
  var width: Int { queries[0].count }

  static func drawn(_ draw: inout Draw, _ size: Int) -> HeadCase {
    let (length, width, values) = (draw.int(1...1 + size / 2), draw.int(1...1 + size / 3), draw.int(1...1 + size / 4))
    return HeadCase(
      queries: (0..<length).map { _ in draw.numbers(width) }, keys: (0..<length).map { _ in draw.numbers(width) },
      values: (0..<length).map { _ in draw.numbers(values) })
  }

  func outputs<H: AttentionHead>(_: H.Type) -> [[Double]] {
    H.outputs(queries: queries, keys: keys, values: values)
  }

  /// The same case with something changed.
  func with(_ change: (inout HeadCase) -> Void) -> HeadCase {
    var copy = self
    change(&copy)
    return copy
  }

  /// With values that show the weights: that of word s is 1 at place s, and 0 elsewhere.
  var showingWeights: HeadCase {
    with { $0.values = keys.indices.map { word in keys.indices.map { $0 == word ? 1 : 0 } } }
  }

  var smaller: [HeadCase] {
    var result: [HeadCase] = []
    if length > 1 {
      for word in queries.indices.reversed() {
        result.append(
          with {
            $0.queries.remove(at: word)
            $0.keys.remove(at: word)
            $0.values.remove(at: word)
          })
      }
    }
    if width > 1 {
      result.append(
        with {
          $0.queries = queries.map { Array($0.dropLast()) }
          $0.keys = keys.map { Array($0.dropLast()) }
        })
    }
    if values[0].count > 1 { result.append(with { $0.values = values.map { Array($0.dropLast()) } }) }
    return result
  }

  static func text(_ vector: [Double]) -> String { "[" + vector.map(shown).joined(separator: ", ") + "]" }
  static func text(_ matrix: [[Double]]) -> String { "[" + matrix.map(text).joined(separator: ", ") + "]" }

  var description: String {
    "queries: \(Self.text(queries))\nkeys:    \(Self.text(keys))\nvalues:  \(Self.text(values))"
  }
}
