// The report of a comparison without its studies: claims, losses, protocol, and what is planted between them.

import Foundation
import LabReport
import LabResults
import TestSupport
import Testing

@Suite("HTML report")
struct HTMLReportTests {
  private func report(
    _ results: ComparisonResults, headline: PageSection? = nil, picture: PageSection? = nil,
    studies: [(chapter: Chapter, section: PageSection)] = [], dials: [Dial] = []
  ) -> HTMLReport {
    HTMLReport(
      results, command: "./lab compare --profile standard", date: Date(timeIntervalSince1970: 1_795_442_700),
      headline: headline, picture: picture, studies: studies, dials: dials)
  }

  private func pair(_ first: RunPairReport.Named, _ second: RunPairReport.Named) -> RunPairReport {
    RunPairReport(first, second) { _ in [] }
  }

  @Test("is well-formed, with everything, with losses alone, and with almost nothing")
  func wellFormed() throws {
    var bare = SampleResults.trained()
    (bare.models, bare.baselines, bare.notes) = ([], [], [])
    for results in [SampleResults.judged(), SampleResults.trained(), bare] {
      let document = try Document(report(results).html())
      #expect(document.ids.count == Set(document.ids).count, "an id occurs twice")
      for target in document.targets { #expect(document.ids.contains(target), "#\(target) is nowhere") }
    }
  }

  /// A section with a figure, and one more that is folded.
  private func planted(_ id: String) throws -> PageSection {
    func figure(_ name: String) -> PageSection.Part {
      var csv = CSV(["a", "b"])
      csv.add([id, "1"])
      return .figure(Figure(id: name, title: "A planted \(name)", description: "1", panels: [], csv: csv))
    }
    return try #require(
      PageSection(id, "Planted \(id)", [figure("figure-\(id)")], folded: [figure("folded-\(id)")]))
  }

