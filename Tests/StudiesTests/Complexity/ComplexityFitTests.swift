// Fitting sums of terms: polynomials are found again, noise is weighed relative to its point.

import Foundation
import Studies
import TensorCore
import Testing

@Suite("Fits of complexity")
struct ComplexityFitTests {
  private func points(
    _ lengths: [Int] = [32, 64, 128, 256, 512], _ widths: [Int] = [32, 64, 128, 256],
    _ change: (inout ComplexityRecord.Point) -> Void
  ) -> [ComplexityRecord.Point] {
    widths.flatMap { width in
      lengths.map { length in
        var point = ComplexityRecord.Point(
          length: length, width: width, mixerWork: 0, work: 0, span: 0, peakBytes: 0, milliseconds: nil)
        change(&point)
        return point
      }
    }
  }

  @Test("a polynomial is found with its own coefficients, and with no other terms")
  func polynomial() throws {
    let points = points {
      $0.work = 72 * $0.length * $0.width * $0.width + 7 * $0.length * $0.length * $0.width - 5 * $0.width
    }
    let fit = try #require(ComplexityRecord.Fit(.work, to: points))
    #expect(fit.quantity == "work")
    #expect(Set(fit.terms.map(\.name)) == ["n·d²", "n²·d", "d"])
    for (name, coefficient) in [("n·d²", 72.0), ("n²·d", 7), ("d", -5)] {
      #expect(abs(fit.coefficient(name) - coefficient) < 1e-6, "\(name): \(fit.coefficient(name))")
    }
    #expect(fit.coefficient("n") == 0)
    #expect(fit.largestResidual < 1e-9 && fit.rSquared > 1 - 1e-12)
  }

  @Test("exponents are slopes over the upper half, at the largest of the other extent")
  func exponents() throws {
    // Pure powers have their exponent everywhere.
    let pure = try #require(
      ComplexityRecord.Fit(.mixerWork, to: points { $0.mixerWork = 3 * $0.length * $0.length * $0.width }))
    #expect(abs(pure.lengthExponent - 2) < 1e-12 && abs(pure.widthExponent - 1) < 1e-12)
    // The upper half of the lengths is 128, 256, 512; there log₂ y = 1, 2, 5 has the slope (5 − 1)/2.
    let made = points {
      let power = [32: 9, 64: 9, 128: 1, 256: 2, 512: 5][$0.length] ?? 0
      $0.work = (1 << power) * ($0.width == 256 ? 1 : 7)
    }
    #expect(abs(try #require(ComplexityRecord.Fit(.work, to: made)).lengthExponent - 2) < 1e-12)
  }

  @Test("R² and the largest residual are those of relative deviations")
  func quality() throws {
    let points = points([1, 2, 3, 5], [1, 2, 4]) {
      $0.milliseconds = Double(10 + $0.length) * ([3, 6, 20].contains($0.length * $0.width) ? 0.8 : 1.2)
    }
    let fit = try #require(ComplexityRecord.Fit(.milliseconds, to: points))
    func sum(_ n: Double, _ d: Double) -> Double {
      fit.coefficient("n·d²") * n * d * d + fit.coefficient("n²·d") * n * n * d + fit.coefficient("n·d") * n * d
        + fit.coefficient("n") * n + fit.coefficient("1")
    }
    let values = points.compactMap(\.milliseconds)
    let residuals = points.map { 1 - sum(Double($0.length), Double($0.width)) / ($0.milliseconds ?? 0) }
    func deviation(_ constant: Double) -> Double { values.reduce(0) { $0 + pow(($1 - constant) / $1, 2) } }
    // The constant that fits best, by trying all in steps of 10⁻⁴: the deviation is flat there.
    let spread = try #require(stride(from: 8, to: 18, by: 1e-4).map(deviation).min())
    #expect(abs(fit.largestResidual - (residuals.map(abs).max() ?? 0)) < 1e-12 && fit.largestResidual > 0.05)
    #expect(abs(fit.rSquared - (1 - residuals.reduce(0) { $0 + $1 * $1 } / spread)) < 1e-6)
    #expect(fit.rSquared < 0.9 && fit.terms.count < 5)
  }

  @Test("times are sums of costs: no term is negative, and noise does not hide a term that matters")
  func times() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20 {
      let points = points([32, 128, 512], [32, 64, 128]) {
        let (n, d) = (Double($0.length), Double($0.width))
        $0.milliseconds = (2e-6 * n * d * d + 1e-7 * n * n * d) * (1 + 0.05 * generator.normal())
      }
      let fit = try #require(ComplexityRecord.Fit(.milliseconds, to: points))
      #expect(fit.terms.allSatisfy { $0.coefficient >= 0 })
      #expect(abs(fit.coefficient("n·d²") / 2e-6 - 1) < 0.5)
      #expect(fit.rSquared > 0.9 && fit.largestResidual < 0.3)
    }
  }

  @Test("nothing is fitted to what is not there")
  func absent() {
    #expect(ComplexityRecord.Fit(.mixerWork, to: points { _ in }) == nil)
    #expect(ComplexityRecord.Fit(.milliseconds, to: points { $0.work = 1 }) == nil)
    #expect(ComplexityRecord.Fit(.work, to: []) == nil)
    #expect(ComplexityRecord.Fit(.work, to: points([8], [8, 16]) { $0.work = 1 }) == nil)
  }
}
