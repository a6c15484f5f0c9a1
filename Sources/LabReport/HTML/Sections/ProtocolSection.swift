// How fair the comparison was: what was equal, how learning rates were found, and which model is surely better.

import Foundation
import LabResults

struct ProtocolSection {
  let context: ReportContext
  /// What a reader types to get the same results.
  let command: String
  let date: Date?

  private var results: ComparisonResults { context.results }
  private var search: SearchSection { SearchSection(context: context) }

  var section: PageSection? {
    PageSection(
      "protocol", "A fair comparison",
      [
        PageSection.paragraph("To get these numbers again:"),
        .markup(Markup.tag("pre", [:], Markup.text("code", [:], command))),
        .markup(Page.facts(RunFacts(results: results, date: date).rows)),
        PageSection.table(conditions), PageSection.table(sizes), search.figure.map { .figure($0) },
        search.variants.flatMap { PageSection.table($0) },
        PageSection.table(pairs(.nextToken, "Which model predicts the next token better")),
        PageSection.table(pairs(.fillBlank, "Which model fills blanks better")),
        results.pairs.isEmpty ? nil : PageSection.paragraph(Self.intervals, quiet: true),
      ])
  }

  static let intervals =
    "Runs with the same seed share the corpus, the order of batches and what first values are drawn from, and make a pair. "
    + "Differences: mean and 95 % interval over the pairs. Told apart: at a level at which at most one in twenty of the pairs told "
    + "apart is expected to be so by chance (Benjamini and Hochberg), all pairs and all looks at growing numbers of seeds counted."

  // MARK: What was equal

  private var conditions: HTMLTable {
    var table = HTMLTable("Conditions of a fair comparison", [.text("condition"), .text("met"), .text("found")])
    for check in Fairness.checks(of: results) {
      table.add([check.name, check.isMet ? "yes" : "no", check.detail])
    }
    return table
  }

  /// Both quantities that may be matched, beside the matched one's reference.
  private var sizes: HTMLTable {
    let matched = results.protocol.matched
    func title(_ quantity: MatchedQuantity) -> String {
      quantity.phrase + (quantity == matched ? ", matched" : "")
    }
    var table = HTMLTable(
      "Sizes",
      [
        .text("model"), .number("width"), .number(title(.parameters)), .number(title(.flops)),
        .number("from the reference"),
      ])
    for model in context.models {
      let amount = Fairness.amount(matched, of: model)
      table.add([
        context.name(of: model.id), "\(model.width)", Numbers.count(model.parameters),
        Numbers.fixed(model.flopsPerToken, 0), Numbers.signed((amount / results.protocol.target - 1) * 100, 2) + " %",
      ])
    }
    return table
  }

  // MARK: Pairs

  private func pairs(_ score: ComparisonResults.PairRecord.Score, _ title: String) -> HTMLTable {
    var table = HTMLTable(
      title,
      [.text("first"), .text("second"), .number("lower by, nats"), .number("first is better in"), .text("told apart")])
    for pair in results.pairs where pair.score == score {
      let wins = pair.firstIsBetter
      table.add([
        context.name(of: pair.first), context.name(of: pair.second),
        ClaimSheet.value(pair.difference.mean, low: pair.difference.low, high: pair.difference.high),
        wins.text, pair.isTold ? "yes" : "no",
      ])
    }
    return table
  }
}
