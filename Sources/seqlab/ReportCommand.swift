// seqlab report: the tables and the page of a finished comparison once more, or two comparisons side by side.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import Studies

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Shows a comparison's results again, and renders report.html from them.",
    usage: "seqlab report <folder> [<other>] [--out <dir>] [<options>]",
    discussion: """
      With one folder, a screen tells what came of it (--tables: all numbers), and
      its report.html and the CSV file of each figure are written again; with
      --pictures, each figure also as a file by itself, for texts and slides. With
      two, a page shows both side by side, with differences; it goes to the folder of
      --out, or to compared-with-<first> inside the second.

        seqlab report runs/today
        seqlab report runs/before runs/after --out runs/change
      """)

  @Argument(help: ArgumentHelp("One or two folders that compare has written.", valueName: "folder"))
  var folders: [String]

  @Option(help: ArgumentHelp("Where the page goes; the run's own folder by default.", valueName: "dir"))
  var out: String?

  @Flag(help: "Print all tables of the one folder before its headline.")
  var tables = false

  @Flag(help: "Write each figure of the one folder as an SVG file, too, for light pages and for dark ones.")
  var pictures = false

  @Flag(help: "Print the one folder's results as one JSON object, and nothing else, on standard output.")
  var json = false

  func run() throws {
    guard folders.count <= 2 else {
      throw UsageError("report takes one folder or two, not \(folders.count); see seqlab report --help")
    }
    if json && folders.count != 1 { throw UsageError("--json takes one folder, not \(folders.count)") }
    if tables && folders.count != 1 { throw UsageError("--tables takes one folder, not \(folders.count)") }
    if pictures && folders.count != 1 { throw UsageError("--pictures takes one folder, not \(folders.count)") }
    let runs = try folders.map { try StudyList.finishedComparison(in: URL(userPath: $0)) }
    for run in runs where !ComparisonFolder.hasItsResults(run.url) {
      Output.note(
        "! \(printable(run.url.path))/results.json is not what compare wrote: it is damaged, or was edited; "
          + "see seqlab verify-run \(printable(run.url.path))")
    }
    if runs.count == 2 {
      let target =
        out.map { URL(userPath: $0) }
        ?? runs[1].url.appendingPathComponent("compared-with-" + runs[0].url.lastPathComponent)
      let lock = try ReportFiles.taken(target)
      defer { withExtendedLifetime(lock) {} }
      let (first, second) = ((runs[0].name, runs[0].results), (runs[1].name, runs[1].results))
      let page = try ReportFiles.write(StudyList.report(on: first, and: second), to: target)
      try Output.result(
        RunPairHeadline(first, second).text(
          width: Output.width, style: .detected(descriptor: 1), closing: "Figures and verdicts: \(page.path)"))
    } else {
      let report = StudyList.report(
        on: runs[0].results, command: ReportFiles.command(for: runs[0].results), date: runs[0].date)
      let target = out.map { URL(userPath: $0) } ?? runs[0].url
      let lock = try ReportFiles.taken(target)
      defer { withExtendedLifetime(lock) {} }
      let page = try ReportFiles.write(report, to: target)
      if pictures { for figure in report.figures { try ReportFiles.write(figure, to: target) } }
      try Output.comparison(runs[0].results, as: json ? .json : tables ? .tables : .headline, page: page)
    }
  }
}
