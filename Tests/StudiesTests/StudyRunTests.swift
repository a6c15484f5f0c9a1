// A study by itself: what it writes, prints and shows, and that it can be stopped.

import Foundation
import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("A study by itself")
struct StudyRunTests {
  private struct Stopped: Error {}

  private func run<S: Study>(_ study: S) throws -> (tables: [Table], page: StudyPage, command: String) {
    let subject = StudySubject(tiny: [try SmallCorpus.model("rnn"), try SmallCorpus.model("transformer")])
    let run = try #require(try StudyRun(study, of: subject) { _ in })
    let command = "./lab study \(study.id) --models rnn,transformer"
    return (run.tables, run.page(command: command), command)
  }

  @Test("its results have schema, machine, names and record, under the names of a comparison's results.json")
  func json() throws {
    var progress: [Double] = []
    let subject = StudySubject(tiny: [try SmallCorpus.model("rnn"), try SmallCorpus.model("transformer")])
    let json = try StudyJSON.run("generation", of: subject) { progress.append($0.done) }
    #expect(json["schema"] as? Int == ComparisonResults.currentSchema && json["study"] as? String == "generation")
    #expect(json["names"] as? [String: String] == ["rnn": "RNN", "transformer": "Transformer"])
    #expect((json["machine"] as? [String: Any])?["threads"] as? Int == 2 && json["claims"] is [Any])
    let data = try JSONSerialization.data(withJSONObject: ["generation": try #require(json["record"])])
    let parts = try JSONDecoder.ofStudies.decode(StudyParts.self, from: data)
    let record = try #require(parts["generation"] as? GenerationRecord)
    #expect(Set(record.models.keys) == ["rnn", "transformer"])
    #expect(progress == progress.sorted() && progress.allSatisfy { (0...1).contains($0) } && progress.count == 2)
  }

  @Test("its tables fit 80 columns, and its page is whole, with title, question, command and files")
  func shown() throws {
    let study = try #require(StudyList.named("generation"))
    let (tables, page, command) = try run(study)
    #expect(tables.count == 1)
    for line in tables.flatMap({ $0.text().split(separator: "\n") }) {
      #expect(TextWidth.columns(String(line)) <= 80, "\(line)")
    }
    let document = try Document(page.html())
    for text in ["Cost of generation by context", "It asks what the next token costs", command] {
      #expect(document.text.contains(text), "\(text)")
    }
    #expect(page.csvFiles().map(\.name) == ["generation.csv"] && document.links.contains("generation.csv"))
  }

  @Test("what it is told of its progress may stop it")
  func stops() throws {
    let subject = StudySubject(tiny: [try SmallCorpus.model("rnn")])
    #expect(throws: Stopped.self) { try StudyJSON.run("generation", of: subject) { _ in throw Stopped() } }
  }

  @Test(
    "without trained models, there is nothing to look at",
    arguments: StudyList.all.filter { $0.needs == .trainedModels }.map(\.id))
  func nothing(id: String) throws {
    let subject = StudySubject(tiny: [try SmallCorpus.model("rnn")])
    #expect(throws: StudyJSON.Nothing.self) { try StudyJSON.run(id, of: subject) }
  }
}
