// The report: one well-formed file that asks for nothing else, says what its figures show, and leaves out what is absent.

import Foundation
import LabKit
import LabReport
import LabResults
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("HTML report")
struct HTMLReportTests {
  private static let command = "./lab compare --profile standard"

  private static func report(_ results: ComparisonResults) -> HTMLReport {
    HTMLReport(results, command: command, date: Date(timeIntervalSince1970: 1_795_442_700))
  }

  @Test("is well-formed, with everything measured, with today's data only, and with almost nothing")
  func wellFormed() throws {
    var bare = try SampleResults.today()
    bare.models = []
    bare.baselines = []
    bare.notes = []
    for results in [try SampleResults.full(), try SampleResults.today(), bare] {
      let document = try Document(Self.report(results).html())
      #expect(document.ids.count == Set(document.ids).count, "an id occurs twice")
      for target in document.targets { #expect(document.ids.contains(target), "#\(target) is nowhere") }
    }
  }

  @Test("position encodings have a table that says which cannot read longer texts, and a guess's share")
  func positions() throws {
    var results = try SampleResults.today()
    results.positions = [
      PositionRecord(
        model: "transformer", positions: "learned", accuracy: Estimate([1, 1, 0.97]), beyondLength: nil,
        trainedLength: 22,
        testedLength: 42, chance: 0.5),
      PositionRecord(
        model: "transformer", positions: "rotary", accuracy: Estimate([1, 0.98, 1]),
        beyondLength: Estimate([0.8, 0.7, 0.9]),
        trainedLength: 22, testedLength: 42, chance: 0.5),
    ]
    let html = Self.report(results).html()
    _ = try Document(html)
    for text in ["Position encodings on word order", "cannot read them", "42 tokens", "rotary"] {
      #expect(html.contains(text), "\(text)")
    }
  }

  @Test(
    "blanks have losses and right answers by group beside perfection, what the right side adds, and marked examples")
  func blanks() throws {
    let results = try SampleResults.full()
    let report = Self.report(results)
    let document = try Document(report.html())
    let loss = try #require(report.figures.first { $0.id == "blank-loss" })
    #expect(loss.title.hasPrefix("The bi-RNN, which sees both sides, fills blanks best, with 0.6"))
    #expect(loss.title.contains("only the right side settles them, the bi-RNN needs 0.9"), "\(loss.title)")
    let accuracy = try #require(report.figures.first { $0.id == "blank-accuracy" })
    #expect(
      accuracy.title.contains("the bi-RNN gets 7") && accuracy.title.hasSuffix("a perfect predictor gets 10\u{202F}%"))
    for (figure, marks) in [(loss, ["0.285", "0.6", "2.31"]), (accuracy, ["0.87", "0.762", "0.0957"])] {
      let rows = figure.csv.rows
      #expect(rows.count == 4 * 6 + (figure.id == "blank-loss" ? 1 : 0), "four models and two marks each; one n-gram")
      #expect(Set(rows.map { $0[0] }) == ["all", "left", "right", "near"])
      for mark in marks { #expect(rows.contains { $0[3] == mark && $0[4].isEmpty }, "\(mark)") }
    }
    for text in [
      "What the right side adds", "a perfect predictor", "+2.309", "+90.4", "bi-RNN over RNN",
      "200 blanks that only the right side settles", "61 of them, settled by one of the next 16 words",
      "✓\u{202F}snowy 81\u{202F}%", "windy 6.2\u{202F}%", "counted",
    ] { #expect(document.text.contains(text), "\(text)") }

    // Without a grammar, all blanks stand together, and nothing is said about what settles them.
    var text = results
    text.blanks = nil
    (text.corpus.floors.blank, text.corpus.floors.blankLeft) = (nil, nil)
    let figures = Self.report(text).figures.filter { $0.id.hasPrefix("blank") }
    #expect(figures.map(\.id) == ["blank-loss"] && !figures[0].title.contains("right side"))
    #expect(figures[0].csv.rows.count == 5 && !Self.report(text).html().contains("What the right side adds"))

    // Causal models alone: no gain of a model to tell, and no word about one.
    var causal = results
    causal.models.remove(at: 1)
    for index in causal.blanks?.groups.indices ?? 0..<0 {
      causal.blanks?.groups[index].gains = []
      causal.blanks?.groups[index].models.remove(at: 1)
    }
    let title = try #require(Self.report(causal).figures.first { $0.id == "blank-loss" }).title
    #expect(!title.contains("bi-RNN") && title.contains("where only the right side settles them, the"))
    _ = try Document(Self.report(causal).html())
  }

  /// `SEQLAB_REPORT_SAMPLE=folder` keeps the pages, to look at them.
  @Test(
    "the pages can be kept to look at", .enabled(if: ProcessInfo.processInfo.environment["SEQLAB_REPORT_SAMPLE"] != nil)
  )
  func kept() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["SEQLAB_REPORT_SAMPLE"] ?? ".")
    let (full, today) = (try SampleResults.full(), try SampleResults.today())
    let pages = [
      ("full", Self.report(full).html()), ("today", Self.report(today).html()),
      ("pair", RunPairReport(("before", full), ("after", today)).html()),
    ]
    for (name, html) in pages { try Data(html.utf8).write(to: folder.appendingPathComponent(name + ".html")) }
  }

