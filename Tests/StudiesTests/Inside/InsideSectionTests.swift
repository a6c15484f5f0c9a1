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
    let share = try #require(studies.inside.models["transformer"]?.readings[0].heads[2].weights.rows[20][5])
    #expect(
      title("attention-transformer")
        == "In the Transformer, head 1 of layer 2 puts \(Numbers.percent(share)) of its attention on “Lily”, 16 tokens back "
        + "(even attention: 5\u{202F}%), and predicts “Lily”, rightly")
    #expect(
      try #require(title("gates-lstm")).contains("through on average; 9 of 81 units let through more than 90\u{202F}%"))
    #expect(try #require(title("states-birnn")).hasPrefix("From word to word, a state of the bi-RNN moves by 0.55"))
    #expect(try #require(title("states-rnn")).hasSuffix("33\u{202F}% of all states are saturated"))
    for text in ["the LSTM 2", "recall", "every → Lily", "times even", "Saturation", "8 to 64 tokens back"] {
      #expect(document.text.contains(text), "\(text)")
    }
    let lines = try #require(page.csvFiles().first { $0.name == "attention-transformer.csv" }).text
      .split(separator: "\r\n")
    #expect(lines.count == 1 + 4 * 21 * 22 / 2)
    #expect(lines.contains("2,1,21,night,6,Lily,\(share)"))

    // A text has no source to point at, and a single head nothing to be compared with.
    studies.inside.sentences = SampleStudies.sentences.map {
      ExampleSentence(words: $0.words, answer: $0.answer, source: nil, kind: nil)
    }
    studies.inside.windows.distances = nil
    let text = try Document(report(studies).html()).text
    #expect(text.contains("In the Transformer, head 2 of layer 2 attends ") && !text.contains("The frame: "))
    studies.inside.models["transformer"]?.readings[0].heads.removeLast(3)
    #expect(try Document(report(studies).html()).text.contains("The Transformer attends "))
    // Records of another sentence are not drawn.
    studies.inside.sentences[0].words.removeLast()
    #expect(try !report(studies).figures.contains { $0.id.hasPrefix("attention-") || $0.id.hasPrefix("gates-") })
  }

  @Test(
    "each sentence says which models are right and which are wrong, and a title praises no attention that did not help")
  func rightAndWrong() throws {
    var studies = SampleStudies()
    let document = try Document(report(studies).html())
    func count(_ name: String) -> Int { document.elements.filter { $0.attributes["class"] == name }.count }
    // All are right about the first, and the LSTM alone about the second.
    #expect(count("right") == 4 + 1 && count("wrong") == 3)
    #expect(document.text.contains("Of 2 next words, the RNN gets 1 right"))
    studies.inside.models["transformer"]?.readings[0].guess = "Rosa"
    let figure = try #require(report(studies).figures.first { $0.id == "attention-transformer" })
    #expect(figure.title.hasSuffix("and yet the model predicts “Rosa”"))
  }

  private struct Inside: Decodable {
    struct Head: Decodable { let rows: [[Int]] }
    struct Row: Decodable { let values: [Int] }
    struct Table: Decodable { let units: [[Int]] }
    let name: String
    let heads: [Head]
    let gates: [Row]
    let states: [Table]
  }

  @Test("the script gets attention, gates and states of each word of each sentence, in hundredths")
  func forScript() throws {
    let studies = SampleStudies()
    let readings = try Document(report(studies).html()).elements.compactMap { $0.attributes["data-inside"] }
    #expect(readings.count == 2)
    let insides = try JSONDecoder().decode([Inside].self, from: Data(try #require(readings.first).utf8))
    let transformer = try #require(insides.first { $0.name == "Transformer" })
    let heads = try #require(studies.inside.models["transformer"]?.readings[0].heads)
    for (found, head) in zip(transformer.heads, heads) {
      #expect(found.rows == head.weights.rows.map { row in row.map { Int(($0 * 100).rounded()) } })
    }
    let lstm = try #require(insides.first { $0.name == "LSTM" })
    #expect(transformer.heads.count == 4 && lstm.gates.count == 3 && lstm.states.count == 1)
    #expect(lstm.gates.allSatisfy { $0.values.count == 21 })
    #expect(insides.first { $0.name == "bi-RNN" }?.states.count == 2)
  }
}
