// Shapes of curves: what a prediction may say, and which of them some numbers have.

import ExerciseKit
import Foundation

/// How a quantity goes from left to right. Which shape measured numbers have is told by rules alone, and by nobody's eye.
public enum Curve: String, Sendable, CaseIterable {
  /// About the same everywhere.
  case flat
  /// Down, at an even pace.
  case falls
  /// Down at first, and then hardly any more.
  case flattens
  /// Hardly down at first, and then steeply.
  case plunges
  /// Down, and up again.
  case turns
  /// Up, at an even pace.
  case rises
  /// Up at first, and then hardly any more.
  case levels
  /// Hardly up at first, and then steeply.
  case steepens
  /// Up, and down again.
  case peaks

  /// Its heights in a drawing of eight columns, from 0 to 3.
  private var heights: [Int] {
    switch self {
    case .flat: [1, 1, 1, 1, 1, 1, 1, 1]
    case .falls: [3, 3, 2, 2, 1, 1, 0, 0]
    case .flattens: [3, 2, 1, 0, 0, 0, 0, 0]
    case .plunges: [3, 3, 3, 3, 3, 2, 1, 0]
    case .turns: [3, 2, 1, 0, 0, 1, 1, 2]
    case .rises: Self.falls.heights.reversed()
    case .levels: Self.plunges.heights.reversed()
    case .steepens: Self.flattens.heights.reversed()
    case .peaks: Self.turns.heights.map { 3 - $0 }
    }
  }

  /// Drawings side by side, each with its number and its name below.
  static func drawing(_ curves: [Curve]) -> [String] {
    let rows = (0..<4).map { row in
      curves.map { curve in curve.heights.map { $0 == 3 - row ? "━━" : "  " }.joined() }.joined(separator: "    ")
    }
    let names = curves.enumerated().map { place, curve in
      "\(place + 1) \(curve.rawValue)".padding(toLength: 20, withPad: " ", startingAt: 0)
    }
    return (rows + [names.joined()]).map { line in
      var line = line[...]
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  /// Numbers as a line of small bars, as the lab's tables have them, with what the lowest bar and the highest stand for.
  ///
  /// Where a curve turns, its higher side is cut off at the height of the lower one: beside a long fall, a small rise would not be seen.
  public static func bars(_ numbers: [Double]) -> String {
    guard var low = numbers.min(), var high = numbers.max(), high > low else {
      return String(repeating: "▄", count: numbers.count)
    }
    var (below, above) = ("", "")
    switch shape(of: numbers, among: [.turns, .peaks]) {
    case .turns:
      high = min(numbers[0], numbers[numbers.count - 1])
      above = " or more"
    case .peaks:
      low = max(numbers[0], numbers[numbers.count - 1])
      below = " or less"
    default: break
    }
    let blocks = Array("▁▂▃▄▅▆▇█")
    let bars = numbers.map { blocks[Int(((min(max($0, low), high) - low) / (high - low) * 7).rounded())] }
    return "\(String(bars)) (▁ is \(shown(low))\(below), █ is \(shown(high))\(above))"
  }

  /// Which of some shapes measured numbers have; nil for fewer than three numbers.
  ///
  /// In this order: `flat`, if they spread by less than a seventh of the largest; a turn, if the numbers first go at least
  /// 2 % of their range one way and then as much the other; else the shape that is nearest in how much of the whole change
  /// happens in the second half: about
  /// none (`flattens`, `levels`), half (`falls`, `rises`), or all (`plunges`, `steepens`), and the right way.
  static func shape(of numbers: [Double], among curves: [Curve]) -> Curve? {
    guard numbers.count >= 3, numbers.allSatisfy(\.isFinite), let low = numbers.min(), let high = numbers.max() else {
      return nil
    }
    let (first, last) = (numbers[0], numbers[numbers.count - 1])
    let (range, largest) = (high - low, numbers.map(abs).max() ?? 0)
    func has(_ curve: Curve) -> Bool { curves.contains(curve) }
    if has(.flat) && range <= largest / 7 { return .flat }
    let (dip, bump) = (min(first, last) - low, high - max(first, last))
    if has(.turns) && dip >= 0.02 * range && dip >= bump { return .turns }
    if has(.peaks) && bump >= 0.02 * range && bump >= dip { return .peaks }
    guard last != first else { return nil }
    let late = (last - middle(numbers)) / (last - first)
    let shapes: [(Curve, Double)] =
      last < first
      ? [(.flattens, 0), (.falls, 0.5), (.plunges, 1)] : [(.levels, 0), (.rises, 0.5), (.steepens, 1)]
    return shapes.filter { has($0.0) }.min { abs($0.1 - late) < abs($1.1 - late) }?.0
  }

  /// The number in the middle of the row, or between the two that are.
  private static func middle(_ numbers: [Double]) -> Double {
    (numbers[(numbers.count - 1) / 2] + numbers[numbers.count / 2]) / 2
  }
}
