// Published: what a state can hold is bounded by its size; attention copies from what it reads.

import LabKit
import LabReport
import LabResults

/// Copy memory: K symbols over a gap of T, at equal size.
struct CopyPattern: Pattern {
  let id = "copy"
  let title = "Copying K symbols over a gap"
  let source = "Bai, Kolter & Koltun 2018, table 1 and section 5.4; Jelassi et al. 2024"
  let setting = "1 000 steps of 32 sequences, about 16 000 parameters; only the last K positions are scored, chance 1/8"

  static let gaps = [20, 50, 100], counts = [5, 10]
  static let models = ["rnn", "lstm", "gru", "transformer"]
  /// Peak rates that `reproduce --search-rates --only copy` found with K = 5 over 20; each lies between two that did worse.
  static let rates = ["rnn": 0.008, "lstm": 0.032, "gru": 0.008, "transformer": 0.016]

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.models.flatMap { model in
      try Self.counts.flatMap { count in
        try (subject.isQuick ? [Self.gaps[0]] : Self.gaps).map { gap in
          try Self.probe(count, gap).cell(
            Self.name(model, count, gap), of: subject.type(model), rate: Self.rates[model] ?? 0.004, subject)
        }
      }
    }
  }

  var searched: [SearchedCell] { Self.models.map { SearchedCell(name: $0, model: $0, probe: Self.probe(5, 20)) } }

  static func probe(_ count: Int, _ gap: Int) -> ProbeCell {
    ProbeCell(
      task: CopyTask(symbolCount: count, gap: gap), settings: ProbeSettings(batchSize: 32, steps: 1000),
      reference: (24, 2))
  }

  private static func name(_ model: String, _ count: Int, _ gap: Int) -> String { "\(model)-\(count)-\(gap)" }

  private static func share(_ results: CellResults, _ model: String, _ count: Int, _ gap: Int) -> Estimate? {
    results.share(name(model, count, gap), items: 1000)
  }

  func findings(_ results: CellResults) -> [Finding] {
    func finding(
      _ model: String, _ statement: String, _ published: String, _ rule: DecisionRule, _ places: [(Int, Int)]
    ) -> Finding {
      Finding(
        statement, published: published, model: model, quantity: "share of the last K that is right, chance .125", rule,
        evidence: .cases(
          places.compactMap { count, gap in
            Self.share(results, model, count, gap).map { Evidence.Case("K = \(count), T = \(gap)", $0) }
          }))
    }
    return [
      finding(
        "lstm", "An LSTM does not copy 10 symbols", "under .20 below T = 50", .below(0.2), [(10, 50), (10, 100)]),
      finding("gru", "A GRU does not copy 10 symbols", "under .20 below T = 200", .below(0.2), [(10, 50), (10, 100)]),
      finding("rnn", "An RNN does not copy 10 symbols", "loss as of no memory", .below(0.2), [(10, 50), (10, 100)]),
      finding(
        "transformer", "A Transformer of two layers copies", "exponentially long strings", .above(0.9),
        Self.counts.flatMap { count in Self.gaps.map { (count, $0) } }),
      held("lstm", results), held("gru", results),
    ]
  }

  /// More symbols, the same state.
  private func held(_ model: String, _ results: CellResults) -> Finding {
    let cases = Self.gaps.compactMap { gap -> Evidence.Case? in
      guard let few = Self.share(results, model, 5, gap), let many = Self.share(results, model, 10, gap) else {
        return nil
      }
      return Evidence.Case(
        "T = \(gap)", Statistics.pairedDifference(few.values, many.values, scale: .symmetric, items: 1000),
        whyNot: few.mean > 0.2 ? nil : "5 symbols are not held either")
    }
    return Finding(
      "A state holds a smaller share of more symbols", published: "bounded by the state's size", model: model,
      quantity: "share right of K = 5 less that of K = 10", .above(0), evidence: .cases(cases))
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    Self.counts.compactMap { count in
      CellLines(
        results: results, legend: legend, models: Self.models, places: Self.gaps,
        x: Axis("gap, tokens", .logarithmic), y: Axis("right, % of the last K", includes: [0, 1], isPercent: true)
      ) { model, gap in Self.share(results, model, count, gap) }
      .figure(id: "copy-\(count)", title: "Copying \(count) symbols", references: [.init("chance", 0.125)])
    }
  }
}
