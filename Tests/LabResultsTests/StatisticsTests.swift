// Statistics against values worked out by hand or printed in tables.

import Foundation
import LabResults
import Testing

private func near(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
  guard let value else { return false }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}

@Suite("Statistics")
struct StatisticsTests {
  @Test("means and spreads")
  func summaries() {
    let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
    #expect(Statistics.mean(values) == 5)
    #expect(near(Statistics.standardDeviation(values), (32.0 / 7).squareRoot()))
    #expect(Statistics.mean([]).isNaN && Statistics.standardDeviation([1]).isNaN)
  }

  @Test("median and quantiles interpolate as NumPy's do")
  func quantiles() {
    #expect(Statistics.median([3, 1, 2]) == 2)
    #expect(Statistics.median([4, 1, 3, 2]) == 2.5)
    #expect(near(Statistics.quantile([10, 20, 30, 40], 0.25), 17.5))
    #expect(near(Statistics.quantile([10, 20, 30, 40], 0.9), 37))
    #expect(Statistics.quantile([10, 20, 30, 40], 0) == 10 && Statistics.quantile([10, 20, 30, 40], 1) == 40)
    #expect(Statistics.quantile([1, .infinity], 0) == 1)
    #expect(Statistics.quantile([1, .nan], 0.5).isNaN && Statistics.median([]).isNaN)
  }

  @Test("a line through points")
  func line() throws {
    let exact = try #require(Statistics.line(x: [1, 2, 3], y: [5, 3, 1]))
    #expect(near(exact.slope, -2) && near(exact.intercept, 7) && near(exact.rSquared, 1))
    // Σxx = 10, Σxy = 6, Σyy = 6
    let noisy = try #require(Statistics.line(x: [1, 2, 3, 4, 5], y: [2, 4, 5, 4, 5]))
    #expect(near(noisy.slope, 0.6) && near(noisy.intercept, 2.2) && near(noisy.rSquared, 0.6))
    #expect(Statistics.line(x: [0, 1], y: [3, 3])?.rSquared == 1)
    #expect(Statistics.line(x: [1, 1], y: [1, 2]) == nil && Statistics.line(x: [1], y: [1]) == nil)
    #expect(Statistics.line(x: [1, 2], y: [1, .nan]) == nil && Statistics.line(x: [], y: []) == nil)
  }

  @Test("Student's t agrees with printed tables")
  func studentT() {
    let table: [(freedom: Double, at975: Double, at95: Double)] = [
      (1, 12.7062, 6.31375), (2, 4.30265, 2.91999), (3, 3.18245, 2.35336), (4, 2.77645, 2.13185), (9, 2.26216, 1.83311),
      (30, 2.04227, 1.69726), (120, 1.97993, 1.65765),
    ]
    for row in table {
      #expect(near(StudentT.quantile(0.975, freedom: row.freedom), row.at975, 5e-6), "\(row.freedom)")
      #expect(near(StudentT.quantile(0.95, freedom: row.freedom), row.at95, 5e-6), "\(row.freedom)")
    }
    #expect(near(StudentT.quantile(0.975, freedom: 1), tan(0.475 * .pi), 1e-11))  // Cauchy's distribution
    #expect(near(StudentT.quantile(0.9995, freedom: 1), tan(0.4995 * .pi), 1e-9))
    #expect(near(StudentT.quantile(0.025, freedom: 2), -0.95 * (2 / (1 - 0.95 * 0.95)).squareRoot(), 1e-11))
    #expect(near(StudentT.quantile(0.975, freedom: 1e6), 1.959966, 1e-6))
    #expect(StudentT.quantile(0.5, freedom: 3) == 0)
    // SciPy 1.17's, far out and with few or many degrees of freedom.
    for (probability, freedom, expected) in [
      (0.999999, 1, 318309.88617359026), (0.9999, 3, 22.203742273205), (0.6, 0.5, 0.3979754267847907),
      (1 - 1e-9, 2.5, 3489.5834348468516), (0.975, 1e6, 1.959966356814107), (0.025, 2, -4.302652729749462), (0.5, 7, 0),
    ] {
      #expect(near(StudentT.quantile(probability, freedom: freedom), expected, 1e-7), "\(probability) \(freedom)")
    }
    // P(T ≤ t) = ½ + t / (2√(2 + t²)) with two degrees of freedom
    for t in [-3, -0.1, 0, 0.5, 2, 40] {
      #expect(near(StudentT.cumulative(t, freedom: 2), 0.5 + t / (2 * (2 + t * t).squareRoot()), 1e-12))
    }
  }

  @Test("the incomplete beta function agrees with its closed forms")
  func beta() {
    for x in [0, 0.01, 0.3, 0.5, 0.77, 1] {
      #expect(near(incompleteBeta(x, 1, 1), x, 1e-13))
      #expect(near(incompleteBeta(x, 2, 3), x * x * (6 - 8 * x + 3 * x * x), 1e-13))
      #expect(near(incompleteBeta(x, 0.5, 0.5), 2 / .pi * asin(x.squareRoot()), 1e-12))
    }
    #expect(near(logGamma(0.5), 0.5 * log(.pi), 1e-13) && near(logGamma(11), log(3_628_800), 1e-13))
    #expect(near(logGamma(0.25), 1.2880225246980774, 1e-13))
  }

  @Test("pairing removes what both sides share")
  func paired() throws {
    let (first, second): ([Double], [Double]) = ([10, 20, 30], [9, 18, 29])
    let difference = Statistics.pairedDifference(first, second)
    #expect(difference.values == [1, 2, 1] && near(difference.mean, 4.0 / 3))
    #expect(near(difference.high, 4.0 / 3 + 4.30265273 / 3, 1e-8))  // s = 1/√3, so s/√3 = 1/3
    let interval = try #require(difference.interval)
    #expect(interval.low < 0 && interval.high > 0)  // 1.33 − 1.43
  }

  @Test("the correlation of pairs tells whether pairing helps")
  func correlation() {
    // Deviations −1 0 1 and −2 1 1: Σ of products 3, Σ of squares 2 and 6.
    #expect(near(Statistics.correlation([1, 2, 3], [0, 3, 3]), 3 / 12.0.squareRoot()))
    #expect(near(Statistics.correlation([1, 2, 3], [6, 4, 2]), -1))
    #expect(Statistics.correlation([1, 2], [5, 5]).isNaN && Statistics.correlation([1], [2]).isNaN)
  }
}
