// C1: whether gradients vanish.

import Foundation
import LabResults

/// How much of the gradient arrives at the token that an answer hangs on, as a power of ten of what arrives one token back.
///
/// The limit and the lags were fixed before numbers were seen, what a trained model has to need after a quick run: a gradient
/// vanishes where less than a hundredth of it arrives, in the mean of three ranges of lags (8 to 15, 16 to 31, 32 to 63) that count
/// alike, each by windows whose answer hangs on a token so far back. The same rule is held against the model as it starts, with a
/// forget bias of 1, 3 and 5 where it has one, which tells what could be learned; and against the trained model, by the embedded
/// token and by the state, where that shows that it needs what it is asked for: more gradient at the token that the answer hangs on
/// than at others as far back. A claim that holds under one of these and not under another *depends*.
struct VanishingClaims {
  let record: GradientFlowStudy.Record

  /// A hundredth, as a power of ten.
  static let vanished = -2.0

  var all: [Claim] {
    let rules: [(model: String, statement: String, rule: DecisionRule)] = [
      ("rnn", "The gradient of an RNN vanishes", .below(Self.vanished)),
      ("lstm", "The gradient of an LSTM does not vanish", .above(Self.vanished)),
      ("transformer", "The gradient of a Transformer does not vanish", .above(Self.vanished)),
    ]
    return rules.compactMap { model, statement, rule in
      guard let records = record.models[model] else { return nil }
      let cases = records.compactMap(Self.evidence)
      return Claim(
        "C1", model, statement,
        quantity: "log₁₀ of the gradient at the token that the answer hangs on, 8 to 63 back, over that one back", rule,
        remark: Self.remark(records),
        evidence: cases.isEmpty
          ? .powerless(
            nil,
            "No token is known to be needed so far back: the corpus tells no dependencies, or its rows are too short.")
          : .cases(cases)
      )
    }
  }

  /// Trained models by both places, untrained ones by the embedded token.
  private static func evidence(_ record: GradientFlowRecord) -> Evidence.Case? {
    guard !record.arrivals.isEmpty, record.isTrained || record.by == .embedding else { return nil }
    let means = mean(record) { $0.overNear }
    guard record.isTrained else {
      return Evidence.Case("untrained" + (record.setting.map { ", " + $0 } ?? ""), means)
    }
    let needed = mean(record) { $0.overOthers }
    return Evidence.Case(
      record.by == .embedding ? "trained" : "trained, by the state", means,
      whyNot: (needed.low ?? needed.mean) > 0 ? nil : "it has not learned to need what it is asked for")
  }

  /// The mean over ranges of lags, seed by seed.
  private static func mean(
    _ record: GradientFlowRecord, _ value: (GradientFlowRecord.Arrival) -> Estimate
  ) -> Estimate {
    let ranges = record.arrivals.map { value($0).values }
    return Estimate(ranges[0].indices.map { seed in Statistics.mean(ranges.map { $0[seed] }) })
  }

  /// Whether the model needs what it is asked for: the gradient there over that at other tokens as far back.
  private static func remark(_ records: [GradientFlowRecord]) -> String {
    guard let trained = records.first(where: { $0.isTrained && $0.by == .embedding }), !trained.arrivals.isEmpty else {
      return ""
    }
    let mean = Statistics.mean(trained.arrivals.map(\.overOthers.mean))
    return String(
      format: "After training, the token that the answer hangs on gets %.1f times the gradient of others as far back.",
      pow(10, mean))
  }
}
