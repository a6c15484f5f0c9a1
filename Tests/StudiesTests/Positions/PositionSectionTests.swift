// Position encodings in the report.

import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Positions in the report")
struct PositionSectionTests {
  @Test("position encodings have a table that says which cannot read longer texts, and a guess's share")
  func positions() throws {
    var studies = SampleStudies()
    studies.positions = [
      PositionRecord(
        model: "transformer", positions: "learned", learningRate: 0.004, accuracy: Estimate([1, 1, 0.97]),
        beyondLength: nil,
        trainedLength: 22, testedLength: 42, chance: 0.5),
      PositionRecord(
        model: "transformer", positions: "rotary", learningRate: 0.004, accuracy: Estimate([1, 0.98, 1]),
        beyondLength: Estimate([0.8, 0.7, 0.9]), trainedLength: 22, testedLength: 42, chance: 0.5),
    ]
    let html = StudyList.report(on: try SampleResults.full(studies), command: "").html()
    _ = try Document(html)
    for text in ["Position encodings on word order", "cannot read them", "42 tokens", "rotary"] {
      #expect(html.contains(text), "\(text)")
    }
    let csv = try #require(
      StudyList.report(on: try SampleResults.full(studies), command: "").csvFiles().first {
        $0.name == "word-order.csv"
      })
    // Three dots: learned positions have none beyond.
    let rows = csv.text.split(separator: "\r\n").dropFirst()
    #expect(rows.count == 3 && rows.contains { $0.hasPrefix("transformer,rotary,42,0.8,") })
    #expect(html.contains("Position encodings on word order</h3>"))
    studies.positions[1].positions = "none"
    let other = StudyList.report(on: try SampleResults.full(studies), command: "").html()
    #expect(other.contains("Told no positions, the Transformer is right in 99\u{202F}%; a guess is in 50\u{202F}%"))
  }
}
