// Crossovers: planted times give the planted place, and real cells count what they should.

import LabReport
import LabResults
import ModelCatalog
import Patterns
import Testing

@Suite("Mixers")
struct MixerTests {
  private let subject = PatternSubject(types: ModelCatalog.models, threads: 1, isQuick: false, text: nil)

  /// Cells whose cost is given by model, n and d; times are work by a rate.
  private func rows(
    work: (String, Double, Double) -> Double, rate: (String) -> Double
  ) throws -> [String: PatternRow] {
    let pattern = try #require(PatternList.named("mixers"))
    var results = CellResults(outcomes: [:], baselines: [:], models: [:])
    for cell in try pattern.cells(subject) {
      let sizes = cell.id.split(separator: "-").compactMap { Double($0) }
      let work = work(cell.model, sizes[0], sizes[1])
      results.outcomes[cell.id] = (1...5).map { seed in
        let time = work / rate(cell.model) * (1 + 0.001 * Double(seed))
        return CellOutcome(score: time, longer: [2 * time], tokens: Int(work))
      }
    }
    let report = PatternReport([(pattern, results)], seeds: [1, 2, 3, 4, 5], threads: 1, names: [:], leftOut: [:])
    return Dictionary(report.rows.map { ($0.measured.claim, $0) }) { first, _ in first }
  }

  /// n²·d against 4·n·d²: equal work at n = 4·d.
  private func work(_ model: String, _ n: Double, _ d: Double) -> Double {
    model == "transformer" ? n * n * d : 4 * n * d * d
  }

  @Test("as fast an operation as another: equal times where work is equal; attention less before and more far behind")
  func equalRates() throws {
    let rows = try rows(work: work) { _ in 1e6 }
    let crossover = try #require(rows["As slow as an RNN at a larger n than by counts"])
    #expect(crossover.measured.cases.allSatisfy { abs(($0.measured ?? 0) - 1) < 1e-6 })
    #expect(crossover.outcome != .reproduced)
    #expect(rows["n < d: attention is faster than an RNN"]?.outcome == .reproduced)
    #expect(rows["n ≫ d: attention is slower than an RNN"]?.outcome == .reproduced)
  }

  @Test("attention's operations at four times the rate: equal times at four times the length")
  func fourTimes() throws {
    let rows = try rows(work: work) { $0 == "transformer" ? 4e6 : 1e6 }
    let crossover = try #require(rows["As slow as an RNN at a larger n than by counts"])
    let narrow = try #require(crossover.measured.cases.first { $0.setting.hasPrefix("d = 64") })
    #expect(abs((narrow.measured ?? 0) - 4) < 0.02)
  }

  @Test(
    "a real cell: the mixer takes some of the layer's time, and its work is that of the equations",
    arguments: ["rnn", "transformer"])
  func real(model: String) throws {
    let pattern = try #require(PatternList.named("mixers"))
    let cell = try #require(try pattern.cells(subject).first { $0.id == "\(model)-256-64" })
    let outcome = try cell.measure(1) { _ in }
    let (mixer, layer) = (try #require(outcome.score), try #require(outcome.longer[0]))
    #expect(mixer > 0 && mixer < layer)
    // Forward 2·n·d² and the gates, or 2·n²·d and the softmax; backward about twice it, attention's scores once more.
    let (n, d) = (256.0, 64.0)
    let forward = 2 * n * d * (model == "rnn" ? d : n)
    #expect((2.8...4.5).contains(Double(outcome.tokens) / forward))
  }
}
