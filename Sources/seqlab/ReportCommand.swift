// seqlab report: the tables and the page of a finished comparison once more, or two comparisons side by side.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import LabReport

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Shows a comparison's results again, and renders report.html from them.",
    usage: "seqlab report <folder> [<other>] [--out <dir>]",
    discussion: """
      With one folder, its tables are shown, and its report.html and the CSV file of
      each figure are written again. With two, a page shows both side by side, with differences; it goes to
      the folder of --out, or to compared-with-<first> inside the second.

        seqlab report runs/today
        seqlab report runs/before runs/after --out runs/change
      """)

  @Argument(help: ArgumentHelp("One or two folders that compare has written.", valueName: "folder"))
  var folders: [String]

  @Option(help: ArgumentHelp("Where the page goes; the run's own folder by default.", valueName: "dir"))
  var out: String?

  @Flag(help: "Print the one folder's results as one JSON object, and nothing else, on standard output.")
  var json = false

  func run() throws {
    guard folders.count <= 2 else {
      throw UsageError("report takes one folder or two, not \(folders.count); see seqlab report --help")
    }
    if json && folders.count != 1 { throw UsageError("--json takes one folder, not \(folders.count)") }
    let runs = try folders.map { try FinishedRun(URL(userPath: $0)) }
    let page: URL
    if runs.count == 2 {
      let target =
        out.map { URL(userPath: $0) }
        ?? runs[1].url.appendingPathComponent("compared-with-" + runs[0].url.lastPathComponent)
      page = try ReportFiles.write(
        RunPairReport((runs[0].name, runs[0].results), (runs[1].name, runs[1].results)), to: target)
    } else {
      page = try ReportFiles.write(
        HTMLReport(runs[0].results, command: ReportFiles.command(for: runs[0].results), date: runs[0].date),
        to: out.map { URL(userPath: $0) } ?? runs[0].url)
      try Output.comparison(runs[0].results, json: json)
    }
    Output.note("report: \(page.path)")
  }
}

/// A comparison's folder with its results.
private struct FinishedRun {
  let url: URL
  let results: ComparisonResults
  /// When the results were written.
  let date: Date?

  /// What every version of the file has.
  private struct Schema: Decodable { let schema: Int }

  var name: String { url.lastPathComponent }

  /// - Throws: `InputError`, if there are no results, or they cannot be read.
  init(_ url: URL) throws(InputError) {
    let missing = LabErrors.ExitCode.inputMissing
    self.url = url.standardizedFileURL
    let file = self.url.appendingPathComponent("results.json")
    let manager = FileManager.default
    guard manager.fileExists(atPath: url.path) else {
      throw InputError("there is no folder \(url.path)", exitCode: missing)
    }
    guard manager.fileExists(atPath: file.path) else {
      throw InputError(
        "\(url.path) has no results.json: name a folder that compare has finished, or go on with compare --resume",
        exitCode: missing)
    }
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw InputError("cannot read \(file.path)", exitCode: missing)
    }
    let schema = (try? JSONDecoder().decode(Schema.self, from: data))?.schema
    if let schema, schema != ComparisonResults.currentSchema {
      throw InputError(
        "\(file.path) has schema \(schema), and this seqlab reads schema \(ComparisonResults.currentSchema): compare again"
      )
    }
    do { results = try JSONDecoder().decode(ComparisonResults.self, from: data) } catch {
      throw InputError("\(file.path) is damaged, or of another version of seqlab: \(Self.words(error))")
    }
    date = (try? manager.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
  }

  /// What is wrong with the file, and where.
  private static func words(_ error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "" : " in " + path.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return "no \(key.stringValue)\(place(context.codingPath))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "a value of another kind\(place(context.codingPath))"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "a value that cannot be\(place(context.codingPath))"
    default: return "it is not JSON"
    }
  }
}
