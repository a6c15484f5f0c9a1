// An axis of known length: where its values and ticks lie.

import Foundation

/// An axis with its ends and ticks, once the data is known.
package struct ResolvedAxis {
  /// What happens between the outermost value and the end of the axis.
  package enum Ends {
    /// The axis ends with the data.
    case exact
    /// It goes on to the next tick, or a little further on logarithmic axes.
    case rounded
  }

  package struct Tick: Equatable {
    package let value: Double
    package let label: String
  }

  package let axis: Axis
  package let low, high: Double
  package let ticks: [Tick]

  /// - Parameter count: How many ticks there is room for.
  package init(_ axis: Axis, values: [Double], ends: Ends, atMost count: Int) {
    self.axis = axis
    // Beyond these, sizes of steps and margins are no numbers any more.
    let all = (values + axis.includes).filter { abs($0) <= 1e250 && (!axis.scale.isLogarithmic || $0 >= 1e-250) }
    var (low, high) = (all.min() ?? (axis.scale.isLogarithmic ? 1 : 0), all.max() ?? 1)
    switch axis.scale {
    case .categories(let names):
      (self.low, self.high) = (-0.5, Double(max(1, names.count)) - 0.5)
      ticks = names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
    case .linear:
      // An interval may reach below 0 % or above 100 %; the axis need not.
      if let least = axis.least { (low, high) = (max(least, low), max(least, high)) }
      if axis.isPercent { (low, high) = (max(0, min(1, low)), max(0, min(1, high))) }
      if low == high { (low, high) = low == 0 ? (0, 1) : (low - abs(low) / 10, high + abs(high) / 10) }
      if ends == .rounded {
        // Rounding lengthens the axis, so that it may need a larger step to have room for all ticks.
        var step = Ticks.step(low, high, atMost: count)
        func rounded() -> (Double, Double) { (floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step) }
        while case let larger = Ticks.step(rounded().0, rounded().1, atMost: count), larger > step * 1.001 {
          step = larger
        }
        (low, high) = rounded()
      }
      (self.low, self.high) = (low, high)
      let values = Ticks.linear(low, high, atMost: count)
      ticks = Self.labelled(values, isPercent: axis.isPercent)
    case .logarithmic, .lengths:
      let margin = low == high ? 2 : (ends == .rounded ? exp((log(high) - log(low)) / 20) : 1)
      (low, high) = (low / margin, high * margin)
      (self.low, self.high) = (low, high)
      if axis.scale == .lengths {
        ticks = Ticks.powersOfTwo(low, high, atMost: count).map { Tick(value: $0, label: Numbers.significant($0, 6)) }
          .map { Tick(value: $0.value, label: Self.withoutTrailingZeros($0.label)) }
      } else {
        ticks = Self.logarithmicLabels(Ticks.logarithmic(low, high, atMost: count))
      }
    }
  }

  /// Where a value lies between the ends, 0…1; nil for what the axis cannot show.
  package func fraction(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    guard axis.scale.isLogarithmic else { return (value - low) / (high - low) }
    return value > 0 ? (log(value) - log(low)) / (log(high) - log(low)) : nil
  }

  /// Equally many digits for all ticks, as few as tell them apart.
  private static func labelled(_ values: [Double], isPercent: Bool) -> [Tick] {
    let scale = isPercent ? 100.0 : 1
    let decimals =
      (0...8).first { decimals in
        values.allSatisfy { value in
          let scaled = value * scale * pow(10, Double(decimals))
          return abs(scaled - scaled.rounded()) < 1e-6 * max(1, abs(scaled))
        }
      } ?? 8
    return values.map {
      Tick(value: $0, label: isPercent ? Numbers.percent($0, decimals) : Numbers.fixed($0, decimals))
    }
  }

  /// Plain numbers where they are short, else powers of ten.
  private static func logarithmicLabels(_ values: [Double]) -> [Tick] {
    let isWide = (values.max() ?? 1) >= 1e5 || (values.min() ?? 1) < 1e-3
    return values.map { value in
      let exponent = (log10(value)).rounded()
      let isPower = abs(value / pow(10, exponent) - 1) < 1e-6
      if isWide && isPower { return Tick(value: value, label: Numbers.power(Int(exponent))) }
      if isWide {
        let below = floor(log10(value))
        let factor = withoutTrailingZeros(Numbers.significant(value / pow(10, below), 3))
        return Tick(value: value, label: factor + "·" + Numbers.power(Int(below)))
      }
      return Tick(value: value, label: withoutTrailingZeros(Numbers.significant(value, 3)))
    }
  }

  private static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
