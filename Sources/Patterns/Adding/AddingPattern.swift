// Published: recurrences with gates add numbers over long gaps, and one without does not.

import LabKit
import LabReport
import LabResults

/// The adding problem at three lengths, and at twice each of them without further training.
struct AddingPattern: Pattern {
  let id = "adding"
  let title = "Adding two numbers of many"
  let source = "Hochreiter & Schmidhuber 1997; numbers: ARotting/long-lag-adding"
  let setting = """
    two of T numbers are marked; 2 000 steps of 16 sequences, twice those of the source, about 15 000 parameters; root mean squared error, at T \
    and, untrained, at 2 T
    """

  static let lengths = [50, 100, 200]
  static let models = ["rnn", "lstm", "gru", "transformer"]
  /// Peak rates that `reproduce --search-rates --only adding` found over 50; each lies between two that did worse.
  static let rates = ["rnn": 0.002, "lstm": 0.016, "gru": 0.016, "transformer": 0.004]
  /// That of an LSTM whose memories are as long as the sequence before it has learned anything.
  static let chronoRate = 0.016

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.models.flatMap { model in
      try (subject.isQuick ? [Self.lengths[0]] : Self.lengths).map { length in
        try Self.probe(length).cell(
          "\(model)-\(length)", of: subject.type(model), rate: Self.rates[model] ?? 0.004, subject)
      }
    }
      + (subject.isQuick ? [] : Self.lengths).map { length in
        try Self.probe(length, .chrono(longest: length)).cell(
          "chrono-\(length)", of: subject.type("lstm"), rate: Self.chronoRate, subject)
      }
  }

  var searched: [SearchedCell] {
    Self.models.map { SearchedCell(name: $0, model: $0, probe: Self.probe(50)) }
      + [SearchedCell(name: "chrono", model: "lstm", probe: Self.probe(50, .chrono(longest: 50)))]
  }

  /// T numbers, two of which are marked, wherever they are.
  private static func task(_ length: Int) -> AddingTask { AddingTask(gap: 0, candidates: length) }

  /// The task at a length.
  static func probe(_ length: Int, _ firstValues: FirstValues = .usual) -> ProbeCell {
    // Rotary positions read beyond the trained length; learned ones could not.
    var settings = ProbeSettings(positions: .rotary, batchSize: 16, steps: 2000)
    // As where it was published: numbers are read, and sums are told, by weights of their own.
    settings.head = .separate
    var probe = ProbeCell(
      task: task(length), longer: [task(2 * length)],
      settings: settings, reference: (24, 2), hasShortcut: true)
    probe.firstValues = firstValues
    return probe
  }

  func findings(_ results: CellResults) -> [Finding] {
    func cases(_ model: String) -> [Evidence.Case] {
      Self.lengths.compactMap { length in
        results.rootErrors("\(model)-\(length)").map { Evidence.Case("T = \(length)", $0) }
      }
    }
    func finding(
      _ model: String, _ statement: String, _ published: String, _ rule: DecisionRule, of cases: [Evidence.Case]
    ) -> Finding {
      Finding(
        statement, published: published, model: model, quantity: "root mean squared error; a guess has .406", rule,
        evidence: .cases(cases))
    }
    return [
      finding("rnn", "An RNN fails", "RMSE .386 at T = 100", .above(0.3), of: cases("rnn")),
      finding("lstm", "An LSTM solves it", "RMSE .011 at T = 100", .below(0.1), of: cases("lstm")),
      finding(
        "lstm", "… begun with memories as long as the sequence", "not published", .below(0.1), of: cases("chrono")),
      finding("gru", "A GRU solves it", "RMSE .013 at T = 100", .below(0.1), of: cases("gru")),
      extrapolation(results),
    ]
  }

  /// Only a length that both have solved can tell who goes on further.
  private func extrapolation(_ results: CellResults) -> Finding {
    let cases = Self.lengths.compactMap { length -> Evidence.Case? in
      let names = ["gru-\(length)", "lstm-\(length)"]
      let here = names.compactMap { results.rootErrors($0)?.mean }
      let beyond = names.compactMap { results.rootErrors($0, longer: 0)?.values }
      guard here.count == 2, beyond.count == 2 else { return nil }
      return Evidence.Case(
        "from \(length) to \(2 * length)", Statistics.pairedDifference(beyond[0], beyond[1]),
        whyNot: here.allSatisfy { $0 < 0.1 } ? nil : "not both have learned the shorter length")
    }
    return Finding(
      "A GRU extrapolates worse than an LSTM", published: "RMSE .198 against .038 at 200, trained at 100",
      model: "gru − lstm", quantity: "root mean squared error at twice the length, GRU less LSTM", .above(0),
      evidence: .cases(cases))
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    let chart = CellLines(
      results: results, legend: legend, models: Self.models, places: Self.lengths,
      x: Axis("numbers, T", .logarithmic), y: Axis("root mean squared error", includes: [0, 0.41])
    ) { model, length in results.rootErrors("\(model)-\(length)") }
    return [
      chart.figure(
        id: "adding", title: title, references: [.init("guess", Self.task(50).chance.squareRoot())])
    ].compactMap { $0 }
  }
}

extension CellResults {
  /// The root of mean squared errors.
  fileprivate func rootErrors(_ cell: String) -> Estimate? {
    scores(cell).map { Estimate($0.map { $0.squareRoot() }) }
  }

  fileprivate func rootErrors(_ cell: String, longer: Int) -> Estimate? {
    scores(cell, longer: longer).map { Estimate($0.map { $0.squareRoot() }) }
  }
}
