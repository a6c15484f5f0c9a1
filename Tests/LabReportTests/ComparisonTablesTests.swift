// The tables of a comparison without its studies: they fit a terminal, align, and leave out what was not measured.

import Foundation
import LabReport
import LabResults
import TestSupport
import Testing

@Suite("Tables of a comparison")
struct ComparisonTablesTests {
  private func tables(_ results: ComparisonResults, studies: [Table] = []) -> ComparisonTables {
    ComparisonTables(results, studies: studies)
  }

  /// A model from both sides and one from left to right, with two seeds, and nothing but scores.
  private func scored() -> ComparisonResults {
    var results = SampleResults.trained()
    results.models = [results.models[1], results.models[3]]
    for index in results.models.indices { results.models[index].gradientNorms = [] }
    results.models[0].fillBlankAccuracy = Estimate([0.7, 0.72])
    results.models[1].nextToken = Estimate([0.74, 0.76])
    results.models[1].fillBlankAccuracy = Estimate([0.6, 0.62])
    // Each seed's stories have a floor of their own.
    results.models[1].aboveFloor = Estimate([0.12, 0.136])
    results.corpus.floors.nextToken = 0.63
    return results
  }

  @Test("losses stand beside the floor with their distance to it, and what has no score gets a dash")
  func losses() throws {
    let text = tables(scored()).losses.text()
    // Student's t for one degree of freedom, 12.706, times the standard error of 0.74 and 0.76, which is 0.01.
    #expect(text.contains("0.750 ±0.127") && text.contains("+0.128") && text.contains("61.0 %"))
    let birnn = try #require(text.split(separator: "\n").first { $0.hasPrefix("birnn") })
    #expect(birnn.contains("–") && birnn.contains("71.0 %"))
  }

  @Test("every table fits 80 columns, with five models and everything there is; only long claims are cut")
  func widths() throws {
    var results = SampleResults.judged()
    var fifth = try #require(results.models.last)
    fifth.id = "transformer-bidirectional"
    results.models.append(fifth)
    let full = tables(results).all
    #expect(full.count == 6)
    for table in full + tables(scored()).all {
      for line in table.text().split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
      let isCut = table.text(width: 1000) != table.text()
      #expect(!isCut || table.title?.hasPrefix("Claims") == true, "\(table.title ?? "")")
    }
  }

  @Test("what was not measured is left out; what studies found stands before the claims")
  func order() {
    func titles(_ results: ComparisonResults) -> [String] {
      let planted = Table(title: "Planted", columns: [.init("a")])
      return tables(results, studies: [planted]).all.compactMap {
        $0.title?.split(separator: " ").first.map(String.init)
      }
    }
    #expect(titles(scored()) == ["Test", "Cost", "Planted"])
    #expect(titles(SampleResults.judged()) == ["Test", "Which", "Learning", "Training", "Cost", "Planted", "Claims,"])
    var unmeasured = SampleResults.judged()
    for index in unmeasured.claims.indices { unmeasured.claims[index].measured = nil }
    #expect(titles(unmeasured).last == "Planted")
  }

  @Test("of a search, the mean loss at each rate is told, a rate that failed, and what was chosen")
  func rates() throws {
    #expect(tables(scored()).rates == nil)
    var results = SampleResults.judged()
    for model in ["rnn", "lstm"] {
      results.protocol.searches[model]?.chosen = TrainedWith(learningRate: 0.008)
      results.protocol.searches[model]?.trials[0].losses = [1.5, 1.7]
    }
    results.protocol.searches["lstm"]?.trials[4].losses = [1, nil]
    results.protocol.searches["rnn"]?.trials.append(.init(TrainedWith(learningRate: 0.01131), losses: [0.5]))
    let table = try #require(tables(results).rates)
    #expect(table.columns.map(\.title) == ["model", "0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "best"])
    let (rnn, lstm) = (table.rows[0].map(\.text), table.rows[2].map(\.text))
    #expect(rnn[0] == "rnn" && rnn[1] == "1.600" && rnn[7] == "0.008")
    #expect(lstm[0] == "lstm" && lstm[1] == "1.600" && lstm[5] == "failed")
  }

  @Test("training curves share one logarithmic scale, whose ends the title names")
  func curves() throws {
    var results = SampleResults.trained()
    // Two models with four steps each: losses of 8, 4, 2 and 1, and of 1 throughout.
    results.models = Array(results.models.prefix(2))
    for (index, losses) in [[8.0, 4, 2, 1], [1.0, 1, 1, 1]].enumerated() {
      let steps = losses.enumerated().map { step, loss in
        TrainingStep(step: step, loss: loss, learningRate: 0.1, gradientNorm: 1, groups: [])
      }
      results.models[index].gradientNorms = [.init(seed: 1, steps: steps)]
    }
    let table = try #require(tables(results).trainingCurves)
    #expect(table.title?.hasSuffix("logarithmic from ▁ 1.00 to █ 8.00") == true)
    let curve = try #require(table.rows.first?[2].text)
    #expect(curve.count == 32 && curve.first == "█" && curve.last == "▁")
    // Straight on a logarithmic scale: each level has the same width.
    #expect(Set("▂▃▄▅▆▇".map { level in curve.count { $0 == level } }).isSubset(of: [3, 4, 5]))
    #expect(table.rows[1][2].text == String(repeating: "▁", count: 32) && table.rows[1][4].text == "from both sides")
  }
}
