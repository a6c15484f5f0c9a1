// C2: whether models keep what was told long ago. Several studies decide it together.

import LabResults

/// The skill of models over a distance, as evidence for the claims on long-term dependencies.
///
/// Bad is less than half of the way from guessing to knowing, very effective more than three quarters: fixed before numbers were seen.
/// What follows was added after a reading of the first ones. A skill over a distance tells of memory only in a model that has
/// learned the question where the answer is near, a tenth of the way at least; a model whose skill still rose in the second half of
/// its training is not held against its budget; and where both of two models know nine tenths, there is no room for a difference.
struct LongTermClaims {
  /// What was found of a model.
  struct Finding {
    /// Over the distance in question.
    let far: Skill
    /// Over the least distance that is asked.
    let near: Skill
    /// The seeds of the values, in order.
    let seeds: [UInt64]
    /// Whether the skill still rose when the training ended.
    var isRising = false

    /// Whether it learned what is asked for at all.
    var isLearned: Bool { near.mean >= LongTermClaims.learned || far.mean >= LongTermClaims.learned }
  }

  /// The task and the distance: "copying over 32".
  let setting: String
  /// By model.
  let findings: [String: Finding]

  /// What is so many tokens back at most is near, and no long-term dependency.
  static let near = 16
  /// What counts as learned, and as known.
  static let learned = 0.1, known = 0.9
  private static let quantity = "skill over a distance: 0 for guessing, 1 for knowing"
  private static let rising = "its skill still rose when its training ended"

  var all: [Claim] {
    [
      findings["rnn"].map { rnn in
        claim(
          "rnn", "An RNN is bad at long-term dependencies", .below(0.5), rnn.far, whyNot: whyNot(rnn, isGood: false))
      },
      findings["lstm"].flatMap { lstm in
        findings["rnn"].flatMap { rnn in
          difference(lstm, rnn).map { more in
            claim(
              "lstm", "An LSTM is somewhat better than an RNN at them", .above(0), more,
              whyNot: whyNot(lstm, against: rnn, more.mean), quantity: Self.quantity + "; the RNN's taken off")
          }
        }
      },
      findings["transformer"].map {
        claim(
          "transformer", "A Transformer is very effective at them", .above(0.75), $0.far,
          whyNot: whyNot($0, isGood: $0.far.mean > 0.75))
      },
    ].compactMap { $0 }
  }

  private func claim(
    _ model: String, _ statement: String, _ rule: DecisionRule, _ skill: Skill, whyNot: String?,
    quantity: String = LongTermClaims.quantity
  ) -> Claim {
    Claim(
      "C2", model, statement, quantity: quantity, rule,
      remark: "At this budget of training, each model with a learning rate that was searched for it.",
      evidence: .cases([Evidence.Case(setting, skill, whyNot: whyNot)]))
  }

  private func whyNot(_ finding: Finding, isGood: Bool) -> String? {
    if !finding.isLearned { return "it did not learn the question at any distance" }
    return finding.isRising && !isGood ? Self.rising : nil
  }

  private func whyNot(_ one: Finding, against other: Finding, _ difference: Double) -> String? {
    if !one.isLearned && !other.isLearned { return "neither learned the question at any distance" }
    if one.far.mean > Self.known && other.far.mean > Self.known {
      return "both know it, and leave no room for a difference"
    }
    return (difference > 0 ? other : one).isRising ? "a skill still rose when the training ended" : nil
  }

  /// Seed by seed, for seeds that both have.
  private func difference(_ one: Finding, _ other: Finding) -> Skill? {
    let shared = one.seeds.filter(other.seeds.contains)
    func values(_ finding: Finding) -> [Double] {
      shared.compactMap { seed in finding.seeds.firstIndex(of: seed).map { finding.far.score.values[$0] } }
    }
    guard !shared.isEmpty else { return nil }
    let score = Statistics.pairedDifference(
      values(one), values(other), scale: one.far.score.scale == .unit ? .symmetric : .real)
    return Skill(score, chance: 0, ceiling: one.far.ceiling - one.far.chance)
  }
}
