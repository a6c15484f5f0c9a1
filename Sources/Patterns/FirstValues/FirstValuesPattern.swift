// Published: what a recurrence starts from decides how long it can hold on.

import Foundation
import LabKit
import LabReport
import LabResults
import SequenceKit

/// Half-lives before training, and copying over 50 tokens after it, by what training starts from.
package struct FirstValuesPattern: Pattern {
  package let id = "first-values"
  package let title = "Half-lives and copying by what training starts from"
  package let source = """
    Jozefowicz, Zaremba & Sutskever 2015 (forget bias); Tallec & Ollivier 2018 (chrono); Saxe, McClelland & Ganguli 2013 \
    (orthogonal); Le, Jaitly & Hinton 2015 (identity)
    """
  package let setting = """
    half-lives: 16 windows of 128 random tokens; copying: K = 5 over T = 50, 1 000 steps of 32, about 12 000 parameters
    """

  /// A model and what it starts from.
  struct Start: Sendable {
    let name, model: String
    var forgetBias = 1
    var firstValues = FirstValues.usual
  }

  static let biases = [0, 1, 2, 3, 5]
  static let starts =
    biases.map { Start(name: "bias-\($0)", model: "lstm", forgetBias: $0) } + [
      // The longest dependency: from the first symbol to the first answer.
      Start(name: "chrono", model: "lstm", firstValues: .chrono(longest: 56)), Start(name: "rnn", model: "rnn"),
      Start(name: "orthogonal", model: "rnn", firstValues: .orthogonal),
      Start(name: "identity", model: "rnn", firstValues: .identity),
    ]
  /// Peak rates of copying, for all starts of a model; `reproduce --search-rates --only first-values` searches with the usual one.
  static let rates = ["lstm": 0.008, "rnn": 0.004]

  package func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.starts.flatMap { start in
      let (type, probe) = (try subject.type(start.model), Self.probe(start))
      let rate = Self.rates[start.model] ?? 0.004
      let configuration = ProbeRun.configuration(for: probe.task, try probe.fitted(to: type, rate: rate, subject))
      return [
        try HalfLifeCell(type: type, configuration: configuration, firstValues: start.firstValues)
          .cell("half-life-" + start.name),
        try probe.cell(start.name, of: type, rate: rate, subject),
      ]
    }
  }

  package var searched: [SearchedCell] {
    Self.starts.filter { $0.name == "bias-1" || $0.name == "rnn" }.map {
      SearchedCell(name: $0.model, model: $0.model, probe: Self.probe($0))
    }
  }

  static func probe(_ start: Start) -> ProbeCell {
    var settings = ProbeSettings(batchSize: 32, steps: 1000)
    settings.forgetBias = Double(start.forgetBias)
    return ProbeCell(
      task: CopyTask(symbolCount: 5, gap: 50), settings: settings, reference: (20, 2), firstValues: start.firstValues)
  }

  package func findings(_ results: CellResults) -> [Finding] {
    [
      gates(results),
      lasting("orthogonal", "its singular values are 1: kept, if it were linear", results),
      lasting("identity", "kept, if it were linear", results),
      copying(
        "A larger forget bias helps an LSTM to copy", published: "bias 1 closes the gap to a GRU", model: "lstm",
        ["bias-1", "bias-3", "bias-5"], over: "bias-0", results),
      copying(
        "Forget biases for all lengths help it more", published: "chrono: helps where dependencies are long",
        model: "lstm", ["chrono"], over: "bias-1", results),
      copying(
        "Such starts help an RNN to copy", published: "identity, with rectified units: adds over 300 steps",
        model: "rnn", ["orthogonal", "identity"], over: "rnn", results),
    ].compactMap { $0 }
  }

  /// What a forget gate keeps of a memory in a step, by its bias alone, and so its half-life.
  package static func halfLife(ofBias bias: Int) -> Double { log(2) / log1p(exp(-Double(bias))) }

  private func gates(_ results: CellResults) -> Finding? {
    let cases = Self.biases.compactMap { bias -> Evidence.Case? in
      guard let lives = results.scores("half-life-bias-\(bias)") else { return nil }
      return Evidence.Case("bias \(bias)", Estimate(lives.map { $0 / Self.halfLife(ofBias: bias) }))
    }
    return Finding(
      "An LSTM's half-life at the start is that of σ(b)",
      published: "1.0, 2.2, 5.5, 14.3, 103 steps for b = 0, 1, 2, 3, 5",
      model: "lstm", quantity: "half-life of the gradient by h and c over that of σ(b)", .within(0.25, of: 1),
      evidence: .cases(cases))
  }

  private func lasting(_ start: String, _ published: String, _ results: CellResults) -> Finding? {
    guard let lives = results.scores("half-life-" + start), let usual = results.scores("half-life-rnn") else {
      return nil
    }
    return Finding(
      "An RNN's gradient lasts longer from a start that is \(start)", published: published, model: "rnn",
      quantity: "half-life over that of the usual start", .above(1),
      evidence: .estimated(Estimate(zip(lives, usual).map { $0 / $1 })))
  }

  private func copying(
    _ statement: String, published: String, model: String, _ starts: [String], over usual: String,
    _ results: CellResults
  ) -> Finding? {
    guard let less = results.scores(usual) else { return nil }
    let cases = starts.compactMap { start -> Evidence.Case? in
      guard let more = results.scores(start) else { return nil }
      return Evidence.Case(
        "\(start) against \(usual)", Statistics.pairedDifference(more, less, scale: .symmetric, items: 1000),
        whyNot: max(Statistics.mean(more), Statistics.mean(less)) > 0.2 ? nil : "neither copies at this size")
    }
    return Finding(
      statement, published: published, model: model, quantity: "share right, less that of the other start", .above(0),
      evidence: .cases(cases))
  }

  package func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    func lines(_ id: String, _ title: String, _ y: Axis, _ prefix: String, _ references: [LineChart.Reference])
      -> Figure?
    {
      CellLines(
        results: results, legend: legend, models: ["lstm"], places: Self.biases, x: Axis("forget bias at the start"),
        y: y
      ) { _, bias in
        results.scores(prefix + "bias-\(bias)").map {
          y.isPercent ? Estimate($0, scale: .unit, items: 1000) : Estimate($0)
        }
      }
      .figure(id: id, title: title, references: references)
    }
    return [
      lines(
        "half-life", "Half-life before training", Axis("steps", .logarithmic), "half-life-", []),
      lines(
        "copy-bias", "Copying after it", Axis("right, % of the last 5", includes: [0, 1], isPercent: true), "",
        [.init("chance", 0.125)]),
    ].compactMap { $0 }
  }
}
