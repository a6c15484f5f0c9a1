// The patterns: their cells, and what they say of planted results.

import Foundation
import LabKit
import LabReport
import LabResults
import ModelCatalog
import Patterns
import TensorCore
import Testing

@Suite("Published patterns")
struct PatternTests {
  private func subject(isQuick: Bool = false) -> PatternSubject {
    PatternSubject(types: ModelCatalog.models, threads: 2, isQuick: isQuick, text: nil)
  }

  /// Those that need no text.
  private static var trained: [any Pattern] { PatternList.all.filter { $0.id != "shakespeare" } }

  @Test("ids differ; cells are named once; a quick run has some of the cells, at least two")
  func cells() throws {
    #expect(Set(PatternList.all.map(\.id)).count == PatternList.all.count)
    for pattern in Self.trained {
      let (all, quick) = (try pattern.cells(subject()), try pattern.cells(subject(isQuick: true)))
      let names = Set(all.map(\.id))
      #expect(names.count == all.count)
      #expect(Set(quick.map(\.id)).isSubset(of: names) && quick.count >= 2)
      #expect(all.allSatisfy { $0.seconds > 0 && !$0.setting.isEmpty })
    }
  }

  /// All cells with one score, five seeds that differ a little, and as much on longer tasks.
  private func planted(_ pattern: any Pattern, _ score: (PatternCell) -> Double) throws -> CellResults {
    let cells = try pattern.cells(subject())
    var results = CellResults(outcomes: [:], baselines: [:], models: [:])
    for cell in cells {
      results.models[cell.id] = cell.model
      results.outcomes[cell.id] = (0..<5).map { seed in
        let value = min(1, max(0, score(cell) + 0.002 * Double(seed - 2)))
        return CellOutcome(score: value, longer: Array(repeating: value, count: 6))
      }
    }
    return results
  }

  private func outcomes(_ pattern: any Pattern, _ results: CellResults) -> [String: PatternRow.Outcome] {
    let report = PatternReport(
      [(pattern, results)], seeds: [1, 2, 3, 4, 5], threads: 2, names: [:], leftOut: [:])
    return Dictionary(report.rows.map { ($0.measured.claim + " " + $0.measured.model, $0.outcome) }) { first, _ in first
    }
  }

  @Test("adding: errors as published are reproduced, and a solving RNN is not")
  func adding() throws {
    let pattern = try #require(PatternList.named("adding"))
    let published = outcomes(pattern, try planted(pattern) { $0.model == "rnn" ? 0.16 : 0.003 })
    #expect(published["An RNN fails rnn"] == .reproduced)
    #expect(published["An LSTM solves it lstm"] == .reproduced && published["A GRU solves it gru"] == .reproduced)
    let reversed = outcomes(pattern, try planted(pattern) { $0.model == "rnn" ? 0.003 : 0.16 })
    #expect(reversed["An RNN fails rnn"] == .not && reversed["An LSTM solves it lstm"] == .not)
    #expect(reversed["A GRU extrapolates worse than an LSTM gru − lstm"] == .notAtThisSize)
  }

  @Test("copying: what attention copies and states do not is reproduced; the reverse is not")
  func copying() throws {
    let pattern = try #require(PatternList.named("copy"))
    let published = outcomes(pattern, try planted(pattern) { $0.model == "transformer" ? 0.99 : 0.14 })
    #expect(published["A Transformer of two layers copies transformer"] == .reproduced)
    #expect(published["An LSTM does not copy 10 symbols lstm"] == .reproduced)
    #expect(published["A state holds a smaller share of more symbols lstm"] == .notAtThisSize)
    let reversed = outcomes(pattern, try planted(pattern) { $0.model == "transformer" ? 0.14 : 0.99 })
    #expect(reversed["A Transformer of two layers copies transformer"] == .not)
    #expect(reversed["An LSTM does not copy 10 symbols lstm"] == .not)
  }

  @Test("counting: what did not come out is followed up with more training, which is told by itself")
  func counting() throws {
    let pattern = try #require(PatternList.named("modular"))
    let found = outcomes(
      pattern, try planted(pattern) { $0.id == "rnn" ? 0.3 : $0.model == "transformer" ? 0.2 : 0.99 })
    #expect(found["A recurrence goes on rnn"] == .not && found["A recurrence goes on lstm"] == .reproduced)
    #expect(found["… with 4 times the training rnn"] == .reproduced)
    #expect(found["… in the best seed, as the source tells it rnn"] == .not)
    var results = try planted(pattern) { $0.id == "rnn" ? 0.3 : 0.2 }
    results.outcomes["rnn"]?[3].longer[2] = 0.95
    let best = outcomes(pattern, results)
    #expect(best["A recurrence goes on rnn"] == .not)
    #expect(best["… in the best seed, as the source tells it rnn"] == .reproduced)
    let parity = try #require(PatternList.named("parity"))
    #expect(!outcomes(parity, try planted(parity) { _ in 0.5 }).keys.contains { $0.hasPrefix("…") })
  }

