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

  @Test("the interval of a mean is Student's")
  func interval() throws {
    let interval = try #require(Interval.ofMean([1, 2, 3]))
    #expect(near(interval.low, 2 - 4.30265273 / 3.0.squareRoot(), 1e-8))
    #expect(near(interval.high, 2 + 4.30265273 / 3.0.squareRoot(), 1e-8))
    #expect(Interval.ofMean([1]) == nil && Interval.ofMean([1, .nan]) == nil)
    #expect(Interval.ofMean([4, 4]) == Interval(low: 4, high: 4))
    let wider = try #require(Interval.ofMean([1, 2, 3], confidence: 0.99))
    #expect(near(wider.high, 2 + 9.92484 / 3.0.squareRoot(), 1e-6))
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

  @Test("an estimate is written with null where there is no interval, and is read back")
  func estimateJSON() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let single = Estimate([1.5])
    #expect(
      String(decoding: try encoder.encode(single), as: UTF8.self)
        == #"{"high":null,"low":null,"mean":1.5,"values":[1.5]}"#)
    let diverged = String(decoding: try encoder.encode(Estimate([1, .nan, .infinity])), as: UTF8.self)
    #expect(diverged == #"{"high":null,"low":null,"mean":null,"values":[1,null,null]}"#)
    for estimate in [single, Estimate([1, 2, 4])] {
      #expect(try JSONDecoder().decode(Estimate.self, from: encoder.encode(estimate)) == estimate)
    }
    #expect(try JSONDecoder().decode(Estimate.self, from: Data(diverged.utf8)).mean.isNaN)
  }
}
