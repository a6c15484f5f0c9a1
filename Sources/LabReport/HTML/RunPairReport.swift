// A page that shows two comparisons side by side.

import Foundation
import LabResults

/// What changed from one comparison to another: losses, accuracy by distance, costs and verdicts, with differences.
///
/// ```swift
/// RunPairReport(("before", first), ("after", second)).html()
/// ```
public struct RunPairReport {
  /// A comparison and what it is called.
  public typealias Named = (name: String, results: ComparisonResults)
  private typealias Model = ComparisonResults.ModelRecord
  private typealias Both = (id: String, first: Model?, second: Model?)

  private let first, second: Named
  private let pair: RunPair
  private let studies: [PageSection]

  /// Each is called what tells it from the other: its name, and what was changed where that does not say it.
  /// - Parameter studies: What studies show of both.
  package init(_ first: Named, _ second: Named, studies: (RunPair) -> [PageSection]) {
    pair = RunPair(first, second)
    self.first = (pair.first, first.results)
    self.second = (pair.second, second.results)
    self.studies = studies(pair)
  }

  /// The page, as the text of an HTML file.
  /// - Parameter lessons: Where lessons are, as seen from the page.
  public func html(lessons: String = "../../Lessons") -> String {
    let header = [
      Markup.text("h1", [:], "\(pair.firstInFull) and \(pair.secondInFull), side by side"),
      Markup.text("p", [:], "Differences are those from \(setting)."),
      Page.list("note", "Not the same in both", differences),
    ]
    return Page.html(
      title: "\(pair.firstInFull) and \(pair.secondInFull)",
      header: header.filter { !$0.isEmpty }.joined(separator: "\n"), lessons: lessons,
      sections: sections)
  }

  /// One file for each figure.
  public func csvFiles() -> [(name: String, text: String)] {
    sections.flatMap(\.figures).map { (name: $0.csvName, text: $0.csv.text) }
  }

  private var sections: [PageSection] {
    let losses = PageSection("losses", "Losses", [lossFigure.map { .figure($0) }, PageSection.table(losses)])
    let costs: [PageSection?] = [
      PageSection("cost", "Cost of training", [PageSection.table(costs)]),
      PageSection("verdicts", "Verdicts", [verdicts]),
    ]
    return ([losses] + studies + costs).compactMap { $0 }
  }

  /// The models of both, in the first's order.
  private var models: [Both] {
    self.pair.legend.ids.map { id in
      (id, first.results.models.first { $0.id == id }, second.results.models.first { $0.id == id })
    }
  }

  /// What each run is, in a few words.
  private var setting: String {
    [first, second].map { run in
      let (plan, corpus) = (run.results.protocol, run.results.corpus)
      return "\(run.name) (profile \(plan.profile.rawValue), \(corpus.name), \(Numbers.count(plan.plan.steps)) steps, "
        + Phrase.counted(plan.seeds.count, "seed") + ")"
    }.joined(separator: " to ")
  }

  /// What makes the two hard to compare.
  private var differences: [String] {
    let (a, b) = (first.results, second.results)
    var lines: [String] = []
    func check(_ what: String, _ first: String, _ second: String) {
      if first != second { lines.append("\(what): \(first) and \(second)") }
    }
    check("corpus", a.corpus.name, b.corpus.name)
    if a.corpus.name == b.corpus.name, a.corpus.sha256 != b.corpus.sha256 {
      lines.append("corpus: the contents of \(a.corpus.name) changed")
    }
    check("profile", a.protocol.profile.rawValue, b.protocol.profile.rawValue)
    func words(_ seeds: [UInt64]) -> String { Phrase.list(seeds.map(String.init)) }
    check("seeds", words(a.protocol.seeds), words(b.protocol.seeds))
    check("equal for all models", a.protocol.matched.rawValue, b.protocol.matched.rawValue)
    check("steps", Numbers.count(a.protocol.plan.steps), Numbers.count(b.protocol.plan.steps))
    check("machine", a.machine.cpu, b.machine.cpu)
    check("threads", "\(a.machine.threads)", "\(b.machine.threads)")
    return lines
  }

  // MARK: Losses

  private var losses: HTMLTable {
    var table = HTMLTable(
      "Loss on the test part, nats per token",
      [.text("model"), .text("of"), .number(first.name), .number(second.name), .number("difference")])
    let kinds: [(String, KeyPath<Model, Estimate?>)] = [("next token", \.nextToken), ("blanks", \.fillBlank)]
    for (id, a, b) in models {
      for (name, loss) in kinds where a?[keyPath: loss] != nil || b?[keyPath: loss] != nil {
        let (a, b) = (a?[keyPath: loss], b?[keyPath: loss])
        table.add([
          self.pair.legend.name(of: id), name, a.map { Numbers.withInterval($0) } ?? Numbers.none,
          b.map { Numbers.withInterval($0) } ?? Numbers.none, pair.difference(a, b),
        ])
      }
    }
    return table
  }

