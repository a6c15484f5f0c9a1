// How numbers are written in the tables of the terminal.

import Foundation
import LabResults

/// Numbers as cells of a table.
package enum Cells {
  /// A loss, in nats.
  package static func number(_ value: Double) -> String { String(format: "%.3f", value) }
  /// A share with a digit behind the point.
  package static func percent(_ value: Double) -> String { String(format: "%.1f %%", value * 100) }
  /// A share without one.
  package static func wholePercent(_ value: Double) -> String { String(format: "%.0f %%", value * 100) }

  /// A mean, and half its interval where there is one.
  package static func withInterval(_ estimate: Estimate) -> String {
    number(estimate.mean) + halfInterval(estimate, "%.3f")
  }

  /// " ±0.02", where there is an interval.
  package static func halfInterval(_ estimate: Estimate, _ format: String) -> String {
    estimate.high.map { " ±" + String(format: format, $0 - estimate.mean) } ?? ""
  }

  /// Three digits that count; powers of ten for what is tiny; "–" for what is no number.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = abs(value)
    if size > 0 && size < 0.001 { return String(format: "%.0e", value) }
    return String(format: size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value)
  }

  /// Digits in groups of three, with narrow spaces.
  package static func grouped(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append("\u{202F}") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  // MARK: Small plots

  /// The values at evenly spaced places from the first point to the last, on straight lines between points.
  package static func sampled(_ points: [(Double, Double)], columns: Int) -> [Double] {
    guard let first = points.first, let last = points.last, points.count > 1, columns > 1 else {
      return points.map(\.1)
    }
    var right = 1
    return (0..<columns).map { column in
      let x = first.0 + (last.0 - first.0) * Double(column) / Double(columns - 1)
      while right < points.count - 1, points[right].0 < x { right += 1 }
      let (a, b) = (points[right - 1], points[right])
      return b.0 > a.0 ? a.1 + (b.1 - a.1) * min(1, (x - a.0) / (b.0 - a.0)) : b.1
    }
  }

  /// From the least to the largest of the values that are finite; nil where none is.
  package static func range(_ values: some Sequence<Double>) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    return finite.min().flatMap { low in finite.max().map { low...$0 } }
  }

  /// What the lowest and the highest character of a logarithmic plot stand for, from their logarithms.
  package static func ends(_ range: ClosedRange<Double>) -> String {
    "▁ \(short(pow(10, range.lowerBound))) to █ \(short(pow(10, range.upperBound)))"
  }
}
