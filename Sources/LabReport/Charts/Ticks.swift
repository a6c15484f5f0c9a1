// Where an axis has its numbers: at 1, 2 and 5 times powers of ten.

import Foundation

/// Tick positions.
package enum Ticks {
  /// The smallest step of 1, 2 or 5 times a power of ten that puts no more than `count` ticks on an axis.
  package static func step(_ low: Double, _ high: Double, atMost count: Int) -> Double {
    let span = high - low
    guard span > 1e-290, span.isFinite else { return 1 }
    var power = pow(10, floor(log10(span)) - 2)
    while true {
      for factor in [1.0, 2, 5] {
        let step = factor * power
        if floor(high / step + 1e-9) - ceil(low / step - 1e-9) + 1 <= Double(max(2, count)) { return step }
      }
      power *= 10
    }
  }

  /// The multiples of a nice step from `low` to `high`.
  package static func linear(_ low: Double, _ high: Double, atMost count: Int) -> [Double] {
    let step = step(low, high, atMost: count)
    let (first, last) = (ceil(low / step - 1e-9), floor(high / step + 1e-9))
    guard first <= last, last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// Ticks of a logarithmic axis: as many of 1, 2, 5 in each power of ten as there is room for; where the axis is shorter
  /// than a power of ten, those of a linear one.
  /// - Precondition: `low` is above 0.
  package static func logarithmic(_ low: Double, _ high: Double, atMost count: Int) -> [Double] {
    precondition(low > 0, "Ticks: a logarithmic axis from \(low)")
    let exponents = Int(floor(log10(low)))...max(Int(floor(log10(low))), Int(ceil(log10(high))))
    func ticks(_ factors: [Double], every decades: Int = 1) -> [Double] {
      var ticks: [Double] = []
      for exponent in exponents where exponent % decades == 0 {
        for factor in factors {
          let tick = factor * pow(10, Double(exponent))
          if tick >= low * (1 - 1e-9), tick <= high * (1 + 1e-9) { ticks.append(tick) }
        }
      }
      return ticks
    }
    var choices = [ticks([1, 2, 5]), ticks([1, 3])]
    for decades in [1, 2, 3, 5, 10, 20, 50] { choices.append(ticks([1], every: decades)) }
    let fitting = choices.first { $0.count <= count } ?? []
    return fitting.count >= 3 || high / low > 30 ? fitting : linear(low, high, atMost: count)
  }

  /// Powers of two, each or every few, for lengths.
  package static func powersOfTwo(_ low: Double, _ high: Double, atMost count: Int) -> [Double] {
    guard low > 0, high < 1e15 else { return [] }
    let first = Int(ceil(log2(low) - 1e-9))
    let last = Int(floor(log2(high) + 1e-9))
    guard first <= last else { return [] }
    let every = max(1, Int((Double(last - first + 1) / Double(max(1, count))).rounded(.up)))
    return stride(from: first, through: last, by: every).map { pow(2, Double($0)) }
  }
}
