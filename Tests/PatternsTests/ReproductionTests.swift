// Cells are measured once, kept, and taken up again.

import Foundation
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
    let onMeasure: @Sendable (String) throws -> Void
    let title = "Made up"
    let source = "nobody"

    func cells(_ subject: PatternSubject) -> [PatternCell] {
      (1...3).map { number in
        PatternCell("cell-\(number)", model: "rnn", setting: setting, seconds: 1) { seed, onProgress in
          try onMeasure("\(number)/\(seed)")
          try onProgress(0.5)
          return CellOutcome(score: Double(number) / 10 + 10 * Double(seed))
        }
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