  @Test("recall: each width by itself; what the least does not recall is followed up with more training")
  func recall() throws {
    let pattern = try #require(PatternList.named("mqar"))
    var results = try planted(pattern) { cell in
      if cell.model == "lstm" { return cell.id.hasPrefix("lstm-4-") ? 0.6 : 0.2 }
      return cell.id.hasSuffix("-16") ? 0.25 : 0.98
    }
    let mixed = "of 32 keys, 4 to 32 pairs in one training lstm"
    #expect(outcomes(pattern, results)["… \(mixed)"] == .notAtThisSize, "4 pairs are not recalled either")
    for seed in 0..<5 { results.outcomes["lstm-mixed"]?[seed].longer[0] = 0.5 }
    for seed in 0..<5 { results.outcomes["transformer-mixed"]?[seed].longer[1] = 0.6 }
    let found = outcomes(pattern, results)
    #expect(found["… \(mixed)"] == .reproduced)
    #expect(found["… of width 64, 32 keys, 4 to 32 pairs in one training transformer"] == .inPart, "8 pairs are not")
    #expect(found["Attention of width 16 recalls any number of pairs transformer"] == .not)
    #expect(found["Attention of width 64 recalls any number of pairs transformer"] == .reproduced)
    #expect(found["… of width 16, 8 pairs with 4 times the training transformer"] == .reproduced)
    #expect(found["A state of a width recalls less of more pairs lstm"] == .reproduced)
  }

  @Test(
    "who knows the values, but not whose, is right as often as counting all draws tells",
    arguments: [(1, 4), (3, 2), (4, 3), (5, 4)])
  func unpaired(pairs: Int, values: Int) {
    // Each row of draws is a number with as many digits.
    let rows = (0..<pairs).reduce(1) { power, _ in power * values }
    let most = (0..<rows).map { row in
      var (rest, counts) = (row, Array(repeating: 0, count: values))
      for _ in 0..<pairs { (counts[rest % values], rest) = (counts[rest % values] + 1, rest / values) }
      return counts.max() ?? 0
    }
    let share = Double(most.reduce(0, +)) / Double(rows * pairs)
    #expect(abs(UnpairedValues.share(pairs: pairs, values: values) - share) < 1e-12)
  }

  @Test("as Markdown, each statement is a row; several settings are a range")
  func markdown() throws {
    let pattern = try #require(PatternList.named("copy"))
    var results = try planted(pattern) { $0.model == "transformer" ? 0.99 : 0.14 }
    results.outcomes["lstm-10-100"] = results.outcomes["lstm-10-50"].map { $0.map { _ in CellOutcome(score: 0.18) } }
    let report = PatternReport(
      [(pattern, results)], seeds: [1, 2, 3, 4, 5], threads: 2, names: [:], leftOut: [:])
    let lines = report.markdown.split(separator: "\n")
    #expect(lines.count == 2 + report.rows.count && lines.allSatisfy { $0.split(separator: "|").count == 5 })
    #expect(lines[2].hasPrefix("| copy | An LSTM does not copy 10 symbols (lstm) | under .20 below T = 50 |"))
    #expect(lines[2].hasSuffix("| 0.140 to 0.180 | reproduced |"), "\(lines[2])")
  }

  @Test("a score between the limits, or of one seed, leaves it open")
  func open() throws {
    let pattern = try #require(PatternList.named("induction"))
    var results = try planted(pattern) { $0.id == "two" ? 0.9 : $0.id == "two-half-rate" ? 0.98 : 0.04 }
    #expect(outcomes(pattern, results)["… at half the rate transformer"] == .reproduced)
    #expect(outcomes(pattern, results)["Two layers of attention find it transformer"] == .open)
    results = try planted(pattern) { $0.id == "two" ? 1 : 0.04 }
    #expect(outcomes(pattern, results)["Two layers of attention find it transformer"] == .reproduced)
    for cell in results.outcomes.keys { results.outcomes[cell] = results.outcomes[cell].map { Array($0.prefix(1)) } }
    #expect(outcomes(pattern, results)["Two layers of attention find it transformer"] == .open)
  }

  @Test("a rate is searched for every model that a pattern trains, under a name of its own")
  func searched() throws {
    for pattern in Self.trained where pattern.id != "mixers" {
      #expect(Set(pattern.searched.map(\.model)) == Set(try pattern.cells(subject()).map(\.model)))
      #expect(Set(pattern.searched.map(\.name)).count == pattern.searched.count)
    }
  }

  /// Copying one symbol, with its answer beside the question.
  private struct Leaky: ProbeTask {
    let task = CopyTask(symbolCount: 1, gap: 20)
    let leaks: Bool
    var id: String { task.id }
    var distance: Int { task.distance }
    var vocabularySize: Int { task.vocabularySize }
    var length: Int { task.length }
    var asked: Range<Int> { task.asked }
    var answers: Range<Int32> { task.answers }
    var chance: Double { task.chance }
    func example(using generator: inout SeededGenerator) -> ProbeExample {
      let example = task.example(using: &generator)
      guard leaks else { return example }
      var tokens = example.tokens
      tokens[asked.lowerBound - 1] = example.targets[asked.lowerBound]
      return ProbeExample(tokens: tokens, targets: example.targets)
    }
    func oracle(_ tokens: [Int32]) -> [Int32] { task.oracle(tokens) }
  }

  @Test("a planted leak is noticed; a task without one is not suspected")
  func leak() throws {
    #expect(CellBaselines(Leaky(leaks: false)).alarm == nil)
    let alarm = try #require(CellBaselines(Leaky(leaks: true)).alarm)
    #expect(alarm.hasPrefix("the task gives its answers away"))
    var results = CellResults(outcomes: [:], baselines: [:], models: [:])
    results.baselines["lstm-20"] = CellBaselines(Leaky(leaks: true))
    #expect(results.alarms == ["lstm-20: " + alarm])
  }

  @Test(
    "the baselines of all cells are as they must be", .enabled(if: ProcessInfo.processInfo.environment["CI"] != nil))
  func baselines() throws {
    for pattern in Self.trained {
      var seen: Set<String> = []
      for cell in try pattern.cells(subject()) where seen.insert(cell.baselines?.task ?? "").inserted {
        #expect(cell.baselines?.make().alarm == nil, "\(pattern.id), \(cell.id)")
      }
    }
  }
}