  @Test("headline and picture come first, then a chapter for each question, with figures and files of all")
  func studies() throws {
    let page = report(
      SampleResults.judged(), headline: try planted("above"), picture: try planted("below"),
      studies: [
        (.cost, try planted("two")), (.far, try planted("one")), (.cost, try planted("three")),
        (.cost, try planted("complexity")),
      ])
    let document = try Document(page.html())
    let ids = document.ids.filter { $0.hasPrefix("section-") }.map { String($0.dropFirst(8)) }
    #expect(
      ids == [
        "above", "below", "training", "one", "norms", "complexity", "two", "three", "claims", "protocol", "numbers",
      ])
    #expect(
      document.ids.filter { $0.hasPrefix("chapter-") }
        == ["good", "far", "why", "cost", "trust"].map { "chapter-" + $0 })
    // The leading section is open, with its own rest folded; the others are a line each that says what was found.
    let folds = document.elements.filter { $0.name == "details" }.compactMap { $0.attributes["id"] }
    #expect(folds.contains("more-complexity") && folds.contains("section-two") && !folds.contains("section-complexity"))
    #expect(document.text.contains("Planted two. A planted figure-two."))
    #expect(page.csvFiles().map(\.name).contains("folded-three.csv"))
    let file = try #require(page.csvFiles().first { $0.name == "figure-two.csv" })
    #expect(file.text == "a,b\r\ntwo,1\r\n" && document.links.contains("figure-two.csv"))
  }

  @Test("sections without data are left out")
  func absentSections() throws {
    let html = report(SampleResults.trained()).html()
    for id in ["training", "norms", "protocol", "numbers"] { #expect(html.contains("id=\"section-\(id)\""), "\(id)") }
    for id in ["claims", "headline", "picture"] { #expect(!html.contains("section-\(id)\""), "\(id)") }
  }

  @Test("the claim sheet has icon, word, interval, seeds and rule; counts and missing values are told apart")
  func claims() throws {
    let html = report(SampleResults.judged()).html()
    let document = try Document(html)
    for word in ["supported", "contradicted", "inconclusive"] {
      #expect(html.contains("class=\"verdict \(word)\"><svg") && document.text.contains(word))
    }
    #expect(document.text.contains("3.30 (3.05 to 3.58)") && document.text.contains("3 seeds"))
    #expect(document.text.contains("counted: by construction") && document.text.contains("1 seed"))
    #expect(document.text.contains("Transformer − LSTM") && document.text.contains("Supported if the whole interval"))
  }

  @Test("a fair comparison wears its badge, and one whose protocol was edited says why it lost it")
  func badge() throws {
    var results = SampleResults.judged()
    #expect(try Document(report(results).html()).text.contains("matched — same size"))
    results.protocol.plan.blankCount += 1
    let text = try Document(report(results).html()).text
    #expect(text.contains("not matched — protocol: edited after the run") && text.contains("its seal does not fit"))
  }

  @Test("numbers are short")
  func numbers() {
    #expect(Numbers.significant(0.001234) == "0.00123" && Numbers.significant(12.345) == "12.3")
    #expect(Numbers.significant(9.996) == "10.0" && Numbers.significant(0) == "0" && Numbers.significant(.nan) == "–")
    #expect(Numbers.significant(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(Numbers.significant(-1.23456e-7) == "−1.23\u{202F}×\u{202F}10⁻⁷")
    #expect(Numbers.percent(0.533) == "53\u{202F}%" && Numbers.fixed(-0.0001, 2) == "0.00")
    #expect(Numbers.significant(1234) == "1234" && Numbers.count(12_345) == "12\u{202F}345")
  }

  @Test("a model has one class in figures and tables, and a button that makes it stand out and one that hides it")
  func models() throws {
    let results = SampleResults.judged()
    let document = try Document(report(results).html())
    let buttons = document.elements.filter { $0.name == "button" }.map(\.attributes)
    for (place, model) in results.models.enumerated() {
      let highlight = try #require(buttons.first { $0["data-highlight"] == model.id })
      #expect(highlight["data-class"] == "k\(place)" && highlight["aria-pressed"] == "false")
      #expect(buttons.contains { $0["data-hide"] == model.id && ($0["aria-label"] ?? "").hasPrefix("hide ") })
      let parts = document.elements.filter {
        ($0.attributes["class"] ?? "").split(separator: " ").contains("k\(place)")
      }
      #expect(
        parts.contains { $0.name == "tr" } && parts.contains { $0.name == "g" } && parts.contains { $0.name == "text" })
    }
    #expect(document.elements.contains { $0.attributes["id"] == "controls" && $0.attributes["hidden"] != nil })
    let alone = HTMLReportTests.one(results)
    #expect(!report(alone).html().contains("id=\"controls\""), "one model has nothing to stand out from")
  }

  private static func one(_ results: ComparisonResults) -> ComparisonResults {
    var alone = results
    alone.models = [results.models[0]]
    return alone
  }

  @Test("a dial has a place for each of its labels, starts inside them, and texts that follow it hold one for each")
  func dials() throws {
    let dial = Dial("distance", "distance", labels: ["1–4", "5–8", "9|16"], start: 7)
    #expect(dial.start == 2)
    let text = try Document(dial.text(["a", "b|c", "d"]))
    #expect(text.text == "d" && text.elements[0].attributes["data-texts"] == "a|b/c|d")
    let list = try Document(dial.html)
    #expect(list.elements.count { $0.name == "option" } == 3 && list.elements[0].attributes["hidden"] != nil)
    let slider = try Document(Dial("step", "step", labels: ["0", "20"], start: 1, isSlider: true).html)
    let input = try #require(slider.elements.first { $0.name == "input" }).attributes
    #expect(input["type"] == "range" && input["max"] == "1" && input["value"] == "1")
    // Losses and gradient norms follow the steps of training: the page shows those of the last.
    let results = SampleResults.judged()
    let steps = try #require(results.models[0].gradientNorms.first).steps
    let parts = try Document(report(results, dials: [dial]).html()).elements.filter {
      $0.attributes["data-by"] == "step"
    }
    for part in parts {
      let values = try #require(part.attributes["data-texts"] ?? part.attributes["data-places"])
      #expect(values.split(separator: "|", omittingEmptySubsequences: false).count == steps.count)
    }
    #expect(parts.contains { $0.name == "span" } && parts.contains { $0.name == "line" })
  }

  @Test("two runs side by side: differences of losses with paired intervals, of costs and of verdicts")
  func pair() throws {
    let first = SampleResults.judged()
    var second = first
    second.models[3].nextToken = Estimate((first.models[3].nextToken?.values ?? []).map { $0 - 0.1 })
    second.models[3].seconds *= 1.5
    second.claims[0].verdict = .contradicted
    second.models.removeLast(0)
    let report = pair(("before", first), ("after", second))
    let document = try Document(report.html())
    #expect(document.text.contains("changed most, by −0.100 nats"))
    #expect(document.text.contains("−0.100 ±\u{202F}0.000") && document.text.contains("+50.0\u{202F}%"))
    #expect(!document.text.contains("Not the same in both"))
    #expect(report.csvFiles().map(\.name) == ["next-token-losses.csv"])
    let same = try Document(pair(("run", first), ("run", first)).html())
    #expect(same.text.contains("run (1) and run (2), side by side") && same.text.contains("No next-token loss differs"))
    second.corpus.sha256 = "ff"
    second.protocol.seeds = [1]
    second.models.remove(at: 0)
    let other = try Document(pair(("before", first), ("after", second)).html())
    #expect(other.text.contains("the contents of stories changed") && other.text.contains("seeds: 1, 2 and 3 and 1"))
    #expect(!other.text.contains("−0.100 ±"))
  }

  @Test("CSV cells with commas, quotes or line ends are quoted")
  func csv() throws {
    var results = SampleResults.trained()
    results.models[0].id = "a,\"b\"\nc"
    let text = try #require(report(results).csvFiles().first { $0.name == "gradient-norms.csv" }).text
    #expect(text.hasPrefix("model,seed,step,gradient norm\r\n\"a,\"\"b\"\"\nc\",1,0,"))
  }
}
