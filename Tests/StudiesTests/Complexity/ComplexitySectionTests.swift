// The section on complexity: what was measured at, and formulas with their units and their errors.

import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Complexity in the report")
struct ComplexitySectionTests {
  @Test("a fitted formula has the value that its terms say")
  func fits() {
    let fit = ComplexityRecord.Fit(
      quantity: "work",
      terms: [
        .init(name: "n·d²", coefficient: 2), .init(name: "n²·d", coefficient: 3), .init(name: "1", coefficient: 7),
      ],
      rSquared: 1, largestResidual: 0, lengthExponent: 1, widthExponent: 1)
    #expect(fit.value(length: 10, width: 4) == 1527)  // 2·10·16 + 3·100·4 + 7
    var unknown = fit
    unknown.terms[0].name = "n·log n"
    #expect(unknown.value(length: 10, width: 4) == nil)
  }

  @Test("the complexity section says what grid was measured, the unit of each fit, and which fits are rough")
  func complexityGrid() throws {
    var studies = SampleStudies()
    var record = try #require(studies.complexity["rnn"])
    record.fits[1].quantity = "peak bytes"
    record.fits[1].largestResidual = 0.2
    record.fits[1].terms = [.init(name: "n·d", coefficient: 19.7), .init(name: "1", coefficient: 165_178)]
    record.fits[0].largestResidual = 1e-9
    record.fits[0].terms.append(.init(name: "d²", coefficient: -2))
    studies.complexity["rnn"] = record
    for model in studies.complexity.keys { studies.complexity[model]?.setting = .init(.full) }
    let text = try Document(StudyList.report(on: SampleResults.full(studies), command: "").html()).text
    for part in [
      "lengths n = 64, 128, 256, 512, 1024 and 2048 tokens, widths d = 32, 64 and 128, networks of 1 layer",
      "a vocabulary of 513 tokens", "steps of 1 sequence", "mixer work, FLOP", "span, operations", "4·n·d² − 2·d²",
      "≈ 20·n·d + 170\u{202F}000", "rough guides: peak bytes (off by 20\u{202F}%)",
      "16 × 128 tokens at width 96",
    ] {
      let isThere = text.contains(part)
      #expect(isThere, "\(part)")
    }
    // What a version that did not note the sizes wrote has lengths and widths alone.
    let old = try Document(StudyList.report(on: SampleResults.full(), command: "").html()).text
    #expect(old.contains("widths d = 32, 64 and 128.") && !old.contains("a vocabulary of"))
  }

  @Test("a fitted sum with logarithms has a value, so that its curve is drawn")
  func logarithms() {
    let fit = ComplexityRecord.Fit(
      quantity: "span", terms: [.init(name: "n·log₂ d", coefficient: 2), .init(name: "log₂ n", coefficient: 3)],
      rSquared: 1, largestResidual: 0, lengthExponent: 1, widthExponent: 0)
    #expect(fit.value(length: 8, width: 4) == 41)  // 2·8·2 + 3·3
  }
}
