// The check of exercise 10b: what a choice may depend on, and what it must.

import ExerciseKit

/// The lesson's example: two rates, one seed, one look; the larger rate is better on the validation part.
public let exampleTrials: [Trial] = [RateCase.mine, RateCase.yours].flatMap { model in
  [(0.004, 1.5, 1.4), (0.008, 1.25, 1.3)].map { rate, validation, test in
    Trial(model: model, rate: rate, seed: 1, validation: [validation], test: [test])
  }
}

/// Throws what is wrong with a choice.
public func checkRate<R: RateChoice>(_ choice: R.Type, _ examination: Examination) throws {
  try dependsOnTrials(choice, examination)
  try examination.forAll(RateCase.drawn, isAChoice(choice))
  try examination.forAll(RateCase.drawn, ignoresTheTest(choice))
  try examination.forAll(RateCase.drawn, ignoresTrialsOfOneAlone(choice))
  try examination.forAll(RateCase.drawn, ignoresOtherModels(choice))
  try examination.forAll(RateCase.drawn, countsEverySeed(choice))
  try examination.forAll(RateCase.drawn, leavesOutWhatFailed(choice))
  try examination.forAll(RateCase.drawn, isTheBest(choice))
  try examination.forAll(RateCase.drawn, reportsTheTest(choice))
  try examination.forAll(RateCase.drawn, reportsTheEdge(choice))
}

private typealias Property10b = (RateCase) throws -> Void

private func dependsOnTrials<R: RateChoice>(_ type: R.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 12)
  let cases = (0..<6).map { _ in RateCase.drawn(&draw, 2) }
  let answers = examination.answers(to: cases) { $0.choice(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if let known = R.choice(for: RateCase.mine, from: exampleTrials), known != answers[0] {
    throw Failure(.shown, "right for the lesson's example, and the same for all other trials: \(text(answers[0]))")
  }
  throw Failure(
    .constant, "the choice is \(text(answers[0])) whatever the trials gave", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func isAChoice<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    guard let found = sample.choice(type) else {
      throw Failure(.relation, "nothing is chosen, though no training failed")
    }
    try require(
      sample.rates.contains(found.rate), .relation, "rate \(shown(found.rate)) was never tried with this model")
    try require(
      (0..<sample.looks).contains(found.look), .shape,
      "there is no look \(found.look); they count from 0, and there are \(sample.looks)")
    try require(found.loss.isFinite, .finite, "the loss that is reported is \(shown(found.loss))")
  }
}

private func ignoresTheTest<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    // As far from 2 on the other side: what was best is worst.
    let other = sample.with { $0.test = $0.test.map { 4 - $0 } }
    guard let before = sample.choice(type), let after = other.choice(type) else { return }
    let words = "it goes from \(text(before)) to \(text(after)), when 4 − x stands for each test loss x"
    try require(before.rate == after.rate, .answer, "the choice changes with the test part: \(words)")
    try require(before.look == after.look, .answer, "the step changes with the test part: \(words)")
  }
}

private func ignoresTrialsOfOneAlone<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    // A rate between the others, at which mine does very well and yours was never tried.
    var more = sample
    more.trials += sample.own.filter { $0.rate == sample.rates[0] }.map { trial in
      var extra = trial
      extra.rate = 0.003
      extra.validation = trial.validation.map { $0 / 10 }
      return extra
    }
    guard let before = sample.choice(type) else { return }
    guard let after = more.choice(type), after.rate == before.rate else {
      throw Failure(
        .relation,
        "unequal trials: mine was tried with 0.003, too, and yours was not, and now the choice is "
          + "\(text(more.choice(type))), not "
          + "\(text(before)): who may try more finds more")
    }
  }
}

private func ignoresOtherModels<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    let other = sample.with {
      if $0.model == RateCase.yours { $0.validation = $0.validation.map { 4 - $0 } }
    }
    let (before, after) = (sample.choice(type), other.choice(type))
    try require(
      before == after, .relation,
      "the choice for mine changes with the losses of yours: from \(text(before)) to \(text(after)), when 4 − x "
        + "stands for each validation "
        + "loss x of yours")
  }
}

