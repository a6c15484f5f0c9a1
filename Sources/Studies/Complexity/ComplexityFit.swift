// Which terms in length and width make up a cost: sums of named terms, fitted to the points of a grid.

import Foundation
import LabResults

extension ComplexityRecord.Fit {
  /// Fits a sum of terms to a quantity by least squares of the relative deviations, so that small points count as large ones do.
  ///
  /// Of all terms that the quantity may have, those are left out, one by one, without which the sum is nearly as good; a quantity that
  /// is a polynomial is found with its own coefficients. R² is that of the weighted problem:
  /// 1 − Σ((y − fit)/y)² / Σ((y − m)/y)², where m is the constant that fits best in the same sense.
  /// - Parameter points: Those where the quantity is not known are left out.
  /// - Returns: nil where the quantity is 0 or not known, or where there are fewer than two lengths or widths.
  public init?(_ quantity: ComplexityQuantity, to points: [ComplexityRecord.Point]) {
    let known = points.filter { (quantity($0) ?? 0) > 0 }
    let values = known.compactMap { quantity($0) }
    guard let lengthExponent = Self.exponent(of: quantity, over: \.length, at: \.width, known),
      let widthExponent = Self.exponent(of: quantity, over: \.width, at: \.length, known),
      let sum = WeightedSum.shortest(of: quantity, known, values)
    else { return nil }
    let inverses = values.map { 1 / $0 }
    let centre = inverses.reduce(0, +) / inverses.reduce(0) { $0 + $1 * $1 }
    let spread = inverses.reduce(0) { $0 + (1 - centre * $1) * (1 - centre * $1) }
    let error = sum.residuals.reduce(0) { $0 + $1 * $1 }
    self.init(
      quantity: quantity.rawValue,
      terms: zip(sum.terms, sum.coefficients).map { Term(name: $0.rawValue, coefficient: $1) },
      rSquared: spread > 0 ? 1 - error / spread : 1, largestResidual: sum.largestResidual,
      lengthExponent: lengthExponent, widthExponent: widthExponent)
  }

  /// The coefficient of a term by its name, such as "n²·d"; 0 if the sum does without it.
  public func coefficient(_ name: String) -> Double { terms.first { $0.name == name }?.coefficient ?? 0 }

  /// The slope of log quantity over the logarithm of one extent, at the largest of the other, over the upper half of the grid.
  private static func exponent(
    of quantity: ComplexityQuantity, over extent: KeyPath<ComplexityRecord.Point, Int>,
    at other: KeyPath<ComplexityRecord.Point, Int>, _ points: [ComplexityRecord.Point]
  ) -> Double? {
    let largest = points.map { $0[keyPath: other] }.max()
    let row = points.filter { $0[keyPath: other] == largest }.sorted { $0[keyPath: extent] < $1[keyPath: extent] }
    let upper = row.suffix(max(2, (row.count + 1) / 2))
    return Statistics.line(
      x: upper.map { log(Double($0[keyPath: extent])) }, y: upper.compactMap { quantity($0).map { log($0) } })?.slope
  }
}

/// A sum of terms that comes as close to some values as it can, each deviation taken relative to its value.
private struct WeightedSum {
  let terms: [ComplexityTerm]
  let coefficients: [Double]
  /// (value − sum) / value.
  let residuals: [Double]
  var largestResidual: Double { residuals.map(abs).max() ?? 0 }

  private init?(_ terms: [ComplexityTerm], _ points: [ComplexityRecord.Point], _ values: [Double]) {
    let columns = terms.map { term in zip(points, values).map { term($0) / $1 } }
    guard let solution = LeastSquares.solve(columns: columns, values: values.map { _ in 1 }) else { return nil }
    (self.terms, coefficients) = (terms, solution)
    residuals = values.indices.map { row in 1 - columns.indices.reduce(0) { $0 + solution[$1] * columns[$1][row] } }
  }

  /// The sum with as few of a quantity's terms as will do.
  static func shortest(
    of quantity: ComplexityQuantity, _ points: [ComplexityRecord.Point], _ values: [Double]
  ) -> WeightedSum? {
    guard var sum = WeightedSum(quantity.terms, points, values) else { return nil }
    func without(_ term: ComplexityTerm) -> WeightedSum? {
      sum.terms.count > 1 ? WeightedSum(sum.terms.filter { $0 != term }, points, values) : nil
    }
    func isPossible(_ sum: WeightedSum) -> Bool { !quantity.isSumOfCosts || sum.coefficients.allSatisfy { $0 >= 0 } }
    while !isPossible(sum), let lowest = zip(sum.terms, sum.coefficients).min(by: { $0.1 < $1.1 }),
      let next = without(lowest.0)
    {
      sum = next
    }
    let bound = sum.largestResidual + quantity.tolerance
    while let best = sum.terms.compactMap(without).filter(isPossible).min(by: {
      $0.largestResidual < $1.largestResidual
    }),
      best.largestResidual <= bound
    {
      sum = best
    }
    return sum
  }
}
