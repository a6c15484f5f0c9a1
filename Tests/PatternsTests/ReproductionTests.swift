// Cells are measured once, kept, and taken up again.

import Foundation
import LabKit
import LabReport
import LabResults
import ModelCatalog
import Patterns
import Synchronization
import TestSupport
import Testing

@Suite("Reproductions")
struct ReproductionTests {
  /// A pattern of three cells whose scores are their numbers by ten, and ten times the seed more.
  private struct MadeUp: Pattern {
    let id: String
    var setting = "as it is"
    var bytes = 0.0
    let onMeasure: @Sendable (String) throws -> Void
    let title = "Made up"
    let source = "nobody"

    func cells(_ subject: PatternSubject) -> [PatternCell] {
      (1...3).map { number in
        PatternCell("cell-\(number)", model: "rnn", setting: setting, seconds: 1) { seed, onProgress in
          try onMeasure("\(number)/\(seed)")
          try onProgress(0.5)
          return CellOutcome(score: Double(number) / 10 + 10 * Double(seed))
        }.taking { _ in MemoryNeed().adding("work", Double(number) * bytes) }
      }
    }

    func findings(_ results: CellResults) -> [Finding] { [] }
    func figures(_ results: CellResults, _ legend: Legend) -> [Figure] { [] }
  }

  private struct Stopped: Error {}
  private let subject = PatternSubject(types: ModelCatalog.models, threads: 2, isQuick: false, text: nil)

  /// What was measured, in order.
  private final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    func note(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  @Test("one that is stopped goes on with what is missing, to the same results")
  func resumes() throws {
    let place = try TemporaryFolder()
    let log = Log()
    let whole = try Reproduction([MadeUp(id: "a") { _ in }], subject, seeds: [1, 2], folder: nil).run { _ in }
    let stopping = MadeUp(id: "a") { cell in
      log.note(cell)
      if cell == "2/2" { throw Stopped() }
    }
    let first = try Reproduction([stopping], subject, seeds: [1, 2], folder: place.url)
    #expect(first.seconds == 6)
    #expect(throws: Stopped.self) { try first.run { _ in } }
    #expect(log.all == ["1/1", "1/2", "2/1", "2/2"])

    let going = Log()
    let second = try Reproduction([MadeUp(id: "a") { going.note($0) }], subject, seeds: [1, 2], folder: place.url)
    #expect(second.seconds == 3)
    let results = try second.run { _ in }
    #expect(going.all == ["2/2", "3/1", "3/2"])
    #expect(results[0].results == whole[0].results)
  }

  @Test("where its folder cannot be written any more, it goes on elsewhere with all that is measured")
  func elsewhere() throws {
    let place = try TemporaryFolder()
    let url = place.url.appendingPathComponent("run")
    let whole = try Reproduction([MadeUp(id: "a") { _ in }], subject, seeds: [1, 2], folder: nil).run { _ in }
    let leaving = MadeUp(id: "a") { cell in
      guard cell == "2/1" else { return }
      try FileManager.default.removeItem(at: url)
      try Data("in the way".utf8).write(to: url)
    }
    let reproduction = try Reproduction([leaving], subject, seeds: [1, 2], folder: url)
    var notes: [String] = []
    let results = try reproduction.run { step in notes += step.note.map { [$0] } ?? [] }
    #expect(results[0].results == whole[0].results)
    let refuge = try #require(reproduction.folder?.url)
    defer { try? FileManager.default.removeItem(at: refuge) }
    #expect(notes.count == 1 && notes[0].hasSuffix("; saved in \(refuge.path) instead"), "\(notes)")
    #expect(throws: SavedElsewhere.self) { try reproduction.folder?.check() }

    let going = Log()
    let again = try Reproduction([MadeUp(id: "a") { going.note($0) }], subject, seeds: [1, 2], folder: refuge)
    #expect(try again.run { _ in }[0].results == whole[0].results && going.all.isEmpty)
  }

  @Test("it takes as much memory as the cell that takes most, of those that are missing")
  func memory() throws {
    let place = try TemporaryFolder()
    func bytes(_ patterns: [any Pattern]) throws -> Double {
      try Reproduction(patterns, subject, seeds: [1], folder: place.url).memory(free: .infinity).bytes
    }
    var (small, large) = (MadeUp(id: "a") { _ in }, MadeUp(id: "b") { if $0 == "3/1" { throw Stopped() } })
    (small.bytes, large.bytes) = (1, 10)
    #expect(try bytes([small, large]) == 30)
    #expect(throws: Stopped.self) {
      try Reproduction([small, large], subject, seeds: [1], folder: place.url).run { _ in }
    }
    #expect(try bytes([small]) == 0)
    large.setting = "another"
    #expect(try bytes([small, large]) == 30)
    // The lab's own fit everywhere.
    let all = try Reproduction(PatternList.all, subject, seeds: [1], folder: nil).memory(free: .infinity)
    #expect(all.bytes > 1e7 && all.bytes < 2e9, "\(all)")
  }

