// Claims about what models learn: gradients, distances, blanks, word order.

import Foundation
import LabResults

extension Claim {
  /// A gradient counts as vanished where it has less than a hundredth of its size left this many steps back, in powers of ten.
  static let vanishingLag = 32
  static let vanished = -2.0
  /// Words this far back are far: beyond the reach of the 5-gram, and within a story.
  static let farDistances = 33...64

  /// C1. g(32)/g(1) by the embedded token, of trained models; as a logarithm, for it spreads over orders of magnitude.
  static let vanishingGradients: [Claim] = [
    ("rnn", "The gradient of an RNN vanishes", ClaimRule.below(vanished)),
    ("lstm", "The gradient of an LSTM does not vanish", .above(vanished)),
    ("transformer", "The gradient of a Transformer does not vanish", .above(vanished)),
  ].map { model, statement, rule in
    Claim(
      "C1", model, statement, quantity: "log₁₀ of g(\(vanishingLag)) / g(1), after training", rule,
      remark:
        "Gradient of one position's loss by the token embedded \(vanishingLag) steps before, over that of one step before."
    ) { results in
      guard
        let flow = results.model(model)?.gradientFlow.first(where: {
          $0.by == .embedding && $0.isTrained && $0.setting == nil
        }),
        let near = flow.lags.firstIndex(of: 1), let far = flow.lags.firstIndex(of: vanishingLag)
      else { return nil }
      return .estimated(Estimate(zip(flow.norms[far].values, flow.norms[near].values).map { log10($0 / $1) }))
    }
  }

  /// C2. Right answers at far distances: few; more than the RNN's; most.
  static let longTermDependencies: [Claim] = [
    Claim(
      "C2", "rnn", "An RNN is bad at long-term dependencies", quantity: farQuantity, .below(0.5),
      remark: "Bad means: wrong in more than half of the cases."
    ) { $0.farAccuracy("rnn").map { .estimated(Estimate($0)) } },
    Claim(
      "C2", "lstm", "An LSTM is somewhat better than an RNN at them", quantity: farQuantity + ", less the RNN's",
      .above(0),
      remark: "The difference of runs that share their seed, so that what a seed does to both cancels out."
    ) { results in
      guard let lstm = results.farAccuracy("lstm"), let rnn = results.farAccuracy("rnn"), lstm.count == rnn.count else {
        return nil
      }
      return .estimated(Statistics.pairedDifference(lstm, rnn))
    },
    Claim(
      "C2", "transformer", "A Transformer is very effective at them", quantity: farQuantity, .above(0.75),
      remark: "Very effective means: right in more than three cases of four, after the training that this run gave it."
    ) { $0.farAccuracy("transformer").map { .estimated(Estimate($0)) } },
  ]

  private static let farQuantity =
    "accuracy, answers \(farDistances.lowerBound)–\(farDistances.upperBound) tokens back"

  /// C7. The smallest context whose loss is within 1 % of that with all context.
  static let lastFewInputs = Claim(
    "C7", "rnn", "An RNN predicts from the last few inputs", quantity: "effective context, tokens",
    .below(17),
    remark: "Few means: 16 tokens give it 99 % of what all of them give."
  ) { $0.model("rnn")?.effectiveContext.map { .estimated($0.effective) } }

  /// C8. A causal model's loss on blanks against the floor of the left side, which none can pass that does not see the right side; and
  /// what both sides give over the left one, in recurrent networks of one size.
  static let blanks: [Claim] =
    [("rnn", "An RNN"), ("lstm", "An LSTM"), ("transformer", "A Transformer")].map { model, name in
      Claim(
        "C8", model, "\(name) cannot use what follows a blank",
        quantity: "loss on blanks less the left side's floor, nats", .above(0),
        remark: "The floor is the loss of a perfect predictor that sees all that comes before the blank."
      ) { results in
        guard let loss = results.model(model)?.fillBlank, let floor = results.corpus.floors.blankLeft else {
          return nil
        }
        return .estimated(Estimate(loss.values.map { $0 - floor }))
      }
    } + [
      Claim(
        "C8", "birnn", "A bidirectional RNN uses what follows a blank",
        quantity: "loss on blanks less the RNN's, nats",
        .below(0), remark: "Two recurrences in place of one, the same number of parameters, the same blanks and seeds."
      ) { results in
        guard let both = results.model("birnn")?.fillBlank?.values, let left = results.model("rnn")?.fillBlank?.values,
          both.count == left.count
        else { return nil }
        return .estimated(Statistics.pairedDifference(both, left))
      }
    ]

  /// C9. Who did it, told from word order, with positions and without: the same network otherwise.
  static let wordOrder: [Claim] = [
    (
      "transformer", "Positions tell a causal Transformer word order",
      "Without positions, a causal mask still tells how much stands before a word, and that is enough."
    ),
    (
      "transformer-bidirectional", "Positions tell a bidirectional one word order",
      "Without positions and without a mask, attention sees a bag of words: a test shows that exactly."
    ),
  ].map { model, statement, remark in
    Claim(
      "C9", model, statement, quantity: "accuracy on word order, learned positions less none", .above(0.25),
      remark: remark
    ) { results in
      let records = results.positions.filter { $0.model == model }
      guard let learned = records.first(where: { $0.positions == "learned" })?.accuracy.values,
        let none = records.first(where: { $0.positions == "none" })?.accuracy.values, learned.count == none.count
      else { return nil }
      return .estimated(Statistics.pairedDifference(learned, none))
    }
  }
}

extension ComparisonResults {
  func model(_ id: String) -> ModelRecord? { models.first { $0.id == id } }

  /// The accuracy at far distances, seed by seed; nil where the corpus tells no distances.
  func farAccuracy(_ id: String) -> [Double]? {
    model(id)?.accuracyByDistance.first {
      $0.kind == "all" && $0.from == Claim.farDistances.lowerBound && $0.to == Claim.farDistances.upperBound
    }?.accuracy.values
  }
}
