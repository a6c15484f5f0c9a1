// A solution of exercise 10b.

import Fair

enum Rate: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    let rates = commonRates(trials)
    var best: (loss: Double, choice: Choice)?
    for rate in rates {
      let runs = trials.filter { $0.model == model && $0.rate == rate }
      guard runs.allSatisfy({ $0.validation.allSatisfy(\.isFinite) }) else { continue }
      for look in runs[0].validation.indices {
        let loss = mean(runs.map { $0.validation[look] })
        guard loss < best?.loss ?? .infinity else { continue }
        let isAtEdge = rate == rates.first || rate == rates.last
        best = (loss, Choice(rate: rate, look: look, loss: mean(runs.map { $0.test[look] }), isAtEdge: isAtEdge))
      }
    }
    return best?.choice
  }

  /// Those that every model was tried with, rising.
  static func commonRates(_ trials: [Trial]) -> [Double] {
    let models = Set(trials.map(\.model))
    return Set(trials.map(\.rate)).filter { rate in
      models.allSatisfy { model in trials.contains { $0.model == model && $0.rate == rate } }
    }.sorted()
  }

  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