  @Test("asks nothing of the network: the only address is the SVG name space")
  func selfContained() throws {
    let html = Self.report(try SampleResults.full()).html()
    #expect(!html.replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "").contains("http"))
    for word in ["src=", "@import", "url(", "<link", "<iframe", "//cdn"] { #expect(!html.contains(word), "\(word)") }
  }

  @Test("stays below 3 MB with five seeds, eight models and long histories")
  func size() throws {
    var results = try SampleResults.full()
    results.models += results.models.map { model in
      var copy = model
      copy.id += "-2"
      return copy
    }
    for index in results.models.indices {
      results.models[index].gradientNorms += results.models[index].gradientNorms.prefix(2)
    }
    #expect(Self.report(results).html().utf8.count < 3_000_000)
    #expect(Self.report(try SampleResults.full()).html().utf8.count < 1_500_000)
  }

  @Test(
    "each figure has a title with a number that states what it shows, a text alternative, axes with titles, and its CSV"
  )
  func figures() throws {
    let report = Self.report(try SampleResults.full())
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
        #expect(document.ids.contains(drawing.attributes[key] ?? "none"))
      }
    }
    // The titles come from the data.
    #expect(document.text.contains("The Transformer still finds the answer"))
    #expect(document.text.contains("8.0·n + 200"))
    #expect(document.text.contains("Twice the length takes the Transformer's mixer 3.6 times the work"))
  }

  @Test("the claim sheet has icon, word, interval, seeds and rule; counts and missing values are told apart")
  func claims() throws {
    let html = Self.report(try SampleResults.full()).html()
    let document = try Document(html)
    for word in ["supported", "contradicted", "inconclusive"] {
      #expect(html.contains("class=\"verdict \(word)\"><svg") && document.text.contains(word))
    }
    #expect(document.text.contains("3.30 (3.05 to 3.58)") && document.text.contains("3 seeds"))
    #expect(document.text.contains("counted") && document.text.contains("1 seed"))
    #expect(document.text.contains("Transformer − LSTM") && document.text.contains("Supported if the whole interval"))
  }

  @Test("a fair comparison wears its badge, and one whose protocol was edited says why it lost it")
  func badge() throws {
    var results = try SampleResults.full()
    #expect(try Document(Self.report(results).html()).text.contains("matched — same size"))
    results.protocol.plan.blankCount += 1
    let text = try Document(Self.report(results).html()).text
    #expect(text.contains("not matched — protocol: edited after the run") && text.contains("its seal does not fit"))
  }

  @Test("text from users is escaped wherever it stands")
  func escaping() throws {
    let evil = "<script>alert('x')</script>&\"\u{7}\u{202E}"
    var results = try SampleResults.full(prompt: evil, corpus: evil)
    results.models[0].id = evil
    results.models[0].failures = [evil]
    results.models[1].gradientFlow[0].setting = evil
    results.models[0].probes[0].id = evil
    results.models[0].accuracyByDistance[7].kind = evil
    results.machine.cpu = evil
    results.claims[0].reason = evil
    results.claims[0].model = evil
    results.alarms = [evil]
    results.notes = [evil]
    results.baselines[2].id = evil
    results.blanks?.demonstrations[0].text = evil
    results.blanks?.demonstrations[0].models[0].choices[0].word = evil
    results.insideExample?.words[1] = evil
    results.insideExample?.answer = evil
    results.models[2].inside?.guess = evil
    let html = HTMLReport(results, command: evil).html()
    let document = try Document(html)
    #expect(document.elements.filter { $0.name == "script" }.count == 1)
    #expect(
      !html.contains("<script>alert") && html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"))
    #expect(!html.contains("\u{7}") && !html.contains("\u{202E}"))
    let pair = RunPairReport((evil, results), ("b", results)).html()
    #expect(try Document(pair).elements.filter { $0.name == "script" }.count == 1)
  }

  @Test("a model that sees both sides is no rival in looking back, as long as two others are there")
  func causalTitle() throws {
    var results = try SampleResults.today()
    for index in results.models[1].accuracyByDistance.indices {
      results.models[1].accuracyByDistance[index].accuracy = Estimate([1, 1, 1])
    }
    let title = try #require(Self.report(results).figures.first { $0.id == "accuracy-by-distance" }).title
    #expect(title.hasPrefix("The Transformer still finds"))
    results.models.remove(at: 0)
    results.models.remove(at: 1)
    let other = try #require(Self.report(results).figures.first { $0.id == "accuracy-by-distance" }).title
    #expect(other.hasPrefix("The bi-RNN still finds"))
  }

  @Test("sections without data are left out")
  func absentSections() throws {
    let html = Self.report(try SampleResults.today()).html()
    let present = ["picture", "training", "blanks", "norms", "distance", "parallel", "numbers"]
    let absent = ["claims", "flow", "context", "probes", "complexity", "generation", "inside", "samples"]
    for id in present { #expect(html.contains("id=\"section-\(id)\""), "\(id)") }
    for id in absent { #expect(!html.contains("section-\(id)\""), "\(id)") }
    let full = Self.report(try SampleResults.full()).html()
    for id in present + absent { #expect(full.contains("id=\"section-\(id)\""), "\(id)") }
  }

  @Test("runs that stopped, losses that are not finite, and a single seed leave a page without NaN")
  func unfinished() throws {
    var results = try SampleResults.full()
    results.models[0].nextToken = Estimate([.nan, 0.8])
    results.models[0].failures = ["seed 2: the loss at step 7 is not finite"]
    results.models[0].gradientNorms[1].steps = []
    results.models[1].fillBlank = nil
    results.models[2].nextToken = Estimate([0.9])
    let report = Self.report(results)
    let document = try Document(report.html())
    for word in document.text.split(whereSeparator: { !$0.isLetter }) {
      #expect(!["nan", "inf", "NaN"].contains(word))
    }
    for file in report.csvFiles() { #expect(!file.text.contains("nan") && !file.text.contains("inf,")) }
  }

  @Test("numbers are short")
  func numbers() throws {
    let html = Self.report(try SampleResults.full()).html()
    #expect(html.firstMatch(of: /\d\.\d{7,}/) == nil)
    #expect(Numbers.significant(0.001234) == "0.00123" && Numbers.significant(12.345) == "12.3")
    #expect(Numbers.significant(9.996) == "10.0" && Numbers.significant(0) == "0" && Numbers.significant(.nan) == "–")
    #expect(Numbers.significant(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(Numbers.significant(-1.23456e-7) == "−1.23\u{202F}×\u{202F}10⁻⁷")
    #expect(Numbers.percent(0.533) == "53\u{202F}%" && Numbers.fixed(-0.0001, 2) == "0.00")
    #expect(Numbers.significant(1234) == "1234" && Numbers.count(12_345) == "12\u{202F}345")
  }

  @Test("paper has the claims as a table and not as a phone's cards")
  func paper() throws {
    let html = Self.report(try SampleResults.full()).html()
    let cards = try #require(html.range(of: ".claims thead { display: none; }"))
    let rule = try #require(html[..<cards.lowerBound].range(of: "@media", options: .backwards))
    #expect(html[rule.lowerBound...].hasPrefix("@media screen and (max-width"))
  }

  @Test("two runs side by side: differences of losses with paired intervals, of accuracies, costs and verdicts")
  func pair() throws {
    let first = try SampleResults.full()
    var second = first
    second.models[3].nextToken = Estimate((first.models[3].nextToken?.values ?? []).map { $0 - 0.1 })
    second.models[3].seconds *= 1.5
    second.claims[0].verdict = .contradicted
    second.models.removeLast(0)
    let report = RunPairReport(("before", first), ("after", second))
    let document = try Document(report.html())
    #expect(document.text.contains("changed most, by −0.100 nats"))
    #expect(document.text.contains("−0.100 ±\u{202F}0.000") && document.text.contains("+50.0\u{202F}%"))
    #expect(!document.text.contains("Not the same in both"))
    #expect(report.csvFiles().map(\.name) == ["next-token-losses.csv", "accuracies-by-distance.csv"])
    let same = try Document(RunPairReport(("run", first), ("run", first)).html())
    #expect(same.text.contains("run (1) and run (2), side by side") && same.text.contains("No next-token loss differs"))
    second.corpus.sha256 = "ff"
    second.protocol.seeds = [1]
    second.models.remove(at: 0)
    let other = try Document(RunPairReport(("before", first), ("after", second)).html())
    #expect(other.text.contains("the contents of stories changed") && other.text.contains("seeds: 1, 2 and 3 and 1"))
    #expect(!other.text.contains("−0.100 ±"))
  }

  @Test("CSV cells with commas, quotes or line ends are quoted")
  func csv() throws {
    var results = try SampleResults.today()
    results.models[0].id = "a,\"b\"\nc"
    let text = try #require(Self.report(results).csvFiles().first { $0.name == "gradient-norms.csv" }).text
    #expect(text.hasPrefix("model,seed,step,gradient norm\r\n\"a,\"\"b\"\"\nc\",1,0,"))
  }
}

/// A page, parsed as XML.
final class Document: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  private(set) var text = ""

  init(_ html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Malformed(reason: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "?")")
    }
  }

  struct Malformed: Error { let reason: String }

  var ids: [String] { elements.compactMap { $0.attributes["id"] } }
  /// What links lead to, inside the page and beside it.
  var targets: [String] { hrefs.filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) } }
  var links: [String] { hrefs.filter { !$0.hasPrefix("#") } }
  private var hrefs: [String] { elements.compactMap { $0.attributes["href"] } }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { elements.append(Element(name: name, attributes: attributes)) }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