  @Test("what was kept under another setting, or is damaged, is measured again")
  func stale() throws {
    let place = try TemporaryFolder()
    _ = try Reproduction([MadeUp(id: "a") { _ in }], subject, seeds: [1], folder: place.url).run { _ in }
    let log = Log()
    var other = MadeUp(id: "a") { log.note($0) }
    other.setting = "twice the steps"
    _ = try Reproduction([other], subject, seeds: [1], folder: place.url).run { _ in }
    #expect(log.all == ["1/1", "2/1", "3/1"])
    let file = place.url.appendingPathComponent("cells/a/cell-2-seed1.json")
    try Data("{\"outcome\":".utf8).write(to: file)
    _ = try Reproduction([other], subject, seeds: [1], folder: place.url).run { _ in }
    #expect(log.all == ["1/1", "2/1", "3/1", "2/1"])
  }

  @Test(
    "whatever the files of cells hold, they are shown, or measured again",
    arguments: [
      #""score": null, "longer": [], "course": [], "seen": [], "steps": 0, "tokens": 0, "isSolved": true"#,
      #""score": 0.5, "longer": [null], "course": [0.5], "seen": [0], "steps": -1, "tokens": -5, "isSolved": true"#,
      #""score": -3, "longer": [7, -9], "course": [2, -3, 1], "seen": [-1], "steps": 1, "tokens": 1, "isSolved": true"#,
      #""score": 1e308, "longer": [1e308, -1e308], "course": [1e308], "seen": [1e308], "steps": 1, "tokens": 1"#
        + #", "isSolved": true"#,
      #""score": -1e308, "longer": [2, 3], "course": [2, -3, 1], "seen": [-1], "steps": 9223372036854775807"#
        + #", "tokens": 9223372036854775807, "isSolved": true"#,
    ])
  func hostile(outcome: String) throws {
    let place = try TemporaryFolder()
    for pattern in PatternList.all where pattern.id != "shakespeare" {
      for cell in try pattern.cells(subject) {
        for seed in [1, 2] {
          let file = place.url.appendingPathComponent("cells/\(pattern.id)/\(cell.id)-seed\(seed).json")
          try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          let setting = String(decoding: try JSONEncoder().encode(cell.setting), as: UTF8.self)
          try Data("{\"setting\": \(setting), \"outcome\": {\(outcome)}}".utf8).write(to: file)
        }
      }
      let reproduction = try Reproduction([pattern], subject, seeds: [1, 2], folder: place.url)
      do {
        let results = try reproduction.run { _ in throw Stopped() }
        let report = PatternReport(results, seeds: [1, 2], threads: 2, names: [:], leftOut: [:])
        #expect(report.page(command: "").html().contains("</html>") && !report.table.text().isEmpty)
      } catch is Stopped {}
    }
  }

  @Test("a pattern whose text is missing is left out, and the others go on")
  func leftOut() throws {
    let text = try #require(PatternList.named("shakespeare"))
    let reproduction = try Reproduction([text, MadeUp(id: "a") { _ in }], subject, seeds: [1], folder: nil)
    #expect(reproduction.reasonAgainst(text) == .noText)
    #expect(try reproduction.run { _ in }.map(\.pattern.id) == ["a"])
  }

  @Test("progress grows up to the whole")
  func progress() throws {
    let reproduction = try Reproduction([MadeUp(id: "a") { _ in }], subject, seeds: [1, 2], folder: nil)
    var seen: [Double] = []
    _ = try reproduction.run { seen.append($0.done) }
    #expect(seen == seen.sorted() && seen.first == 0 && seen.last == 5.5)
  }
}
