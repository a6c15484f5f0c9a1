// Claims about cost: work, span, memory, parallel hardware. Exponents are fitted to counts.

import LabResults

extension Claim {
  /// C3. What a layer's mixer costs as sequences get longer. The deck's table counts the mixer alone.
  static let complexity: [Claim] = [
    ("rnn", "An RNN's recurrence costs O(n·d²)", 1.0), ("lstm", "An LSTM's recurrence costs O(n·d²)", 1.0),
    ("transformer", "Attention costs O(n²·d)", 2.0),
  ].map { model, statement, exponent in
    Claim(
      "C3", model, statement, quantity: "exponent of n in the mixer's counted work",
      .within(0.1, of: exponent), isCounted: true,
      remark: model == "transformer"
        ? "Of the mixer alone: a whole block costs n·d² + n²·d, and the first term rules until n is several times d."
        : "Of the recurrence alone; the exponent of d is fitted beside it."
    ) { $0.fit("mixer work", model).map { .counted($0.lengthExponent) } }
  }

  /// C4. How the longest chain of dependent operations grows.
  static let parallelism: [Claim] = [
    ("rnn", "An RNN computes step by step", ClaimRule.within(0.1, of: 1)),
    ("lstm", "An LSTM computes step by step", .within(0.1, of: 1)),
    ("transformer", "A Transformer computes all positions at once", .below(0.2)),
  ].map { model, statement, rule in
    Claim(
      "C4", model, statement, quantity: "exponent of n in the counted span", rule, isCounted: true,
      remark:
        "The span is the longest chain of operations that wait for each other: time on a machine with any number of cores."
    ) { $0.fit("span", model).map { .counted($0.lengthExponent) } }
  }

  /// C5. How the bytes alive at once grow.
  static let memory: [Claim] = [
    ("rnn", "An RNN's memory is O(n·d)", ClaimRule.below(1.1)), ("lstm", "An LSTM's memory is O(n·d)", .below(1.1)),
    ("transformer", "A Transformer's memory is O(n² + n·d)", .within(0.2, of: 2)),
  ].map { model, statement, rule in
    Claim(
      "C5", model, statement, quantity: "exponent of n in the peak bytes of a training step", rule, isCounted: true,
      remark: model == "transformer"
        ? "The n² term belongs to an implementation that keeps the attention matrix; this one works in blocks and keeps none."
        : "No faster than n; below 1, because the weights' gradients do not grow with n."
    ) { $0.fit("peak bytes", model).map { .counted($0.lengthExponent) } }
  }

  /// C6. Whether a longer context brings more work that can be done side by side.
  static let contextHandling: [Claim] = [
    ("rnn", "An RNN reads its context token by token", ClaimRule.below(0.1)),
    ("lstm", "An LSTM reads its context token by token", .below(0.1)),
    ("transformer", "A Transformer reads its context at once", .above(0.9)),
  ].map { model, statement, rule in
    Claim(
      "C6", model, statement, quantity: "exponent of n in work / span", rule, isCounted: true,
      remark: "Work over span is how many operations could run at the same time on average."
    ) { results in
      guard let work = results.fit("work", model), let span = results.fit("span", model) else { return nil }
      return .counted(work.lengthExponent - span.lengthExponent)
    }
  }

  /// C12. What all cores give over one.
  static let parallelHardware = Claim(
    "C12", "transformer", "A Transformer uses parallel hardware well",
    quantity: "training time on one thread / on all threads, a core", .above(0.8),
    remark:
      "Threads split the batch, so that on few cores every model gains alike: the span matters where there are many."
  ) { results in
    guard let cost = results.model("transformer")?.complexity, let speedUp = cost.speedUp, cost.threads > 1 else {
      return nil
    }
    return .repeated(Estimate(speedUp.values.map { $0 / Double(cost.threads) }))
  }
}

extension ComparisonResults {
  func fit(_ quantity: String, _ id: String) -> ComplexityRecord.Fit? {
    model(id)?.complexity?.fits.first { $0.quantity == quantity }
  }
}
