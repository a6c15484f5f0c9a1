// Published: two layers of attention find what followed a token before, and one does not.

import LabKit
import LabReport
import LabResults

/// A repeated random block, by one and by two layers of attention, and by recurrences.
struct InductionPattern: Pattern {
  let id = "induction"
  let title = "Induction: what followed before follows again"
  let source = "Olsson et al. 2022"
  let setting = "blocks of 8 to 16 of 32 tokens, repeated; 1 500 steps of 64, width 32; the repetition's end is scored"

  /// By cell: model and layers.
  static let kinds = [("one", "transformer", 1), ("two", "transformer", 2), ("lstm", "lstm", 1)]
  /// Peak rates that `reproduce --search-rates --only induction` found; the LSTM's is the largest tried. Nobody solved it: two layers came to
  /// 0.23, so that more steps are wanted before this says anything.
  static let rates = ["one": 0.004, "two": 0.004, "lstm": 0.032]

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.kinds.map { name, model, layers in
      try Self.probe(layers).cell(name, of: subject.type(model), rate: Self.rates[name] ?? 0.004, subject)
    }
  }

  var searched: [SearchedCell] {
    Self.kinds.map { SearchedCell(name: $0, model: $1, probe: Self.probe($2)) }
  }

  static func probe(_ layers: Int) -> ProbeCell {
    ProbeCell(
      task: InductionTask(), settings: ProbeSettings(width: 32, batchSize: 64, steps: 1500), reference: nil,
      layers: layers)
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
      finding(
        "two", "transformer", "Two layers of attention find it", "induction heads, in one transition", .above(0.9)),
      finding("one", "transformer", "One layer does not", "no induction heads", .below(0.5)),
      finding("lstm", "lstm", "An LSTM of one layer does not", "not published", .below(0.5)),
    ].compactMap { $0 }
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] { [] }
}