  private var lossFigure: Figure? {
    let pairs = models.compactMap { id, a, b in
      a?.nextToken.flatMap { a in b?.nextToken.map { (id: id, first: a, second: $0) } }
    }
    guard let most = pairs.max(by: { abs($0.second.mean - $0.first.mean) < abs($1.second.mean - $1.first.mean) }) else {
      return nil
    }
    var csv = CSV(["model", "run", "mean", "low", "high", "seeds"])
    let groups = pairs.map { pair in
      let rows = [(first.name, pair.first), (second.name, pair.second)].enumerated().map { index, row in
        csv.add([
          pair.id, row.0, CSV.number(row.1.mean), CSV.number(row.1.low), CSV.number(row.1.high),
          "\(row.1.values.count)",
        ])
        return DotPlot.Row(row.0, SeriesStyle(index), row.1, value: Numbers.withInterval(row.1))
      }
      return DotPlot.Group(self.pair.legend.name(of: pair.id), rows)
    }
    let change = most.second.mean - most.first.mean
    return Figure(
      id: "next-token-losses",
      title: abs(change) < 0.0005
        ? "No next-token loss differs by a thousandth of a nat"
        : "The next-token loss of the \(self.pair.legend.name(of: most.id)) changed most, by \(Numbers.signed(change, 3)) nats",
      description: pairs.map { pair in
        "\(self.pair.legend.name(of: pair.id)): \(Numbers.loss(pair.first.mean)) and \(Numbers.loss(pair.second.mean)) nats."
      }.joined(separator: " "),
      panels: [.init("", DotPlot(x: Axis("loss on the test part, nats per token"), groups: groups))], csv: csv)
  }

  // MARK: Cost and verdicts

  private var costs: HTMLTable {
    var table = HTMLTable(
      "", [.text("model"), .text("cost"), .number(first.name), .number(second.name), .number("difference")])
    let kinds: [(String, (Model) -> Double, (Double) -> String)] = [
      ("parameters", { Double($0.parameters) }, { Numbers.fixed($0, 0) }),
      ("kFLOP per token", { $0.flopsPerToken / 1e3 }, { Numbers.fixed($0, 0) }),
      ("span", { Double($0.span) }, { Numbers.fixed($0, 0) }),
      ("peak memory", { Double($0.peakBytes) }, { Numbers.bytes($0) }),
      ("seconds", { $0.seconds }, { Numbers.fixed($0, 1) }),
    ]
    for (id, a, b) in models {
      for (name, value, text) in kinds {
        let (a, b) = (a.map(value), b.map(value))
        let change = a.flatMap { a in b.flatMap { a > 0 ? Numbers.signed(($0 / a - 1) * 100, 1) + "\u{202F}%" : nil } }
        table.add([
          self.pair.legend.name(of: id), name, a.map(text) ?? Numbers.none, b.map(text) ?? Numbers.none,
          change ?? Numbers.none,
        ])
      }
    }
    return table
  }

  private var verdicts: PageSection.Part? {
    typealias Claim = ClaimRecord
    func key(_ claim: Claim) -> String { claim.id + "\n" + claim.model + "\n" + claim.quantity }
    var keys: [String] = []
    var found: [String: (first: Claim?, second: Claim?)] = [:]
    for claim in first.results.claims where found[key(claim)] == nil {
      keys.append(key(claim))
      found[key(claim)] = (claim, nil)
    }
    for claim in second.results.claims where found[key(claim)]?.second == nil {
      if found[key(claim)] == nil { keys.append(key(claim)) }
      found[key(claim)] = (found[key(claim)]?.first, claim)
    }
    guard !keys.isEmpty else { return nil }
    let rows = keys.compactMap { key -> String? in
      guard let pair = found[key], let claim = pair.first ?? pair.second else { return nil }
      func cell(_ claim: Claim?) -> String {
        guard let claim else { return Numbers.none }
        let value = claim.measured.map { ClaimSheet.value($0, low: claim.low, high: claim.high) } ?? Numbers.none
        return ClaimSheet.verdict(claim.verdict) + " " + Markup.text("span", [:], value)
      }
      let change = pair.first?.measured.flatMap { a in pair.second?.measured.map { $0 - a } }
      let sign = (change ?? 0) > 0 ? "+" : ""
      return Markup.tag(
        "tr", [:],
        [
          Markup.text("td", ["class": "id"], claim.id),
          Markup.text("th", ["scope": "row"], self.pair.legend.names(claim.model)),
          Markup.text("td", ["class": "what"], "\(claim.claim) (\(claim.quantity))"),
          Markup.tag("td", [:], cell(pair.first)), Markup.tag("td", [:], cell(pair.second)),
          Markup.text("td", ["class": "number"], change.map { sign + Numbers.significant($0) } ?? Numbers.none),
        ].joined())
    }
    let heads = ["", "model", "claim", first.name, second.name, "difference"]
      .map { Markup.text("th", ["scope": "col"], $0) }
    let head = Markup.tag("thead", [:], Markup.tag("tr", [:], heads.joined()))
    let body = Markup.tag("tbody", [:], rows.joined(separator: "\n"))
    return .markup(
      Markup.tag("div", ["class": "scroll cards"], Markup.tag("table", ["class": "verdicts"], head + body)))
  }
}
