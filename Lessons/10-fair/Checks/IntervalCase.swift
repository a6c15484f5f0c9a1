// An input of exercise 10a: losses of two models, seed by seed.

import ExerciseKit

/// Losses near 1, in thousandths. What a seed does to both is larger than what it does to one.
struct IntervalCase: Sample {
  var first: [Double]
  var second: [Double]

  static func drawn(_ draw: inout Draw, _ size: Int) -> IntervalCase { drawn(&draw, seeds: draw.int(2...2 + size)) }

  /// Eight seeds or more.
  static func many(_ draw: inout Draw, _ size: Int) -> IntervalCase { drawn(&draw, seeds: draw.int(8...8 + size)) }

  /// One seed of each.
  static func single(_ draw: inout Draw, _ size: Int) -> IntervalCase { drawn(&draw, seeds: 1) }

  private static func drawn(_ draw: inout Draw, seeds: Int) -> IntervalCase {
    var sample = IntervalCase(first: [], second: [])
    for _ in 0..<seeds {
      let seed = 1 + draw.number() / 10
      sample.first.append(thousandths(seed + draw.number() / 50))
      sample.second.append(thousandths(seed + draw.number() / 50))
    }
    return sample
  }

  private static func thousandths(_ number: Double) -> Double { (1000 * number).rounded() / 1000 }

  func bounds<P: PairedInterval>(_: P.Type) -> Bounds? { P.bounds(first, second) }

  /// The same with other losses.
  func with(_ change: (inout IntervalCase) -> Void) -> IntervalCase {
    var copy = self
    change(&copy)
    return copy
  }

  var smaller: [IntervalCase] {
    guard first.count > 2 else { return [] }
    return zip(first.withoutOne, second.withoutOne).map { IntervalCase(first: $0, second: $1) }
  }

  var description: String {
    zip(first, second).enumerated().map {
      "seed \($0 + 1): first \(shown($1.0)), second \(shown($1.1)), difference \(shown(thousandth($1.0 - $1.1)))"
    }.joined(separator: "\n")
  }

  private func thousandth(_ number: Double) -> Double { (1000 * number).rounded() / 1000 }
}

/// An interval for a message.
func text(_ bounds: Bounds?) -> String { bounds.map { "[\(shown($0.low)), \(shown($0.high))]" } ?? "none" }