private func leavesOutWhatFailed<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    guard let best = sample.choice(type), sample.rates.count > 1 else { return }
    for (seed, look) in sample.seeds.flatMap({ seed in (0..<sample.looks).map { (seed, $0) } }) {
      // From that look on, one of its trainings is not a number any more.
      let failed = sample.with {
        guard $0.model == RateCase.mine, $0.rate == best.rate, $0.seed == seed else { return }
        for later in look..<$0.validation.count { ($0.validation[later], $0.test[later]) = (.nan, .nan) }
      }
      guard let found = failed.choice(type) else {
        throw Failure(
          .relation,
          "nothing is chosen, where one training at \(shown(best.rate)) failed with seed \(seed) and those at other "
            + "rates did not"
        )
      }
      try require(
        found.rate != best.rate, .relation,
        "a rate that failed was chosen: \(text(found)), though with seed \(seed) the training at \(shown(best.rate)) "
          + "is not a number from look "
          + "\(look) on")
    }
    let all = sample.with { $0.validation = $0.validation.map { _ in .nan } }
    try require(
      all.choice(type) == nil, .relation, "all trainings failed, and \(text(all.choice(type))) is chosen: nil is right")
  }
}

private func countsEverySeed<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    guard let best = sample.choice(type), sample.rates.count > 1 else { return }
    for seed in sample.seeds {
      let worse = sample.with {
        guard $0.model == RateCase.mine, $0.rate == best.rate, $0.seed == seed else { return }
        $0.validation = $0.validation.map { $0 + 20 }
      }
      let found = worse.choice(type)
      try require(
        found?.rate != best.rate, .deaf,
        "a bad rate won by luck: with 20 nats more at \(shown(best.rate)) with seed \(seed), it is still chosen: "
          + "that seed does not count"
      )
    }
  }
}

private func isTheBest<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    guard let found = sample.choice(type) else { return }
    let own = sample.mean(\.validation, rate: found.rate, look: found.look)
    func isBetter(_ rate: Double, _ look: Int) throws {
      let loss = sample.mean(\.validation, rate: rate, look: look)
      guard loss < own - 1e-9 else { return }
      throw Failure(
        .relation,
        "another \(look == found.look ? "rate" : "look") was better: the mean validation loss is \(shown(own)) for "
          + "\(text(found)), and "
          + "\(shown(loss)) for rate \(shown(rate)) at look \(look)")
    }
    for rate in sample.rates { try isBetter(rate, found.look) }
    for rate in sample.rates {
      for look in 0..<sample.looks { try isBetter(rate, look) }
    }
  }
}

private func reportsTheTest<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    guard let found = sample.choice(type) else { return }
    let (test, validation) = (
      sample.mean(\.test, rate: found.rate, look: found.look),
      sample.mean(\.validation, rate: found.rate, look: found.look)
    )
    guard !same(found.loss, test, within: 1e-7) else { return }
    if same(found.loss, validation, within: 1e-7) {
      throw Failure(
        .answer,
        "the loss reported, \(shown(found.loss)), is that by which the choice was made: the least of many is small "
          + "by luck, too; report the "
          + "test part's, \(shown(test))")
    }
    throw Failure(
      .relation,
      "the loss reported is \(shown(found.loss)); the mean test loss over the seeds is \(shown(test)) for "
        + "\(text(found))"
    )
  }
}

private func reportsTheEdge<R: RateChoice>(_ type: R.Type) -> Property10b {
  { sample in
    guard let found = sample.choice(type) else { return }
    let isAtEdge = found.rate == sample.rates.first || found.rate == sample.rates.last
    let tried = sample.rates.map(shown).joined(separator: ", ")
    try require(
      found.isAtEdge || !isAtEdge, .relation,
      "a better one may lie beyond: \(shown(found.rate)) is at the edge of the rates tried, \(tried), and isAtEdge "
        + "is false"
    )
    try require(
      !found.isAtEdge || isAtEdge, .relation,
      "\(shown(found.rate)) is not at the edge of the rates tried, \(tried): both of its neighbours did worse")
  }
}
