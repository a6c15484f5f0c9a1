// Published: a larger forget bias lets an LSTM hold on for longer.

import LabKit
import LabReport
import LabResults

/// Copying over 50 tokens by the forget bias that training starts from.
struct ForgetBiasPattern: Pattern {
  let id = "forget-bias"
  let title = "Copying by the forget bias"
  let source = "Jozefowicz, Zaremba & Sutskever 2015; half-lives by σ(b)"
  let setting = "K = 5 over T = 50, 1 000 steps of 32, about 12 000 parameters; forget bias 0, 1, 2, 3, 5"

  static let biases = [0, 1, 2, 3, 5]
  /// A first guess of the peak rate, for all biases; `reproduce --search-rates --only forget-bias` searches with bias 1.
  static let rate = 0.008

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    try Self.biases.map { bias in
      try Self.probe(bias).cell("bias-\(bias)", of: subject.type("lstm"), rate: Self.rate, subject)
    }
  }

  var searched: [SearchedCell] { [SearchedCell(name: "lstm", model: "lstm", probe: Self.probe(1))] }

  static func probe(_ bias: Int) -> ProbeCell {
    var settings = ProbeSettings(batchSize: 32, steps: 1000)
    settings.forgetBias = Double(bias)
    return ProbeCell(task: CopyTask(symbolCount: 5, gap: 50), settings: settings, reference: (20, 2))
  }

  func findings(_ results: CellResults) -> [Finding] {
    let cases = [1, 3, 5].compactMap { bias -> Evidence.Case? in
      guard let more = results.scores("bias-\(bias)"), let none = results.scores("bias-0") else { return nil }
      return Evidence.Case(
        "bias \(bias) against 0", Statistics.pairedDifference(more, none, scale: .symmetric, items: 1000))
    }
    return [
      Finding(
        "A larger forget bias helps to hold on",
        published: "bias 1 closes the gap to a GRU; half-life 1.0 at 0, 103 at 5",
        model: "lstm", quantity: "share right, less that with bias 0", .above(0), evidence: .cases(cases))
    ]
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    [
      CellLines(
        results: results, legend: legend, models: ["lstm"], places: Self.biases, x: Axis("forget bias at the start"),
        y: Axis("right, % of the last 5", includes: [0, 1], isPercent: true)
      ) { _, bias in results.share("bias-\(bias)", items: 1000) }
      .figure(id: id, title: title, references: [.init("chance", 0.125)])
    ].compactMap { $0 }
  }
}
