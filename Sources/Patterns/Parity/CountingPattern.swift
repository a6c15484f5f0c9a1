// Published: recurrences count modulo a number beyond the length of their training, and attention does not.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// A running count modulo 2 or 5, trained up to 40 tokens and asked at up to 200, with every position encoding.
struct CountingPattern: Pattern {
  let modulus: Int32
  let published: (recurrent: String, attention: String)
  /// Peak rates that `reproduce --search-rates` found; those of a Transformer by its encoding.
  let rates: [String: Double]

  static let parity = CountingPattern(
    modulus: 2, published: ("100 % right", "52 % right, the best of five encodings"),
    rates: [
      "rnn": 0.016, "lstm": 0.064, "learned": 0.001, "sinusoidal": 0.016, "rotary": 0.008, "alibi": 0.008,
      "none": 0.004,
    ])
  static let modular = CountingPattern(
    modulus: 5, published: ("100 % right", "24 % right, where a guess has 20"),
    rates: [
      "rnn": 0.016, "lstm": 0.016, "learned": 0.016, "sinusoidal": 0.032, "rotary": 0.008, "alibi": 0.008,
      "none": 0.032, further.cell: 0.008,
    ])

  var id: String { modulus == 2 ? "parity" : "modular" }
  var title: String {
    modulus == 2 ? "Parity beyond the trained length" : "Counting modulo 5 beyond the trained length"
  }
  let source = "Delétang et al. 2023, table 2 (the best of ten seeds); Hahn 2020"
  let setting = "the answer after each token up to 40, 1 500 steps of 32; asked for at 40, 80, 120 and 200"

  static let trained = 40, asked = [80, 120, 200]
  private static let steps = 1500
  /// What an RNN could do with more training, where it does not go on with as much as the others have; and how many times as much.
  private static let further = (cell: "rnn-further", times: 4)

  /// Cells by their names: a recurrent model, or an encoding of the Transformer.
  private static let names = ["rnn", "lstm"] + PositionEncoding.allCases.map(\.rawValue)

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    let cells = try (subject.isQuick ? ["rnn", "lstm", "learned", "none"] : Self.names).map { name in
      let encoding = PositionEncoding(rawValue: name)
      return try probe(encoding ?? .learned).cell(
        name, of: subject.type(encoding == nil ? name : "transformer"), rate: rates[name] ?? 0.004, subject)
    }
    guard modulus > 2, !subject.isQuick else { return cells }
    return try cells + [
      furtherProbe.cell(
        Self.further.cell, of: subject.type("rnn"), rate: rates[Self.further.cell] ?? 0.004, subject)
    ]
  }

  private var furtherProbe: ProbeCell { probe(.learned, steps: Self.further.times * Self.steps) }

  var searched: [SearchedCell] {
    let cells = Self.names.map { name in
      let encoding = PositionEncoding(rawValue: name)
      return SearchedCell(
        name: name, model: encoding == nil ? name : "transformer", probe: probe(encoding ?? .learned))
    }
    return modulus > 2 ? cells + [SearchedCell(name: Self.further.cell, model: "rnn", probe: furtherProbe)] : cells
  }

  func probe(_ encoding: PositionEncoding, steps: Int = steps) -> ProbeCell {
    func task(_ length: Int) -> CountingTask { CountingTask(modulus: modulus, length: length) }
    return ProbeCell(
      task: task(Self.trained), longer: Self.asked.map(task),
      settings: ProbeSettings(positions: encoding, batchSize: 32, steps: steps), reference: (32, 2))
  }

  func findings(_ results: CellResults) -> [Finding] {
    func finding(
      _ name: String, _ model: String, _ statement: String, _ published: String, _ rule: DecisionRule,
      isBest: Bool = false
    ) -> Finding? {
      guard results.outcomes[name] != nil else { return nil }
      let beyond = results.share(name, longer: Self.asked.count - 1, items: 1000)
      let evidence: Evidence? = isBest ? beyond?.values.max().map { .counted($0) } : beyond.map { .estimated($0) }
      return Finding(
        statement, published: published, model: model, quantity: "right after 200 tokens, trained up to 40", rule,
        evidence: evidence ?? .powerless(nil, "It has no positions beyond 40."))
    }
    func goesOn(_ name: String, _ model: String, _ statement: String, isBest: Bool = false) -> Finding? {
      finding(name, model, statement, published.recurrent, .above(0.9), isBest: isBest)
    }
    let chance = 1 / Double(modulus)
    let best =
      results.outcomes[Self.further.cell] == nil
      ? nil : goesOn("rnn", "rnn", "… in the best seed, as the source tells it", isBest: true)
    return [
      goesOn("rnn", "rnn", "A recurrence goes on"), best,
      goesOn(Self.further.cell, "rnn", "… with \(Self.further.times) times the training"),
      goesOn("lstm", "lstm", "A recurrence goes on"),
    ].compactMap { $0 }
      + PositionEncoding.allCases.compactMap {
        finding(
          $0.rawValue, "transformer", "Attention does not go on, positions: \($0.rawValue)", published.attention,
          .below(chance + 0.1))
      }
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    let places = [Self.trained] + Self.asked
    let names = Self.names.filter { results.outcomes[$0] != nil }
    return [
      CellLines(
        results: results, legend: Legend(names), models: names, places: places,
        x: Axis("tokens counted", .logarithmic), y: Axis("right, % of answers", includes: [0, 1], isPercent: true)
      ) { name, length in
        Self.asked.firstIndex(of: length).map { results.share(name, longer: $0, items: 1000) }
          ?? results.share(name, items: 1000)
      }
      .figure(id: id, title: title, references: [.init("guess", 1 / Double(modulus))])
    ].compactMap { $0 }
  }
}
