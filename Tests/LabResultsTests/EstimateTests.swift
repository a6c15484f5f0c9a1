// Estimates on their scales, against values worked out with SciPy 1.17.

import Foundation
import LabResults
import Testing

private func near(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
  guard let value else { return false }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}

@Suite("Estimates stay in the range of what they are of")
struct EstimateTests {
  @Test("of a loss: Student's interval")
  func real() throws {
    let estimate = Estimate([1, 2, 3])
    #expect(near(estimate.low, 2 - 4.30265273 / 3.0.squareRoot(), 1e-8))
    #expect(near(estimate.high, 2 + 4.30265273 / 3.0.squareRoot(), 1e-8))
    #expect(near(estimate.interval(confidence: 0.99)?.high, 2 + 9.92484 / 3.0.squareRoot(), 1e-6))
    #expect(
      Estimate([1]).interval == nil && Estimate([1, .nan]).interval == nil && Estimate([1, .infinity]).low == nil)
    #expect(Estimate([4, 4]).interval == Interval(low: 4, high: 4))
  }

  @Test("of a ratio: Student's of its logarithms, around the geometric mean")
  func positive() {
    let estimate = Estimate([2, 4, 16], scale: .positive)
    #expect(near(estimate.mean, pow(128, 1.0 / 3)))
    #expect(near(estimate.low, 0.36317839838656923) && near(estimate.high, 69.93372112527732))
    #expect(Estimate([0, 1], scale: .positive).interval == nil && Estimate([-1, 1], scale: .positive).mean.isNaN)
    let wide = Estimate([1e-300, 1e300], scale: .positive)
    #expect(wide.low == 0 && wide.high == .greatestFiniteMagnitude)
  }

  @Test("of a share: on the logit's axis; of a difference of shares, of the share that it is of its range")
  func bounded() {
    let share = Estimate([0.8, 0.9, 0.85], scale: .unit)
    #expect(near(share.mean, 0.85) && near(share.low, 0.6814469547235454) && near(share.high, 0.9375423209538255))
    let difference = Estimate([0.2, -0.1, 0.4], scale: .symmetric)
    #expect(near(difference.low, -0.44205865065527644) && near(difference.high, 0.6702840942470935))
    let wild = Estimate([0.54, 0.99, 0.93], scale: .unit)
    #expect((wild.low ?? -1) > 0 && (wild.high ?? 2) < 1)
  }

  @Test("seeds that are all right leave what the scored items do")
  func unanimous() {
    let all = Estimate([1, 1, 1], scale: .unit, items: 300)
    #expect(all.high == 1 && near(all.low, 0.9804410222272514, 1e-7))
    let none = Estimate([0, 0, 0], scale: .unit, items: 300)
    #expect(none.low == 0 && near(none.high, 1 - 0.9804410222272514, 1e-7))
    // Without a number of items it is 3 of 3, Clopper and Pearson's.
    let solved = Estimate([1, 1, 1], scale: .unit)
    #expect(near(solved.low, pow(0.025, 1.0 / 3)) && solved.high == 1)
    #expect(near(Estimate([-1, -1, -1], scale: .symmetric).high, 1 - 2 * pow(0.025, 1.0 / 3)))
    // A claim beyond the end can hold for no share, and one before it for all that is seen.
    #expect(all.pValue(above: 1) == 1 && all.pValue(below: 1) == 1 && all.pValue(above: -0.1) == 0)
    #expect(near(solved.pValue(above: 0.5), 0.125) && solved.pValue(below: 0.5) == 1)
    #expect(near(Estimate([0, 0, 0], scale: .unit).pValue(below: 0.5), 0.125))
  }

  @Test("equal values between the ends have the error of their items, and a difference that of one item at least")
  func equal() {
    let share = Estimate([0.95, 0.95, 0.95], scale: .unit, items: 300)
    #expect(near(share.low, 0.9077423036821457) && near(share.high, 0.9734677348315247))
    let difference = Estimate([0, 0, 0], scale: .symmetric, items: 300)
    #expect(near(difference.high, 0.004780688833919379) && near(difference.low, -0.004780688833919379))
    #expect(DecisionRule.above(0).test(difference).verdict(level: 0.05) == .inconclusive)
  }

  @Test(
    "an interval's end has a p of a fortieth, and mirrored scores mirrored ends",
    arguments: [
      Estimate([0.3, 0.4, 0.45], scale: .real), Estimate([0.3, 0.4, 0.45], scale: .positive),
      Estimate([0.3, 0.4, 0.45], scale: .unit), Estimate([-0.3, 0.4, 0.45], scale: .symmetric),
    ])
  func duality(estimate: Estimate) throws {
    let (low, high) = (try #require(estimate.low), try #require(estimate.high))
    #expect(near(estimate.pValue(above: low), 0.025) && near(estimate.pValue(below: high), 0.025))
    for limit in [low, estimate.mean, high, 0.37] {
      let (above, below) = (try #require(estimate.pValue(above: limit)), try #require(estimate.pValue(below: limit)))
      #expect(near(above + below, 1, 1e-12), "\(limit)")
    }
    #expect(near(estimate.pValue(above: estimate.mean), 0.5))
    let mirrored: Estimate =
      switch estimate.scale {
      case .real, .symmetric: Estimate(estimate.values.map { -$0 }, scale: estimate.scale)
      case .unit: Estimate(estimate.values.map { 1 - $0 }, scale: .unit)
      case .positive: Estimate(estimate.values.map { 1 / $0 }, scale: .positive)
      }
    let axis = { (place: Double) in
      (estimate.scale == .positive ? 1 / place : estimate.scale == .unit ? 1 - place : -place)
    }
    #expect(near(mirrored.low, axis(high)) && near(mirrored.high, axis(low)))
  }

  @Test("a p agrees with SciPy's, and limits outside the range are settled")
  func pValues() {
    let share = Estimate([0.8, 0.9, 0.85], scale: .unit)
    #expect(near(share.pValue(above: 0.75), 0.05340615174912303))
    #expect(share.pValue(above: 0) == 0 && share.pValue(above: 1) == 1 && share.pValue(below: 0) == 1)
    let ratio = Estimate([2, 4, 16], scale: .positive)
    #expect(ratio.pValue(above: 0) == 0 && ratio.pValue(below: 0) == 1 && ratio.pValue(below: -1) == 1)
    #expect(Estimate([4, 4]).pValue(above: 3) == 0 && Estimate([4, 4]).pValue(above: 4) == 1)
    #expect(Estimate([1]).pValue(above: 0) == nil)
  }

  @Test("is written with null where there is no interval, and read back")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func text(_ estimate: Estimate) throws -> String { String(decoding: try encoder.encode(estimate), as: UTF8.self) }
    #expect(try text(Estimate([1.5])) == #"{"high":null,"low":null,"mean":1.5,"scale":"real","values":[1.5]}"#)
    let diverged = try text(Estimate([1, .nan, .infinity]))
    #expect(diverged == #"{"high":null,"low":null,"mean":null,"scale":"real","values":[1,null,null]}"#)
    for estimate in [
      Estimate([1.5]), Estimate([1, 2, 4]), Estimate([1, 1], scale: .unit, items: 9), Estimate([0.5, 1], scale: .unit),
      Estimate([1e-300, 1e300], scale: .positive),
    ] {
      let read = try JSONDecoder().decode(Estimate.self, from: encoder.encode(estimate))
      #expect(read == estimate && read.pValue(above: 0.7) == estimate.pValue(above: 0.7))
    }
    #expect(try JSONDecoder().decode(Estimate.self, from: Data(diverged.utf8)).mean.isNaN)
  }
}
