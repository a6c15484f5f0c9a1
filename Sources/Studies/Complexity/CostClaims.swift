// C3 to C6: work, span and memory. Exponents are fitted to counts.

import LabReport
import LabResults

/// Claims about cost: exponents that are fitted to counts.
struct CostClaims {
  let record: ComplexityStudy.Record

  var all: [Claim] { complexity + parallelism + memory + contextHandling }

  private func exponent(_ quantity: ComplexityQuantity, _ id: String) -> Double? {
    record.models[id]?.fits.first { $0.quantity == quantity.rawValue }?.lengthExponent
  }

  /// What a clock says beside the counts.
  private func timed(_ id: String) -> String {
    exponent(.milliseconds, id).map {
      "By the clock, a whole step on one core takes n to the power of \(Numbers.fixed($0, 2))."
    } ?? ""
  }

  /// C3. What a layer's mixer costs as sequences get longer. The deck's table counts the mixer alone.
  private var complexity: [Claim] {
    [
      ("rnn", "An RNN's recurrence costs O(n·d²)", 1.0), ("lstm", "An LSTM's recurrence costs O(n·d²)", 1.0),
      ("transformer", "Attention costs O(n²·d)", 2.0),
    ].compactMap { (model: String, statement: String, expected: Double) -> Claim? in
      guard record.models[model] != nil else { return nil }
      return Claim(
        "C3", model, statement, quantity: "exponent of n in the mixer's counted work",
        .within(0.1, of: expected),
        remark: (model == "transformer"
          ? "Of the mixer alone: a whole block costs n·d² + n²·d, and the first term rules until n is several times d. "
          : "Of the recurrence alone; the exponent of d is fitted beside it. ") + timed(model),
        evidence: .counted(exponent(.mixerWork, model) ?? .nan))
    }
  }

  /// C4. How the longest chain of dependent operations grows.
  private var parallelism: [Claim] {
    [
      ("rnn", "An RNN computes step by step", DecisionRule.within(0.1, of: 1)),
      ("lstm", "An LSTM computes step by step", .within(0.1, of: 1)),
      ("transformer", "A Transformer computes all positions at once", .below(0.2)),
    ].compactMap { (model: String, statement: String, rule: DecisionRule) -> Claim? in
      guard record.models[model] != nil else { return nil }
      return Claim(
        "C4", model, statement, quantity: "exponent of n in the counted span", rule,
        remark:
          "The span is the longest chain of operations that wait for each other: time on a machine with any number of cores. "
          + timed(model),
        evidence: .counted(exponent(.span, model) ?? .nan))
    }
  }

  /// C5. Whether a term in n² rules the bytes alive at once: how many bytes a step takes for each pair of positions.
  private var memory: [Claim] {
    func claim(
      _ model: String, _ statement: String, _ rule: DecisionRule, _ points: [ComplexityRecord.Point], _ remark: String
    ) -> Claim {
      Claim(
        "C5", model, statement, quantity: "bytes for each pair of positions, at the least width", rule,
        remark: remark, evidence: .counted(Self.bytesPerPair(points)))
    }
    let recurrent = [("rnn", "An RNN's memory is O(n·d)"), ("lstm", "An LSTM's memory is O(n·d)")].compactMap {
      model, statement in
      record.models[model].map {
        claim(model, statement, .below(Self.negligible), $0.points, "No faster than n: no byte is kept for a pair.")
      }
    }
    guard let attention = record.models["transformer"], !attention.plainAttentionPoints.isEmpty else {
      return recurrent
    }
    return recurrent + [
      claim(
        "transformer", "Kept n×n attention takes O(n²) memory", .above(Self.negligible),
        attention.plainAttentionPoints,
        "The deck's table. Four bytes a number, kept forward, with its gradient backward."),
      claim(
        "transformer", "A Transformer needs O(n²) memory at all", .above(Self.negligible),
        attention.points, "The lab's own attention works in blocks and keeps no matrix; n²·d of work remain."),
    ]
  }

  /// Fewer bytes for a pair of positions are no n² term: a single kept number takes four.
  private static let negligible = 1.0

  /// The least second difference of the peak over three lengths in a row, at the least width, where n is largest beside d. A term in n²
  /// shows in each; where another buffer becomes the largest, the peak bends in one of them.
  static func bytesPerPair(_ points: [ComplexityRecord.Point]) -> Double {
    let least = points.map(\.width).min()
    let row = points.filter { $0.width == least }.sorted { $0.length < $1.length }
      .map { (length: Double($0.length), bytes: Double($0.peakBytes)) }
    guard row.count >= 3 else { return .nan }
    return (2..<row.count).map { index in
      let (a, b, c) = (row[index - 2], row[index - 1], row[index])
      let late = (c.bytes - b.bytes) / (c.length - b.length)
      let early = (b.bytes - a.bytes) / (b.length - a.length)
      return (late - early) / (c.length - a.length)
    }.min() ?? .nan
  }

  /// C6. Whether a longer context brings more work that can be done side by side.
  private var contextHandling: [Claim] {
    [
      ("rnn", "An RNN reads its context token by token", DecisionRule.below(0.1)),
      ("lstm", "An LSTM reads its context token by token", .below(0.1)),
      ("transformer", "A Transformer reads its context at once", .above(0.9)),
    ].compactMap { (model: String, statement: String, rule: DecisionRule) -> Claim? in
      guard record.models[model] != nil else { return nil }
      return Claim(
        "C6", model, statement, quantity: "exponent of n in work / span", rule,
        remark:
          "Work over span is how many operations could run at the same time on average: work's exponent less that of C4. "
          + timed(model),
        evidence: .counted((exponent(.work, model) ?? .nan) - (exponent(.span, model) ?? .nan)))
    }
  }
}
