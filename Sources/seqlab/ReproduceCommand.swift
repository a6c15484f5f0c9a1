// seqlab reproduce: measures what others have published.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import ModelCatalog
import Patterns
import SequenceKit

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Measures published patterns again, and says which come out.",
    discussion: """
      Each pattern is a statement of a paper with its numbers, measured here at a
      size that two cores manage, with five seeds. What is measured is kept at once:
      with the same --out, a run that was stopped goes on.

        seqlab reproduce --quick
        seqlab reproduce --only adding,copy --out runs/patterns
        seqlab reproduce --list
      """)

  @Option(help: ArgumentHelp("Which patterns, separated by commas; all by default.", valueName: "list"))
  var only: String?

  @Flag(help: "One seed and fewer cells: minutes, and no intervals.")
  var quick = false

  @Flag(help: "List the patterns, with the time that each takes.")
  var list = false

  @Flag(help: "Search for the learning rates that the patterns use, and print them.")
  var searchRates = false

  @Option(help: ArgumentHelp("How many seeds (default: 5; with --quick: 1).", valueName: "n"))
  var seeds: Int?

  @Option(help: ArgumentHelp("Tiny Shakespeare, for the pattern that is about a text.", valueName: "file"))
  var text: String?

  @Option(help: ArgumentHelp("Threads; all cores by default.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("The folder for results; runs/<date>-patterns by default.", valueName: "dir"))
  var out: String?

  @Flag(help: "Print the results as one JSON object, and nothing else, on standard output.")
  var json = false

  @Flag(help: "Print the table as Markdown.")
  var markdown = false

  @OptionGroup var memory: MemoryOptions

  func run() throws {
    let patterns = try chosen()
    let count = try Flags.range(seeds ?? (quick ? 1 : 5), "seeds", 1...1000)
    let numbers = (1...UInt64(count)).map { $0 }
    let subject = PatternSubject(
      types: ModelCatalog.models, threads: try Flags.threads(threads), isQuick: quick,
      text: text.map { URL(userPath: $0) })
    let folder = URL(userPath: out ?? "runs/\(CompareCommand.date())-patterns")
    let reproduction = try Reproduction(patterns, subject, seeds: numbers, folder: list || searchRates ? nil : folder)
    if list { return try show(patterns, reproduction) }
    let need = try checkMemory(reproduction)
    if searchRates { return try search(patterns, subject) }
    let lock = try FolderLock(folder)
    defer { withExtendedLifetime(lock) {} }
    if let message = Leftovers(inside: folder).message { Output.note(message) }
    let leftOut = patterns.compactMap { pattern in
      reproduction.reasonAgainst(pattern).map { (pattern.id, $0.message) }
    }
    for (id, reason) in leftOut { Output.note("\(id) is left out: \(reason)") }
    Output.note("\(need); about \(ProgressReporter.duration(reproduction.seconds)) on two cores")
    let results = try measure(reproduction)
    let report = PatternReport(
      results, seeds: numbers, threads: subject.threads,
      names: Dictionary(ModelCatalog.models.map { ($0.identifier, $0.name) }) { first, _ in first },
      leftOut: Dictionary(uniqueKeysWithValues: leftOut))
    for alarm in report.alarms { Output.note("alarm: \(alarm)") }
    // Where nothing can be written, what was found is shown all the same.
    let page = report.page(command: command)
    let saved = Result { try reproduction.folder?.finish { try ReportFiles.write(page, with: report, to: $0) } }
    if json {
      try Output.json(report)
    } else if markdown {
      try Output.result(report.markdown)
    } else {
      try Output.table(report.table)
    }
    if let note = try saved.get() { Output.note(note) }
    let place = reproduction.folder?.url ?? folder
    Output.note("report: \(place.appendingPathComponent(ReportFiles.pageName).path)")
    try reproduction.folder?.check()
  }

  private func checkMemory(_ reproduction: Reproduction) throws -> String {
    try memory.check("choose fewer --threads, or others with --only") { reproduction.memory(free: $0) }
  }

  private func measure(
    _ reproduction: Reproduction
  ) throws -> [(pattern: any Pattern, results: CellResults)] {
    let seconds = reproduction.seconds
    let progress = ProgressReporter("reproduce", total: 1000, unit: "‰")
    let interruption = Interruption()
    let results = try reproduction.run { step in
      if let note = step.note { progress.message(note) }
      progress.update(Int(1000 * min(1, step.done / max(1, seconds))), note: step.what)
      try interruption.check(
        "stopped; the same command goes on with --out \(printable(reproduction.folder?.url.path ?? ""))")
    }
    progress.finish()
    return results
  }

  private func chosen() throws -> [any Pattern] {
    guard let only else { return PatternList.all }
    var unknown: [String] = []
    let patterns = only.split(separator: ",", omittingEmptySubsequences: false).compactMap { part in
      let name = part.trimmingCharacters(in: .whitespaces)
      let pattern = PatternList.named(name)
      if pattern == nil { unknown.append(name) }
      return pattern
    }
    guard let first = unknown.first else { return patterns }
    let ids = PatternList.all.map(\.id)
    let hint = Nearest.word(to: first, among: ids).map { "; did you mean \($0)?" } ?? ""
    let line = "there is no pattern '\(printable(first))'; there are \(ids.joined(separator: ", "))\(hint)"
    guard !patterns.isEmpty else { throw UsageError(line) }
    Output.note(line)
    return patterns
  }

  private func show(_ patterns: [any Pattern], _ reproduction: Reproduction) throws {
    var table = Table(columns: [.init("pattern"), .init("statement"), .init("minutes", .right)])
    for pattern in patterns {
      let minutes = reproduction.seconds(of: pattern) / 60
      let time = reproduction.reasonAgainst(pattern)?.message ?? String(format: "%.1f", minutes)
      table.addRow([.init(pattern.id, .accent), .init(pattern.title), .init(time, .dim)])
    }
    try Output.table(table)
  }

  private func search(_ patterns: [any Pattern], _ subject: PatternSubject) throws {
    for pattern in patterns {
      var table = Table(
        title: "\(pattern.id): mean scores by learning rate, of two seeds that no result shares; * where any solved it",
        columns: [.init("cell"), .init("best", .right)] + ProbeRateSearch.rates.map { .init("\($0)", .right) })
      for (cell, search) in try pattern.searches(subject, onTrial: { Output.note("\(pattern.id): \($0)") }) {
        let trials = search.trials.map { trial in
          let scores = trial.scores.compactMap { $0 }
          return (scores.isEmpty ? "–" : Cells.short(Statistics.mean(scores)))
            + (trial.steps.contains { $0 != nil } ? "*" : "")
        }
        let best = Table.Cell("\(search.best)", search.isAtEdge ? .caution : .accent)
        table.addRow([.init(cell), best] + trials.map { .init($0) })
      }
      if table.rows.isEmpty { continue }
      try Output.table(table)
    }
  }

  private var command: String {
    var words = ["./lab", "reproduce"]
    if let only { words += ["--only", ReportFiles.quoted(only)] }
    if quick { words.append("--quick") }
    if let seeds { words += ["--seeds", "\(seeds)"] }
    if let text { words += ["--text", ReportFiles.quoted(text)] }
    if let threads { words += ["--threads", "\(threads)"] }
    return words.joined(separator: " ")
  }
}
