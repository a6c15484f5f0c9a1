// An input of exercise 4b: sizes of gradients by lag.

import ExerciseKit
import Foundation

/// Sizes by lag, from 0.
struct FadingCase: Sample {
  var g: [Double]
  /// The half-life that the curve was made with; nil for one without.
  var halfLife: Double?

  /// Half of it is left after a half-life. What is at lag 0 follows no rule.
  static func exact(_ draw: inout Draw, _ size: Int) -> FadingCase {
    let halfLife = Double(draw.int(2...40)) / 4
    let scale = Double(draw.int(1...50)) / 10
    let lags = (1...draw.int(2...2 + size)).map { scale * pow(2, -Double($0) / halfLife) }
    return FadingCase(g: [Double(draw.int(1...90)) / 10] + lags, halfLife: halfLife)
  }

  /// A curve that grows with the lag.
  static func growing(_ draw: inout Draw, _ size: Int) -> FadingCase {
    let growth = 1 + Double(draw.int(1...10)) / 10
    return FadingCase(g: (0...draw.int(2...2 + size)).map { 0.1 * pow(growth, Double($0)) }, halfLife: nil)
  }

  func fitted<F: Fading>(_: F.Type) -> Double? { F.halfLife(of: g) }

  /// One lag fewer, as long as two are left.
  var smaller: [FadingCase] { g.count > 3 ? [FadingCase(g: Array(g.dropLast()), halfLife: halfLife)] : [] }

  var description: String {
    g.enumerated().map { "g(\($0.offset)) = \(shown($0.element))" }.joined(separator: ", ")
      + (halfLife.map { "\nmade with a half-life of \(shown($0))" } ?? "")
  }
}
