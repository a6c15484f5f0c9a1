// Numbers as people read them: few digits, groups of three, powers of ten where they help.

import Foundation
import LabResults

/// Numbers as text.
package enum Numbers {
  /// What stands for a number that is missing or not finite.
  package static let none = "–"

  /// A number with some significant digits: `0.00123`, `12.3`, `1 230 000`, `1.2 × 10⁻⁷`.
  package static func significant(_ value: Double, _ digits: Int = 3) -> String {
    guard value.isFinite else { return none }
    if value == 0 { return "0" }
    let exponent = order(of: value, digits)
    if exponent < -4 || exponent > 8 { return scientific(value, digits) }
    return fixed(value, max(0, digits - 1 - exponent))
  }

  /// A number with some digits behind the point, and groups of three before it.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return none }
    var text = String(format: "%.\(max(0, min(decimals, 12)))f", abs(value))
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    let fraction = text.firstIndex(of: ".").map { String(text[$0...]) } ?? ""
    text = grouped(String(text.dropLast(fraction.count)))
    return (value < 0 && !isZero ? "−" : "") + text + fraction
  }

  /// A whole number in groups of three.
  package static func count(_ value: Int) -> String { fixed(Double(value), 0) }

  /// A share as per cent.
  package static func percent(_ share: Double, _ decimals: Int = 0) -> String {
    share.isFinite ? fixed(share * 100, decimals) + "\u{202F}%" : none
  }

  /// A difference with its sign.
  package static func signed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return none }
    let text = fixed(value, decimals)
    return value > 0 && text.contains { $0 != "0" && $0 != "." } ? "+" + text : text
  }

  /// A loss in nats.
  package static func loss(_ value: Double) -> String { fixed(value, 3) }

  /// A mean with half its interval, where there is one, both with the same digits behind the point.
  package static func withInterval(_ estimate: Estimate, _ decimals: Int = 3) -> String {
    let mean = fixed(estimate.mean, decimals)
    guard let high = estimate.high else { return mean }
    return mean + " ±\u{202F}" + fixed(high - estimate.mean, decimals)
  }

  /// The decimals with which an estimate says no more than it knows: two digits of its interval, or three of the mean.
  package static func decimals(for estimate: Estimate) -> Int {
    let half = estimate.high.map { $0 - estimate.mean } ?? 0
    let exponent = half > 0 ? order(of: half, 2) - 1 : order(of: estimate.mean, 3) - 2
    return max(0, min(6, -exponent))
  }

  /// Bytes with a binary unit.
  package static func bytes(_ value: Double) -> String {
    let unit = AxisUnit.bytes(upTo: value)
    return significant(value / unit.size) + "\u{202F}" + unit.name
  }

  /// A power of ten with raised digits: `10⁻³`.
  package static func power(_ exponent: Int) -> String { "10" + raised(exponent) }

  private static func scientific(_ value: Double, _ digits: Int) -> String {
    let exponent = order(of: value, digits)
    return fixed(value / pow(10, Double(exponent)), digits - 1) + "\u{202F}×\u{202F}" + power(exponent)
  }

  /// The exponent of ten of the number once it is rounded, so that 9.996 is of order 1 with three digits.
  private static func order(of value: Double, _ digits: Int) -> Int {
    guard value.isFinite, value != 0 else { return 0 }
    let exponent = Int(floor(log10(abs(value))))
    let rounded = (abs(value) / pow(10, Double(exponent - digits + 1))).rounded()
    return rounded >= pow(10, Double(digits)) ? exponent + 1 : exponent
  }

  private static func raised(_ number: Int) -> String {
    String(
      String(number).map { character in
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return character.wholeNumberValue.map { digits[$0] } ?? "⁻"
      })
  }

  /// Digits in groups of three from 10 000 on, with narrow spaces that do not break.
  private static func grouped(_ digits: String) -> String {
    guard digits.count > 4 else { return digits }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
      text.append(digit)
    }
    return text
  }
}
