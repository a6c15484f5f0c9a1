// The top of a report: what was compared, whether the comparison was fair, and what to be wary of.

import LabResults

struct ReportHeader {
  let context: ReportContext

  private var results: ComparisonResults { context.results }

  var title: String {
    let names = context.models.map { context.name(of: $0.id) }
    return "\(Phrase.list(names)), compared on \(results.corpus.name)"
  }

  var html: String {
    [
      Markup.text("h1", [:], title),
      Markup.text("p", [:], summary),
      badge,
      Page.list("alarm", results.alarms.count == 1 ? "Alarm" : "Alarms", results.alarms),
      Page.list("note", results.notes.count == 1 ? "Note" : "Notes", results.notes),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Whether the comparison was fair, in a word or two, and the first reason if not.
  private var badge: String {
    let unmet = Fairness.checks(of: results).filter { !$0.isMet }
    let link = Markup.text("a", ["href": "#section-protocol"], unmet.isEmpty ? "how" : "all conditions")
    let words =
      unmet.first.map { "\($0.name): \($0.detail)" } ?? "same size, same training, rates found with equal budgets"
    return Markup.tag(
      "p", ["class": "badge"],
      ClaimSheet.icon(unmet.isEmpty ? .supported : .contradicted, unmet.isEmpty ? "matched" : "not matched")
        + Markup.escaped(" — \(words) (") + link + ")")
  }

  private var summary: String {
    let plan = results.protocol.plan
    // As floating-point numbers, which no damaged file can make overflow.
    let tokens = Double(plan.steps) * Double(plan.batchSize) * Double(plan.length)
    let matched =
      results.protocol.matched == .flops
      ? "the same work for each token" : "the same number of \(results.protocol.matched.phrase)"
    let intervals = results.protocol.seeds.count > 1 ? "intervals are 95 %" : "one seed gives no intervals"
    return "\(Phrase.counted(context.models.count, "model")) with \(matched) within 2 %, each trained on "
      + "\(Numbers.fixed(tokens, 0)) tokens with \(Phrase.counted(results.protocol.seeds.count, "seed")) "
      + "(\(intervals)), and scored on the same targets."
  }
}
