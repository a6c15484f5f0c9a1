// Published: two layers of attention find what followed a token before, and one does not.

import LabKit
import LabReport
import LabResults

/// A repeated random block, by one and by two layers of attention, and by recurrences.
struct InductionPattern: Pattern {
  let id = "induction"
  let title = "Induction: what followed before follows again"
  let source = "Olsson et al. 2022"
  let setting = """
    blocks of 8 to 16 of 32 tokens, repeated; 6 000 steps of 64, width 32, rotary positions; the repetition's end is scored
    """

  /// By cell: model and layers.
  static let kinds = [
    ("one", "transformer", 1), ("two", "transformer", 2), (slower, "transformer", 2), ("lstm", "lstm", 1),
  ]
  /// Two layers at half of the rate that the search found: with that, a seed in five finds nothing.
  private static let slower = "two-half-rate"
  /// Peak rates that `reproduce --search-rates --only induction` found; that of one layer, the largest tried, got 13 % right, any other 12.
  static let rates = ["one": 0.064, "two": 0.004, slower: 0.002, "lstm": 0.032]
  private static let task = InductionTask()

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.kinds.map { name, model, layers in
      try Self.probe(layers).cell(name, of: subject.type(model), rate: Self.rates[name] ?? 0.004, subject)
    }
  }

  var searched: [SearchedCell] {
    Self.kinds.filter { $0.0 != Self.slower }.map { SearchedCell(name: $0, model: $1, probe: Self.probe($2)) }
  }

  static func probe(_ layers: Int) -> ProbeCell {
    ProbeCell(
      task: task, settings: ProbeSettings(width: 32, positions: .rotary, batchSize: 64, steps: 6000), reference: nil,
      layers: layers
    ) { model, parameters, seed in
      InductionHead.share(model, parameters, on: task, seed: seed).map { [$0] } ?? []
    }
  }

  func findings(_ results: CellResults) -> [Finding] {
    func finding(_ cell: String, _ model: String, _ statement: String, _ published: String, _ rule: DecisionRule)
      -> Finding?
    {
      results.share(cell, items: 1000).map {
        Finding(
          statement, published: published, model: model, quantity: "right in the repetition, chance .03", rule,
          evidence: .estimated($0))
      }
    }
    return [
      finding("two", "transformer", "Two layers of attention find it", "induction heads", .above(0.9)),
      finding(Self.slower, "transformer", "… at half the rate", "induction heads", .above(0.9)),
      suddenness(results), head(results),
      finding("one", "transformer", "One layer does not", "no induction heads", .below(0.5)),
      finding("lstm", "lstm", "An LSTM of one layer does not", "not published", .below(0.5)),
    ].compactMap { $0 }
  }

  /// How long the rise from a fifth to four fifths of the way takes, as a share of the training up to its end. A steady rise has 3/4.
  static func rise(_ course: [Double]) -> Double? {
    guard let last = course.last, last > 0.5 else { return nil }
    func first(_ share: Double) -> Double? {
      course.firstIndex { $0 >= task.chance + share * (last - task.chance) }.map { Double($0 + 1) }
    }
    return first(0.2).flatMap { start in first(0.8).map { ($0 - start) / $0 } }
  }

  private func suddenness(_ results: CellResults) -> Finding? {
    guard let outcomes = results.outcomes[Self.slower] else { return nil }
    let rises = outcomes.compactMap { Self.rise($0.course) }
    return Finding(
      "… and does so in one sudden transition", published: "within a small part of training", model: "transformer",
      quantity: "steps from a fifth to four fifths of the way over all up to there", .below(1 / 3),
      evidence: rises.count == outcomes.count
        ? .estimated(Estimate(rises)) : .powerless(nil, "Not every seed has found it."))
  }

  private func head(_ results: CellResults) -> Finding? {
    guard let outcomes = results.outcomes[Self.slower] else { return nil }
    let shares = outcomes.compactMap(\.seen.first)
    return Finding(
      "… and with a head that looks where it stands", published: "induction heads", model: "transformer",
      quantity: "attention from a token to what followed it before, of the best head", .above(0.5),
      evidence: shares.count == outcomes.count
        ? .estimated(Estimate(shares, scale: .unit, items: 100)) : .powerless(nil, "A training diverged."))
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    let names = Self.kinds.map(\.0).filter { results.outcomes[$0] != nil }
    let looks = results.outcomes.values.joined().map(\.course.count).max() ?? 0
    return [
      CellLines(
        results: results, legend: Legend(names), models: names, places: (1...max(1, looks)).map { $0 * ProbeRun.pace },
        x: Axis("training steps"), y: Axis("right in the repetition, %", includes: [0, 1], isPercent: true)
      ) { name, step in
        // Training ends where all is right: so it stays.
        let scores = (results.outcomes[name] ?? []).compactMap { outcome in
          outcome.course.isEmpty ? nil : outcome.course[min(step / ProbeRun.pace, outcome.course.count) - 1]
        }
        return scores.isEmpty ? nil : Estimate(scores, scale: .unit, items: 200)
      }
      .figure(id: id, title: "Right answers over training, by layers", references: [.init("chance", Self.task.chance)])
    ].compactMap { $0 }
  }
}
