// Pictures of what goes on inside models: titles, marks, cells and files.

import Foundation
import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Insides in the report")
struct InsideSectionTests {
  private func report(_ studies: SampleStudies) throws -> HTMLReport {
    StudyList.report(on: try SampleResults.full(studies), command: "./lab compare")
  }

  @Test(
    "insides: titles say what is seen, marks stand where the answer is, and all values are in the cells and the files")
  func insides() throws {
    var studies = SampleStudies()
    let page = try report(studies)
    let (document, figures) = (try Document(page.html()), page.figures)
    func title(_ id: String) -> String? { figures.first { $0.id == id }?.title }
    let share = try #require(studies.inside.models["transformer"]?.heads[2].weights.rows[20][5])
    #expect(
      title("attention-transformer")
        == "In the Transformer, head 1 of layer 2 puts \(Numbers.percent(share)) of its attention on “Lily”, 16 tokens back, "
        + "where even attention would put 5\u{202F}%")
    #expect(
      try #require(title("gates-lstm")).contains("through on average; 9 of 81 units let through more than 90\u{202F}%"))
    #expect(try #require(title("states-birnn")).hasPrefix("From word to word, a state of the bi-RNN moves by 0.55"))
    #expect(try #require(title("states-rnn")).hasSuffix("33\u{202F}% of all states are saturated"))
    for text in ["What comes next", "“recall”", "every → Lily", "times even", "Saturation", "8 to 64 tokens back"] {
      #expect(document.text.contains(text), "\(text)")
    }
    let lines = try #require(page.csvFiles().first { $0.name == "attention-transformer.csv" }).text
      .split(separator: "\r\n")
    #expect(lines.count == 1 + 4 * 21 * 22 / 2)
    #expect(lines.contains("2,1,21,night,6,Lily,\(share)"))

    // A text has no source to point at, and a single head nothing to be compared with.
    studies.inside.example = InsideExample(
      words: SampleStudies.example.words, answer: " ", source: nil, kind: nil, windows: 9, windowLength: 64,
      distances: nil)
    let text = try Document(report(studies).html()).text
    #expect(text.contains("In the Transformer, head 2 of layer 2 attends ") && !text.contains("The frame: "))
    studies.inside.models["transformer"]?.heads.removeLast(3)
    #expect(try Document(report(studies).html()).text.contains("The Transformer attends "))
    // Records of another sentence are not drawn.
    studies.inside.example.words.removeLast()
    #expect(try !report(studies).figures.contains { $0.id.hasPrefix("attention-") || $0.id.hasPrefix("gates-") })
  }
}
