// The questions that a report answers, one after the other.

/// A question of a report. Its sections answer it: the leading one at once, the others in a line each that unfolds.
package enum Chapter: String, CaseIterable, Sendable {
  case good, far, why, cost, sides, inside, trust

  /// The question.
  var heading: String {
    switch self {
    case .good: "How good are they?"
    case .far: "How far back do they see?"
    case .why: "Why? The gradient on its way back"
    case .cost: "What does it cost?"
    case .sides: "What do both sides of a word add?"
    case .inside: "What goes on inside?"
    case .trust: "How sure is this?"
    }
  }

  /// The section that answers the question first, if it is there.
  private var lead: String {
    switch self {
    case .good: "training"
    case .far: "context"
    case .why: "flow"
    case .cost: "complexity"
    case .sides: "blanks"
    case .inside: "inside"
    case .trust: "claims"
    }
  }

  /// What a reader needs to know to read the first figure.
  private var prose: String {
    switch self {
    case .good:
      "Each model predicts every next token of texts that it has never seen. The loss is its surprise, in nats for each token: e to "
        + "that power is among how many tokens it is torn, as if they were equally likely. Where the text comes from a grammar, the "
        + "floor is what nobody can know beforehand."
    case .far:
      "A model that reads from left to right can use all that came before, or little of it. Here its past is taken away, all but the "
        + "last few tokens, and replaced with another text's: what it then loses is what it had made of the rest. Below are the kinds of "
        + "dependency, and tasks with a set distance."
    case .why:
      "Training tells a network how to change by the gradient of its loss. The further back a token stands, the more steps this "
        + "gradient has to go through, and each may make it smaller. A line that falls straight on this scale halves every so many "
        + "tokens."
    case .cost:
      "A recurrence does the same work for every token, one after the other; attention compares every token with every other, all at "
        + "once. Operations and bytes are counted one by one, and only time is measured."
    case .sides:
      "A word in the middle of a text can be guessed from what is before it, or from both sides. A model that reads from left to right "
        + "sees the left alone, whatever its size. A perfect predictor shows how much there is to gain."
    case .inside:
      "Each model reads the same sentences and says what comes next, where an earlier word settles it. Some are right and some are "
        + "wrong, and what they attend to, let through and hold on to can be seen for both."
    case .trust:
      "A verdict follows from a rule that is written down, and from an interval: open a line to see both. What is counted holds, or "
        + "does not, by how a model is built."
    }
  }

  /// The chapter; empty without sections.
  func html(_ sections: [PageSection]) -> String {
    let ordered = sections.filter { $0.id == lead } + sections.filter { $0.id != lead }
    guard let first = ordered.first else { return "" }
    let parts =
      [Markup.text("h2", [:], heading), Markup.text("p", ["class": "prose"], prose), first.lead]
      + ordered.dropFirst().map(\.line)
    return Markup.tag("section", ["class": "chapter", "id": "chapter-" + rawValue], parts.joined(separator: "\n"))
  }
}
