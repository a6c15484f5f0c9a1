// Published: what attention recalls does not hang on its width; what a state recalls does.

import LabKit
import LabReport
import LabResults

/// Multi-query associative recall: accuracy by the number of pairs and the width.
struct RecallPattern: Pattern {
  let id = "mqar"
  let title = "Associative recall by pairs and width"
  let source = "Arora et al. 2023 (Zoology), propositions 4.3 and 4.4"
  let setting =
    "D pairs of 16 keys and 16 values in 4 D tokens, 3 000 steps of 64; two layers of attention with one head, rotary positions; "
    + "at width 64 also 32 keys and 32 values, all D to 32 in one training of 2 000 steps of 128"

  static let pairs = [4, 8, 16], widths = [16, 32, 64]
  static let models = ["lstm", "transformer"]
  /// Peak rates that `reproduce --search-rates --only mqar` found with 8 pairs, by model and width, or with all numbers of pairs in turn
  /// and half the batch. Of those, attention's is the least that it tries: in a pilot with twelve seeds each, half of it and twice as
  /// much solved it half as often.
  static let rates = [
    "lstm-16": 0.008, "lstm-32": 0.004, "lstm-64": 0.016,
    "transformer-16": 0.016, "transformer-32": 0.002, "transformer-64": 0.002, further.cell: 0.008,
    "lstm-mixed": 0.004, "transformer-mixed": 0.001,
  ]
  /// The numbers of pairs of 32 keys and 32 values that one training takes in turn, the last with what tells when all is learned.
  private static let mixed = [4, 8, 16, 32]
  /// Right answers above those of a state that knows the values, but not whose, from which on pairs are recalled.
  private static let leastRecall = 0.05
  /// What attention of the least width could do with more training, and how many times as much.
  private static let further = (cell: "transformer-8-16-further", pairs: 8, times: 4)

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    let cells = try Self.models.flatMap { model in
      try (subject.isQuick ? [Self.pairs[0], Self.pairs[2]] : Self.pairs).flatMap { pairs in
        try (subject.isQuick ? [32] : Self.widths).map { width in
          // Equal in width, not in parameters: width is what the statement is about.
          try Self.probe(pairs, width).cell(
            Self.name(model, pairs, width), of: subject.type(model), rate: Self.rates["\(model)-\(width)"] ?? 0.004,
            subject)
        }
      }
    }
    if subject.isQuick { return cells }
    func cell(_ name: String, _ model: String, _ probe: ProbeCell) throws -> PatternCell {
      try probe.cell(name, of: subject.type(model), rate: Self.rates[name] ?? 0.004, subject)
    }
    return try cells + [cell(Self.further.cell, "transformer", Self.furtherProbe)]
      + Self.models.map { try cell("\($0)-mixed", $0, Self.mixedProbe) }
  }

  var searched: [SearchedCell] {
    Self.models.flatMap { model in
      Self.widths.map { SearchedCell(name: "\(model)-\($0)", model: model, probe: Self.probe(8, $0)) }
    } + [SearchedCell(name: Self.further.cell, model: "transformer", probe: Self.furtherProbe)]
      + Self.models.map { SearchedCell(name: "\($0)-mixed", model: $0, probe: Self.mixedProbe) }
  }

  private static var furtherProbe: ProbeCell { probe(further.pairs, widths[0], times: further.times) }

  /// - Parameter times: How many times as long it is trained as the others.
  private static func probe(_ pairs: Int, _ width: Int, times: Int = 1) -> ProbeCell {
    ProbeCell(
      task: RecallTask(pairCount: pairs, gap: pairs, keyCount: 16),
      settings: ProbeSettings(
        width: width, headCount: 1, positions: .rotary, batchSize: 64, steps: 3000 * times, testCount: 500), layers: 2)
  }

  private static var mixedProbe: ProbeCell {
    let tasks = mixed.map { RecallTask(pairCount: $0, gap: $0, keyCount: 32) }
    return ProbeCell(
      task: tasks[mixed.count - 1], inTurn: tasks, longer: tasks.dropLast(),
      settings: ProbeSettings(
        // With half the batch two of five seeds of attention find nothing.
        width: 64, headCount: 1, positions: .rotary, batchSize: 128, steps: 2000, testCount: 500), layers: 2)
  }

  private static func name(_ model: String, _ pairs: Int, _ width: Int) -> String { "\(model)-\(pairs)-\(width)" }

  private func share(_ results: CellResults, _ model: String, _ pairs: Int, _ width: Int) -> Estimate? {
    results.share(Self.name(model, pairs, width), items: 500)
  }

  /// The shares of all numbers of pairs that one training took in turn.
  private func mixed(_ results: CellResults, _ model: String) -> [Estimate?] {
    let cell = "\(model)-mixed"
    return Self.mixed.indices.dropLast().map { results.share(cell, longer: $0, items: 500) }
      + [results.share(cell, items: 500)]
  }

  func findings(_ results: CellResults) -> [Finding] {
    func less(_ few: Estimate?, _ many: Estimate?, keys: Int, width: Int) -> Evidence.Case? {
      guard let few, let many else { return nil }
      // Who knows the values alone is also right less often among more.
      let unpaired = UnpairedValues.share(pairs: Self.pairs[0], values: keys)
      return Evidence.Case(
        "width \(width)", Statistics.pairedDifference(few.values, many.values, scale: .symmetric, items: 500),
        whyNot: few.mean > unpaired + Self.leastRecall
          ? nil
          : "4 pairs are not recalled either: who knows the values, but not whose, is right in \(Numbers.percent(unpaired))"
      )
    }
    let state = Self.widths.compactMap { width in
      less(share(results, "lstm", 4, width), share(results, "lstm", 16, width), keys: 16, width: width)
    }
    let shares = mixed(results, "lstm")
    let mixedState = [less(shares[0], shares[Self.mixed.count - 1], keys: 32, width: 64)].compactMap { $0 }
    func attention(_ statement: String, chance: String = ".063", _ cases: [Evidence.Case]) -> Finding {
      Finding(
        statement, published: "width independent of D (prop. 4.3)", model: "transformer",
        quantity: "right answers, chance \(chance)", .above(0.9), evidence: .cases(cases))
    }
    let further = results.share(Self.further.cell, items: 500).map { Evidence.Case("D = \(Self.further.pairs)", $0) }
    return Self.widths.map { width in
      attention(
        "Attention of width \(width) recalls any number of pairs",
        Self.pairs.compactMap { pairs in
          share(results, "transformer", pairs, width).map { Evidence.Case("D = \(pairs)", $0) }
        })
    } + [
      attention(
        "… of width \(Self.widths[0]), \(Self.further.pairs) pairs with \(Self.further.times) times the training",
        [further].compactMap { $0 }),
      attention(
        "… of width 64, 32 keys, \(Self.mixed[0]) to \(Self.mixed[3]) pairs in one training", chance: ".031",
        zip(Self.mixed, mixed(results, "transformer")).compactMap { pairs, share in
          share.map { Evidence.Case("D = \(pairs)", $0) }
        }),
      Finding(
        "A state of a width recalls less of more pairs", published: "width grows with D (theorem 4.4)", model: "lstm",
        quantity: "right answers of 4 pairs less those of 16", .above(0.1), evidence: .cases(state)),
      Finding(
        "… of 32 keys, 4 to 32 pairs in one training", published: "width grows with D (theorem 4.4)", model: "lstm",
        quantity: "right answers of 4 pairs less those of 32", .above(0.1), evidence: .cases(mixedState)),
    ]
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    Self.models.compactMap { model in
      let widths = Self.widths.filter { share(results, model, 4, $0) != nil }
      let pairs = Self.pairs.filter { pairs in widths.contains { share(results, model, pairs, $0) != nil } }
      guard !widths.isEmpty else { return nil }
      let values = widths.map { width in pairs.map { share(results, model, $0, width)?.mean ?? .nan } }
      var csv = CSV(["model", "width", "pairs", "right"])
      for (width, row) in zip(widths, values) {
        for (count, value) in zip(pairs, row) { csv.add([model, "\(width)", "\(count)", CSV.number(value)]) }
      }
      let map = HeatMap(
        columns: .init("pairs", pairs.map(String.init)), rows: .init("width", widths.map(String.init)), values: values,
        scale: .linear(0...1), legend: "right answers", isPercent: true
      ) { "width \(widths[$0]), \(pairs[$1]) pairs: \(Numbers.percent(values[$0][$1]))" }
      return Figure(
        id: "pattern-mqar-\(model)", title: "\(legend.name(of: model)): right answers by pairs and width",
        description: zip(widths, values).map { width, row in
          "Width \(width): " + zip(pairs, row).map { "\($0) pairs \(Numbers.percent($1))" }.joined(separator: ", ")
            + "."
        }.joined(separator: " "), caption: "Means over seeds; a guess is right in 6 %.", panels: [.init("", map)],
        csv: csv)
    }
  }
}
