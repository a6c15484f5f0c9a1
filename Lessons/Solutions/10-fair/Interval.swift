// A solution of exercise 10a.

import Fair

enum Interval: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    guard first.count > 1 else { return nil }
    let differences = zip(first, second).map { $0 - $1 }
    let half = studentFactor(freedom: differences.count - 1) * error(differences)
    return Bounds(low: mean(differences) - half, high: mean(differences) + half)
  }

  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  /// s².
  static func square(_ numbers: [Double]) -> Double {
    let center = mean(numbers)
    return numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(numbers.count - 1)
  }

  /// s/√n.
  static func error(_ numbers: [Double]) -> Double { (square(numbers) / Double(numbers.count)).squareRoot() }
}
