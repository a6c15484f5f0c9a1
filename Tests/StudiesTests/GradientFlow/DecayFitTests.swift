// The line through a curve's logarithm, and the records made of it.

import Foundation
import LabResults
import Studies
import Testing

@Suite("Decay fits")
struct DecayFitTests {
  @Test("an exponential is found exactly, whatever its first value", arguments: [0.3, 0.9, 0.99, 1.1])
  func exponential(ratio: Double) throws {
    let fit = try #require(DecayFit([1000] + (1..<40).map { 7 * pow(ratio, Double($0)) }))
    #expect(abs(fit.decay + log(ratio)) < 1e-12)
    #expect(abs(fit.rSquared - 1) < 1e-12)
    #expect(fit.lags == 1..<40)
    guard ratio < 1 else {
      #expect(fit.halfLife == nil)
      return
    }
    let halfLife = try #require(fit.halfLife)
    #expect(abs(pow(ratio, halfLife) - 0.5) < 1e-12)
  }

  @Test("decay and R² are those computed by hand")
  func byHand() throws {
    // log g = 0, −1, −1, −2 at lags 1 to 4: sums of products about the means are 5 for xx, −3 for xy and 2 for yy.
    let fit = try #require(DecayFit([9] + [0, -1, -1, -2].map { exp($0) }))
    #expect(abs(fit.decay - 0.6) < 1e-12)
    #expect(abs(fit.rSquared - 0.9) < 1e-12)
    #expect(abs(try #require(fit.halfLife) - log(2) / 0.6) < 1e-12)
  }

  @Test("the fit ends where a curve first falls below the floor")
  func floor() throws {
    let fit = try #require(DecayFit([1, exp(-1), exp(-2), 9e-31, 5]))
    #expect(fit.lags == 1..<3)
    #expect(abs(fit.decay - 1) < 1e-12)
  }

  @Test("without two lags, or with a norm that is not finite, there is no fit")
  func nothingToFit() {
    #expect(DecayFit([]) == nil)
    #expect(DecayFit([1, 0.5]) == nil)
    #expect(DecayFit([1, 0.5, 0, 0]) == nil)
    #expect(DecayFit([1, 0.5, 0.25, .nan]) == nil)
    #expect(DecayFit([1, 0.5, 0.25, .infinity]) == nil)
  }

  @Test("a record holds each lag's norms and each seed's fit, and a half-life only where every seed's curve fades")
  func record() {
    func curve(_ ratio: Double) -> [Double] { (0..<9).map { pow(ratio, Double($0)) } }
    let record = GradientFlowRecord(by: .state, isTrained: true, setting: "s", curves: [curve(0.5), curve(0.25)])
    #expect(record.by == .state && record.isTrained && record.setting == "s")
    #expect(record.lags == Array(0...8))
    #expect(record.norms[2].values == [0.25, 0.0625])
    #expect(abs(record.decay.mean - 1.5 * log(2)) < 1e-12)
    #expect(abs((record.halfLife?.mean ?? .nan) - 0.75) < 1e-12)
    #expect(abs(record.rSquared.mean - 1) < 1e-12)

    let mixed = GradientFlowRecord(by: .embedding, isTrained: false, curves: [curve(0.5), curve(2)])
    #expect(abs(mixed.decay.mean) < 1e-12)
    #expect(mixed.halfLife == nil)
    let unfitted = GradientFlowRecord(by: .embedding, isTrained: false, curves: [[1, 0, 0, 0]])
    #expect(unfitted.decay.mean.isNaN && unfitted.halfLife == nil && unfitted.norms[0].mean == 1)
  }
}
