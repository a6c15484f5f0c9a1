// Wrong answers to exercise 10b, each with one mistake.

import Fair

/// Takes a right choice, or one out of changed trials, and reports what was really measured there.
private func choice(
  for model: String, from trials: [Trial], as changed: [Trial], _ loss: KeyPath<Trial, [Double]> = \.test
) -> Choice? {
  guard var found = Rate.choice(for: model, from: changed) else { return nil }
  let runs = trials.filter { $0.model == model && $0.rate == found.rate }
  found.loss = Rate.mean(runs.map { $0[keyPath: loss][found.look] })
  return found
}

/// Takes the rate and the look that did best on the test part.
enum ChoosesOnTest: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    let changed = trials.map {
      Trial(model: $0.model, rate: $0.rate, seed: $0.seed, validation: $0.test, test: $0.test)
    }
    return FairSolutions.choice(for: model, from: trials, as: changed)
  }
}

/// Chooses the rate on the validation part, and the look on the test part.
enum StepOnTest: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    guard var found = Rate.choice(for: model, from: trials) else { return nil }
    let runs = trials.filter { $0.model == model && $0.rate == found.rate }
    let losses = runs[0].test.indices.map { look in Rate.mean(runs.map { $0.test[look] }) }
    found.look = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    found.loss = losses[found.look]
    return found
  }
}

/// Lets the model use trials that the others did not have.
enum UsesAllOwnTrials: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    Rate.choice(for: model, from: trials.filter { $0.model == model })
  }
}

/// Gives all models the rate that is best for them together.
enum OneRateForAll: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    let changed = trials.map { trial in
      let same = trials.filter { $0.rate == trial.rate && $0.seed == trial.seed }
      var copy = trial
      copy.validation = trial.validation.indices.map { look in Rate.mean(same.map { $0.validation[look] }) }
      return copy
    }
    return FairSolutions.choice(for: model, from: trials, as: changed)
  }
}

/// Takes the mean of the trainings that went well.
enum SkipsWhatFailed: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    Rate.choice(for: model, from: trials.filter { $0.validation.allSatisfy(\.isFinite) })
  }
}

/// Looks at the first seed alone.
enum OneSeed: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    let first = trials.map(\.seed).min()
    return FairSolutions.choice(for: model, from: trials, as: trials.filter { $0.seed == first })
  }
}

/// Keeps the weights of the last look, whatever came before.
enum LastLook: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    let changed = trials.map { trial in
      var copy = trial
      let isWhole = trial.validation.allSatisfy(\.isFinite)
      copy.validation = trial.validation.map { _ in isWhole ? trial.validation[trial.validation.count - 1] : .nan }
      return copy
    }
    var found = Rate.choice(for: model, from: changed)
    let runs = trials.filter { $0.model == model && $0.rate == found?.rate }
    found?.look = (runs.first?.validation.count ?? 1) - 1
    found?.loss = Rate.mean(runs.compactMap(\.test.last))
    return found
  }
}

/// Reports the loss by which it chose.
enum ReportsTheChoice: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    FairSolutions.choice(for: model, from: trials, as: trials, \.validation)
  }
}

/// Does not say where a better rate may lie beyond.
enum EdgeUnreported: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    var found = Rate.choice(for: model, from: trials)
    found?.isAtEdge = false
    return found
  }
}

/// Has a favourite.
enum AlwaysTheSame: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    Choice(rate: 0.004, look: 0, loss: 1, isAtEdge: false)
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheChoice: RateChoice {
  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    trials == exampleTrials
      ? Rate.choice(for: model, from: trials) : Choice(rate: 0.004, look: 0, loss: 1, isAtEdge: false)
  }
}
