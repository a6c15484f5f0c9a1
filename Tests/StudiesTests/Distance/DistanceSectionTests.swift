// Right answers by distance in the report: who is a rival of whom.

import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Accuracy by distance in the report")
struct DistanceSectionTests {
  private func figure(_ studies: SampleStudies, _ id: String) throws -> Figure? {
    StudyList.report(on: try SampleResults.full(studies), command: "").figures.first { $0.id == id }
  }

  @Test("a model that sees both sides is no rival in looking back, as long as two others are there")
  func causalTitle() throws {
    func title(_ studies: SampleStudies) throws -> String {
      try #require(try figure(studies, "skill-by-distance")).title
    }
    var studies = SampleStudies()
    for index in studies.distance.groups.indices {
      studies.distance.groups[index].models["birnn"] = Estimate([0.98, 0.98, 0.98])
    }
    #expect(try title(studies).contains("back, the Transformer gets"))
    for index in studies.distance.groups.indices {
      for model in ["rnn", "lstm"] { studies.distance.groups[index].models[model] = nil }
    }
    #expect(try title(studies).contains("back, the bi-RNN gets"))
  }

  @Test("skill is shown for the kind in which distance alone differs, each kind by itself in a figure of its own")
  func kinds() throws {
    var studies = SampleStudies()
    let skill = try #require(try figure(studies, "skill-by-distance"))
    #expect(skill.title.contains("“recall”") && Set(skill.csv.rows.map { $0[0] }) == ["recall"])
    let all = try #require(try figure(studies, "accuracy-by-kind"))
    #expect(all.panels.map(\.title) == ["recall", "agreement", "quote"])
    #expect(Set(all.csv.rows.map { $0[0] }) == ["recall", "agreement", "quote"])
    studies.distance.groups.removeAll { $0.kind != "recall" }
    #expect(try figure(studies, "accuracy-by-kind")?.panels.map(\.title) == ["recall"])
    // Ranges with few tokens say little.
    for index in studies.distance.groups.indices where studies.distance.groups[index].from > 16 {
      studies.distance.groups[index].count = 99
    }
    let near = try #require(try figure(studies, "skill-by-distance"))
    #expect(near.description.contains("9–16 back") && !near.description.contains("17–32 back"))
  }
}
