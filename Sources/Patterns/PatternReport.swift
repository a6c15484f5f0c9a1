// What a reproduction found, for the terminal, for a page and as JSON.

import Foundation
import LabReport
import LabResults

/// The findings of some patterns.
package struct PatternReport: Encodable {
  /// Where it was measured.
  package let machine: Machine
  /// The seeds of every cell.
  package let seeds: [UInt64]
  /// What came of each published statement.
  package let rows: [PatternRow]
  /// What each cell gave, by pattern.
  package let results: [String: CellResults]
  /// Why patterns were left out, by their ids.
  package let leftOut: [String: String]
  /// One line for each cell whose scores mean nothing; see `CellBaselines.alarm`.
  package let alarms: [String]

  private let patterns: [(pattern: any Pattern, results: CellResults)]
  private let legend: Legend

  private enum CodingKeys: String, CodingKey { case machine, seeds, rows, results, leftOut, alarms }

  /// - Parameters:
  ///   - names: What models are called, by their ids.
  ///   - leftOut: Why other patterns are not among them, by their ids.
  package init(
    _ patterns: [(pattern: any Pattern, results: CellResults)], seeds: [UInt64], threads: Int, names: [String: String],
    leftOut: [String: String]
  ) {
    (self.patterns, self.seeds, self.leftOut) = (patterns, seeds, leftOut)
    machine = Machine(threads: threads)
    alarms = patterns.flatMap { pattern, results in results.alarms.map { "\(pattern.id), \($0)" } }
    results = Dictionary(uniqueKeysWithValues: patterns.map { ($0.pattern.id, $0.results) })
    rows = PatternRow.rows(
      patterns.flatMap { pattern, results in pattern.findings(results).map { (pattern: pattern.id, finding: $0) } })
    legend = Legend(["rnn", "lstm", "gru", "transformer"], names: names)
  }

  /// Each published statement, and below it what was published.
  package var table: Table {
    var table = Table(
      title: "Published patterns, measured here with \(seeds.count == 1 ? "one seed" : "\(seeds.count) seeds")",
      columns: [
        .init("pattern"), .init("statement, and what was published"), .init("measured", .right), .init("outcome"),
      ])
    for row in rows {
      table.addRow([
        .init(row.pattern, .dim), .init(row.measured.claim), .init(Self.number(row.measured)),
        .init(row.outcome.rawValue, row.outcome.role),
      ])
      table.addRow(["", .init("  \(row.measured.model): \(row.published)", .dim)])
    }
    return table
  }

  /// The same as a table in Markdown.
  package var markdown: String {
    var lines = ["| Pattern | Statement | Published | Measured | Outcome |", "|---|---|---|---|---|"]
    var last = ""
    for row in rows {
      let record = row.measured
      lines.append(
        "| \(row.pattern == last ? "" : row.pattern) | \(record.claim) (\(record.model)) | \(row.published) "
          + "| \(Self.number(record)) | \(row.outcome.rawValue) |")
      last = row.pattern
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A mean and half its interval; under several settings, the least and the largest mean.
  private static func number(_ record: ClaimRecord) -> String {
    guard let value = record.measured else { return Numbers.none }
    let means = record.cases.compactMap(\.measured)
    if means.count > 1, let least = means.min(), let largest = means.max() {
      return "\(Cells.short(least)) to \(Cells.short(largest))"
    }
    return Cells.short(value) + (record.high.map { " ±" + Cells.short($0 - value) } ?? "")
  }

  /// A page with a section for each pattern.
  /// - Parameter command: What a reader types to get the same results.
  package func page(command: String) -> PatternPage {
    PatternPage(
      command: command, machine: machine, seeds: seeds.count, leftOut: leftOut, alarms: alarms, legend: legend,
      sections: patterns.compactMap { section(of: $0.pattern, $0.results) })
  }

  private func section(of pattern: any Pattern, _ results: CellResults) -> PageSection? {
    let rows = rows.filter { $0.pattern == pattern.id }
    var table = HTMLTable(
      "What came of it",
      [
        .text("statement"), .text("published"), .text("quantity and rule"), .number("measured"),
        .number("95 % interval"), .number("seeds"), .text("outcome"),
      ])
    for row in rows {
      let record = row.measured
      table.add([
        "\(record.claim) (\(record.model))", row.published, "\(record.quantity); \(record.rule)",
        record.measured.map { Numbers.significant($0, 3) } ?? Numbers.none,
        record.low.flatMap { low in
          record.high.map { "\(Numbers.significant(low, 2)) to \(Numbers.significant($0, 2))" }
        } ?? Numbers.none, "\(record.seeds)", row.outcome.rawValue,
      ])
      for part in record.cases {
        table.add(
          [
            "– " + part.setting, "", "", part.measured.map { Numbers.significant($0, 3) } ?? Numbers.none,
            part.low.flatMap { low in
              part.high.map { "\(Numbers.significant(low, 2)) to \(Numbers.significant($0, 2))" }
            } ?? Numbers.none, "", part.verdict.rawValue,
          ], isQuiet: true)
      }
    }
    return PageSection(
      pattern.id, pattern.title,
      [PageSection.paragraph("\(pattern.source). Here: \(pattern.setting).")]
        + pattern.figures(results, legend).map { .figure($0) } + [PageSection.table(table)],
      folded: [PageSection.table(cells(results))])
  }

  /// All cells: scores beside chance, oracle and short window; how many seeds solved them, and with how many tokens.
  private func cells(_ results: CellResults) -> HTMLTable {
    var table = HTMLTable(
      "All cells",
      [
        .text("cell"), .number("score"), .number("chance"), .number("short window"), .number("oracle"),
        .number("solved"), .number("median tokens to solve"),
      ])
    func text(_ value: Double?) -> String { value.map { Numbers.significant($0, 3) } ?? Numbers.none }
    for cell in results.outcomes.keys.sorted(by: { $0.compare($1, options: .numeric) == .orderedAscending }) {
      guard let scores = results.scores(cell) else { continue }
      let (baseline, solved) = (results.baselines[cell], results.outcomes[cell]?.filter(\.isSolved) ?? [])
      table.add([
        cell, text(Statistics.mean(scores)), text(baseline?.chance), text(baseline?.shortWindow),
        text(baseline?.oracle),
        results.solved(cell) ?? Numbers.none,
        solved.isEmpty ? Numbers.none : Numbers.count(Int(Statistics.median(solved.map { Double($0.tokens) }))),
      ])
    }
    return table
  }
}

/// The page of a reproduction.
package struct PatternPage {
  fileprivate let command: String
  fileprivate let machine: Machine
  fileprivate let seeds: Int
  fileprivate let leftOut: [String: String]
  fileprivate let alarms: [String]
  fileprivate let legend: Legend
  fileprivate let sections: [PageSection]

  /// The page, as the text of an HTML file.
  /// - Parameter lessons: Where lessons are, as seen from the page.
  package func html(lessons: String = LessonLink.usualPlace) -> String {
    let title = "Published patterns, measured again"
    var header = [
      Markup.text("h1", [:], title),
      Markup.text(
        "p", [:],
        "What others have found for tasks of this kind, at a size that two cores manage, with "
          + "\(Phrase.counted(seeds, "seed")). What did not come out is shown as such. "
          + "\(machine.cpu), \(Phrase.counted(machine.threads, "thread"))."),
      Markup.tag("pre", [:], Markup.text("code", [:], command)),
    ]
    header += alarms.map { Markup.text("p", [:], "Alarm: \($0).") }
    header += leftOut.sorted { $0.key < $1.key }.map { Markup.text("p", [:], "Left out: \($0.key) (\($0.value)).") }
    return Page.html(
      title: title, header: header.joined(separator: "\n"), controls: Controls(legend: legend), lessons: lessons,
      sections: sections)
  }

  /// One file for each figure.
  package func csvFiles() -> [(name: String, text: String)] {
    sections.flatMap(\.figures).map { (name: $0.csvName, text: $0.csv.text) }
  }
}
