// C8: what follows a blank.

import LabResults

/// A causal model's logits do not move when what follows a blank is another's: that is exact. A bidirectional one must get more of
/// the blanks right that only the right side settles than the same kind of model that sees the left side alone: fixed before the numbers
/// were seen, of all of them, and of those that a word near by settles.
struct BlankClaims {
  let record: BlankStudyRecord

  var all: [Claim] { causal + bidirectional }

  private var causal: [Claim] {
    [("rnn", "An RNN"), ("lstm", "An LSTM"), ("transformer", "A Transformer")].compactMap { model, name in
      record.changes[model].map { change in
        Claim(
          "C8", model, "\(name) cannot use what follows a blank",
          quantity: "largest change of a logit when what follows the blank is replaced", .below(1e-9),
          remark: "What comes after is not read: not a digit changes.", evidence: .counted(change))
      }
    }
  }

  private var bidirectional: [Claim] {
    [("birnn", "A bidirectional RNN"), ("transformer-bidirectional", "A bidirectional Transformer")].compactMap {
      model, name in
      let cases = [(BlankStudyRecord.Kind.right, "all"), (.near, "settled near by")].compactMap { kind, words in
        record.group(kind)?.gains.first { $0.both == model }.map {
          Evidence.Case(
            words, $0.accuracy, whyNot: isUntrained(model) ? "it has not learned to fill blanks at this budget" : nil)
        }
      }
      guard !cases.isEmpty else { return nil }
      return Claim(
        "C8", model, "\(name) uses what follows a blank",
        quantity: "right answers beyond the left-sided model's, of blanks that only the right side settles", .above(0),
        remark: "The same blanks and seeds, as many parameters.", evidence: .cases(cases))
    }
  }

  /// Whether a model that sees both sides fills blanks worse than the one that sees the left side alone.
  private func isUntrained(_ model: String) -> Bool {
    record.group(.all)?.gains.contains { $0.both == model && $0.loss.mean < 0 } ?? false
  }
}
