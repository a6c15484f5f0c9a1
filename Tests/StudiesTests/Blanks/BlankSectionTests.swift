// Filling the blank in the report: losses and right answers by group, what the right side adds, and marked examples.

import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Blanks in the report")
struct BlankSectionTests {
  private func report(_ studies: SampleStudies) throws -> HTMLReport {
    StudyList.report(on: try SampleResults.full(studies), command: "./lab compare")
  }

  @Test(
    "blanks have losses and right answers by group beside perfection, what the right side adds, and marked examples")
  func blanks() throws {
    let report = try report(SampleStudies())
    let document = try Document(report.html())
    let loss = try #require(report.figures.first { $0.id == "blank-loss" })
    #expect(loss.title.hasPrefix("The bi-RNN, which sees both sides, fills blanks best, with 0.6"))
    #expect(loss.title.contains("only the right side settles them, the bi-RNN needs 0.9"), "\(loss.title)")
    let accuracy = try #require(report.figures.first { $0.id == "blank-accuracy" })
    #expect(
      accuracy.title.contains("the bi-RNN gets 7") && accuracy.title.hasSuffix("a perfect predictor gets 10\u{202F}%"))
    for (figure, marks) in [(loss, ["0.285", "0.6", "2.31"]), (accuracy, ["0.87", "0.762", "0.0957"])] {
      let rows = figure.csv.rows
      #expect(rows.count == 4 * 6, "four models and two marks each")
      #expect(Set(rows.map { $0[0] }) == ["all", "left", "right", "near"])
      for mark in marks { #expect(rows.contains { $0[3] == mark && $0[4].isEmpty }, "\(mark)") }
    }
    for text in [
      "What the right side adds", "a perfect predictor", "+2.309", "+90.4", "bi-RNN over RNN",
      "200 blanks that only the right side settles", "61 of them, settled by one of the next 16 words",
      "✓\u{202F}snowy 81\u{202F}%", "windy 6.2\u{202F}%", "counted",
    ] { #expect(document.text.contains(text), "\(text)") }
  }

  @Test("without a grammar, all blanks stand together, and nothing is said about what settles them")
  func text() throws {
    var studies = SampleStudies()
    var all = try #require(studies.blanks.group(.all))
    (all.bothSides, all.leftSide, all.gains) = (nil, nil, [])
    studies.blanks = BlankStudyRecord(groups: [all])
    let report = try report(studies)
    let figures = report.figures.filter { $0.id.hasPrefix("blank") }
    #expect(figures.map(\.id) == ["blank-loss", "blank-accuracy"])
    for figure in figures {
      #expect(!figure.title.contains("right side") && !figure.title.contains("perfect"), "\(figure.title)")
      #expect(figure.csv.rows.count == 4, "four models, and no marks")
    }
    #expect(!report.html().contains("What the right side adds"))
  }

  @Test("causal models alone have no gain to tell, and no word about one")
  func causal() throws {
    var studies = SampleStudies()
    for index in studies.blanks.groups.indices {
      studies.blanks.groups[index].gains = []
      studies.blanks.groups[index].models.removeAll { $0.model == "birnn" }
    }
    let report = try report(studies)
    let title = try #require(report.figures.first { $0.id == "blank-loss" }).title
    #expect(!title.contains("bi-RNN") && title.contains("where only the right side settles them, the"))
    _ = try Document(report.html())
  }
}
