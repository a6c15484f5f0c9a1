// The report with all studies: one well-formed file that asks for nothing else, says what its figures show, and leaves out what is
// absent.

import Foundation
import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Pages of studies")
struct StudyPagesTests {
  private func report(_ results: ComparisonResults) -> HTMLReport {
    StudyList.report(
      on: results, command: "./lab compare --profile standard", date: Date(timeIntervalSince1970: 1_795_442_700))
  }

  /// Losses and what a corpus tells of distances and blanks.
  private func basics() throws -> ComparisonResults {
    var results = SampleResults.trained()
    let parts = try SampleStudies().parts()
    for id in ["distance", "blanks"] { results.studies[id] = parts[id] }
    return results
  }

  @Test("is well-formed, with everything measured, and with little")
  func wellFormed() throws {
    for results in [try SampleResults.full(), try basics()] {
      let document = try Document(report(results).html())
      #expect(document.ids.count == Set(document.ids).count, "an id occurs twice")
      for target in document.targets { #expect(document.ids.contains(target), "#\(target) is nowhere") }
    }
  }

  /// `SEQLAB_REPORT_SAMPLE=folder` keeps the pages, to look at them.
  @Test(
    "the pages can be kept to look at", .enabled(if: ProcessInfo.processInfo.environment["SEQLAB_REPORT_SAMPLE"] != nil)
  )
  func kept() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["SEQLAB_REPORT_SAMPLE"] ?? ".")
    let (full, basics) = (try SampleResults.full(), try basics())
    let pages = [
      ("full", report(full).html()), ("basics", report(basics).html()),
      ("pair", StudyList.report(on: ("before", full), and: ("after", basics)).html()),
    ]
    for (name, html) in pages { try Data(html.utf8).write(to: folder.appendingPathComponent(name + ".html")) }
  }

  @Test("asks nothing of the network: the only address is the SVG name space")
  func selfContained() throws {
    let html = report(try SampleResults.full()).html()
    #expect(!html.replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "").contains("http"))
    for word in ["src=", "@import", "url(", "<link", "<iframe", "//cdn"] { #expect(!html.contains(word), "\(word)") }
  }

  @Test("stays below 3 MB with five seeds, eight models and long histories")
  func size() throws {
    var studies = SampleStudies()
    for kind in SampleResults.kinds { studies.add(kind.id + "-2", like: kind.id) }
    var results = try SampleResults.full(studies)
    results.models += results.models.map { model in
      var copy = model
      copy.id += "-2"
      return copy
    }
    for index in results.models.indices {
      results.models[index].gradientNorms += results.models[index].gradientNorms.prefix(2)
    }
    #expect(report(results).html().utf8.count < 3_000_000)
    #expect(report(try SampleResults.full()).html().utf8.count < 1_500_000)
  }

  @Test(
    "each figure has a title with a number that states what it shows, a text alternative, axes with titles, and its CSV"
  )
  func figures() throws {
    let report = report(try SampleResults.full())
    let document = try Document(report.html())
    let files = Dictionary(uniqueKeysWithValues: report.csvFiles().map { ($0.name, $0.text) })
    #expect(report.figures.count >= 15 && files.count == report.figures.count)
    for figure in report.figures {
      #expect(figure.title.count > 25 && figure.title.count < 200, "\(figure.title)")
      #expect(figure.description.firstMatch(of: /[0-9]/) != nil, "\(figure.id)")
      #expect(document.links.contains(figure.csvName), "\(figure.id)")
      let lines = try #require(files[figure.csvName]).split(separator: "\r\n")
      #expect(lines.count > 1, "\(figure.csvName)")
    }
    let drawings = document.elements.filter { $0.name == "svg" && $0.attributes["role"] == "img" }
    #expect(drawings.count >= report.figures.count)
    for drawing in drawings {
      for key in ["aria-labelledby", "aria-describedby"] {
        let names = (drawing.attributes[key] ?? "none").split(separator: " ").map(String.init)
        #expect(names.allSatisfy(document.ids.contains), "\(names)")
      }
    }
    // The titles come from the data.
    #expect(document.text.contains("tokens back, the Transformer gets"))
    #expect(document.text.contains("8.0·n + 200"))
    #expect(document.text.contains("Twice the length takes the Transformer's mixer 3.6 times the work"))
    #expect(document.text.contains("2 threads make the Transformer 1.8"))
  }

  @Test("text from users is escaped wherever it stands")
  func escaping() throws {
    let evil = "<script>alert('x')</script>&\"\u{7}\u{202E}"
    var studies = SampleStudies()
    studies.add(evil, like: "rnn")
    studies.gradientFlow["birnn"]?[0].setting = evil
    studies.tasks["copy"]?["rnn"]?[0].id = evil
    studies.distance.groups[7].kind = evil
    studies.blanks.demonstrations[0].text = evil
    studies.blanks.demonstrations[0].models[0].choices[0].word = evil
    studies.inside.sentences[0].words[1] = evil
    studies.inside.sentences[0].answer = evil
    studies.inside.models["lstm"]?.readings[0].guess = evil
    (studies.samples.prompts, studies.samples.models) = ([evil], ["rnn": [evil], "lstm": ["once"]])
    studies.distance.examples[0].words[0] = evil
    var results = try SampleResults.full(studies, corpus: evil)
    results.models[0].id = evil
    results.models[0].failures = [evil]
    results.machine.cpu = evil
    results.claims[0].reason = evil
    results.claims[0].model = evil
    (results.alarms, results.notes) = ([evil], [evil])
    results.baselines[2].id = evil
    let html = StudyList.report(on: results, command: evil).html()
    let document = try Document(html)
    #expect(document.elements.filter { $0.name == "script" }.count == 1)
    #expect(
      !html.contains("<script>alert") && html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"))
    #expect(!html.contains("\u{7}") && !html.contains("\u{202E}"))
    let pair = StudyList.report(on: (evil, results), and: ("b", results)).html()
    #expect(try Document(pair).elements.filter { $0.name == "script" }.count == 1)
  }

  @Test("sections without data are left out")
  func absentSections() throws {
    let html = report(try basics()).html()
    let present = ["picture", "training", "blanks", "norms", "distance", "numbers"]
    let absent = [
      "claims", "flow", "context", "copy", "recall", "adding", "parity", "positions", "complexity", "parallel",
      "generation", "inside", "samples",
    ]
    for id in present { #expect(html.contains("id=\"section-\(id)\""), "\(id)") }
    for id in absent { #expect(!html.contains("section-\(id)\""), "\(id)") }
    let full = report(try SampleResults.full()).html()
    for id in present + absent { #expect(full.contains("id=\"section-\(id)\""), "\(id)") }
  }

  @Test("the picture stands above the chapters, and the studies of a chapter are in the order of their list")
  func order() throws {
    let ids = try Document(report(try SampleResults.full()).html()).ids.filter { $0.hasPrefix("section-") }
    #expect(ids.prefix(4) == ["section-headline", "section-picture", "section-training", "section-samples"])
    let tasks = try ["copy", "recall", "adding", "parity"].map { try #require(ids.firstIndex(of: "section-" + $0)) }
    #expect(tasks == tasks.sorted() && ids.suffix(2) == ["section-protocol", "section-numbers"])
  }

  @Test("runs that stopped, losses that are not finite, and a single seed leave a page without NaN")
  func unfinished() throws {
    var results = try SampleResults.full()
    results.models[0].nextToken = Estimate([.nan, 0.8])
    results.models[0].failures = ["seed 2: the loss at step 7 is not finite"]
    results.models[0].gradientNorms[1].steps = []
    results.models[1].fillBlank = nil
    results.models[2].nextToken = Estimate([0.9])
    let report = report(results)
    let document = try Document(report.html())
    for word in document.text.split(whereSeparator: { !$0.isLetter }) {
      #expect(!["nan", "inf", "NaN"].contains(word))
    }
    for file in report.csvFiles() { #expect(!file.text.contains("nan") && !file.text.contains("inf,")) }
  }

  @Test("numbers are short")
  func numbers() throws {
    #expect(report(try SampleResults.full()).html().firstMatch(of: /\d\.\d{7,}/) == nil)
  }

  @Test("two runs side by side: differences of accuracies by distance, with paired intervals")
  func pair() throws {
    let first = try SampleResults.full()
    var studies = SampleStudies()
    let old = try #require(studies.distance.groups[4].models["lstm"])
    studies.distance.groups[4].models["lstm"] = Estimate(old.values.map { $0 + 0.25 })
    var second = try SampleResults.full(studies)
    let report = StudyList.report(on: ("before", first), and: ("after", second))
    let document = try Document(report.html())
    #expect(report.csvFiles().map(\.name) == ["next-token-losses.csv", "accuracies-by-distance.csv"])
    #expect(document.text.contains("Right answers changed most in the LSTM, 33–64 tokens back"))
    #expect(document.text.contains("+25.0 ±\u{202F}0.0"))
    let same = try Document(StudyList.report(on: ("run", first), and: ("run", first)).html())
    #expect(same.text.contains("At no distance do the shares of right answers differ"))
    second.protocol.seeds = [1]
    let other = try Document(StudyList.report(on: ("before", first), and: ("after", second)).html())
    #expect(other.text.contains("+25.0") && !other.text.contains("+25.0 ±"))
    second.studies["distance"] = nil
    #expect(!StudyList.report(on: ("before", first), and: ("after", second)).html().contains("section-distance"))
  }
}
