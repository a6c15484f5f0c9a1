// Published: a verb agrees with its subject nearly always, and less often the more nouns of the other number stand between.

import LabKit
import LabReport
import LabResults

/// Errors in a verb's number by attractors, of models that learned to predict every next word.
struct AgreementPattern: Pattern {
  let id = "agreement"
  let title = "Agreement over attractors"
  let source = "Linzen, Dupoux & Goldberg 2016, for the pattern; the grammar is the lab's own"
  let setting =
    "a language model of a small grammar, a fifth of nouns between attractors; 1 200 steps of 32 rows of 40, about 21 500 parameters, rotary positions"

  static let attractors = [0, 1, 2, 3, 4], models = ["rnn", "lstm", "transformer"]
  /// Peak rates that `reproduce --search-rates --only agreement` found; with nearly all, all models get more than 99 % of all words right that
  /// can be known.
  static let rates = ["rnn": 0.002, "lstm": 0.001, "transformer": 0.008]

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.models.map { model in
      try Self.probe.cell(model, of: subject.type(model), rate: Self.rates[model] ?? 0.004, subject)
    }
  }

  var searched: [SearchedCell] { Self.models.map { SearchedCell(name: $0, model: $0, probe: Self.probe) } }

  static let probe = ProbeCell(
    task: AgreementTask(), longer: attractors.map { AgreementTask(attractors: $0) },
    // Until the steps are over: many sentences have no attractor, so that nearly all right is no reason to stop.
    settings: untilTheEnd, reference: (28, 2), hasShortcut: true)

  private static var untilTheEnd: ProbeSettings {
    var settings = ProbeSettings(positions: .rotary, batchSize: 32, steps: 1200)
    settings.stopsEarly = false
    return settings
  }

  /// The share of wrong verbs.
  private func errors(_ results: CellResults, _ model: String, _ attractors: Int) -> Estimate? {
    results.scores(model, longer: attractors).map { Estimate($0.map { 1 - $0 }, scale: .unit, items: 1000) }
  }

  func findings(_ results: CellResults) -> [Finding] {
    var findings: [Finding] = []
    if let near = errors(results, "lstm", 0) {
      findings.append(
        Finding(
          "An LSTM makes few errors without attractors", published: "under 1 % overall", model: "lstm",
          quantity: "share of wrong verbs, no attractor", .below(0.01), evidence: .estimated(near)))
    }
    for model in Self.models {
      guard let near = errors(results, model, 0), let far = errors(results, model, 4) else { continue }
      findings.append(
        Finding(
          "Attractors make for errors", published: model == "lstm" ? "more with attractors" : "not published",
          model: model, quantity: "wrong verbs with 4 attractors less those with none", .above(0),
          evidence: .estimated(Statistics.pairedDifference(far.values, near.values, scale: .symmetric, items: 1000))))
    }
    if let rnn = errors(results, "rnn", 4), let lstm = errors(results, "lstm", 4) {
      findings.append(
        Finding(
          "An RNN makes more than an LSTM", published: "more", model: "rnn − lstm",
          quantity: "wrong verbs with 4 attractors, RNN less LSTM", .above(0),
          evidence: .estimated(Statistics.pairedDifference(rnn.values, lstm.values, scale: .symmetric, items: 1000))))
    }
    return findings
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    [
      CellLines(
        results: results, legend: legend, models: Self.models, places: Self.attractors,
        x: Axis("nouns of the other number in between"),
        y: Axis("wrong verbs, %", includes: [0, 0.5], isPercent: true)
      ) { errors(results, $0, $1) }
      .figure(id: id, title: title, references: [.init("guess", 0.5)])
    ].compactMap { $0 }
  }
}
