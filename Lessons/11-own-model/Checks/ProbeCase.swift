// An input of exercise 11b: a distance, and examples drawn for it.

import ExerciseKit

/// How examples are drawn.
struct ProbeCase: Sample {
  var distance: Int
  var seed: UInt64

  /// Examples that a case is judged by: enough to tell a habit from chance.
  static let count = 1200

  static func drawn(_ draw: inout Draw, _ size: Int) -> ProbeCase {
    ProbeCase(distance: draw.int(4...3 + size), seed: draw.next())
  }

  func examples<P: ProbeTask>(_: P.Type, _ part: ProbePart, count: Int = Self.count) -> [ProbeExample] {
    var generator = Draw(seed: part == .training ? seed : seed &+ 1)
    return (0..<count).map { _ in P.example(part, distance: distance, &generator) }
  }

  var smaller: [ProbeCase] { distance > 4 ? [ProbeCase(distance: 4, seed: seed)] : [] }

  var description: String { "examples with distance \(distance)" }

  static func text(_ example: ProbeExample) -> String { "words \(example.words), answer \(example.answer)" }
}
