// How fair the comparison was: what was equal, how learning rates were found, and which model is surely better.

import Foundation
import LabResults

struct ProtocolSection {
  let context: ReportContext

  private var results: ComparisonResults { context.results }

  var section: PageSection? {
    PageSection(
      "protocol", "A fair comparison",
      [
        PageSection.table(conditions), PageSection.table(sizes), rateFigure.map { .figure($0) },
        PageSection.table(pairs(.nextToken, "Which model predicts the next token better")),
        PageSection.table(pairs(.fillBlank, "Which model fills blanks better")),
        results.pairs.isEmpty ? nil : PageSection.paragraph(Self.intervals, quiet: true),
      ])
  }

  static let intervals =
    "Runs with the same seed share the corpus, the order of batches and what first values are drawn from, and make a pair. "
    + "Differences: mean and Student's t interval over the pairs. P: the share of pairs that the first model wins, with Clopper "
    + "and Pearson's exact interval, which stays wide for few pairs, however clear they are. All intervals are 95 %."

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

  // MARK: Learning rates

  private var rateFigure: Figure? {
    let models = context.styled.compactMap { model, style in
      results.protocol.learningRates[model.id].flatMap { rates in
        rates.tried.isEmpty ? nil : (model: model, style: style, rates: rates)
      }
    }
    guard let first = models.first else { return nil }
    let plan = results.protocol.plan
    let search = plan.search ?? LearningRateSearch(rates: first.rates.tried, steps: plan.steps)
    let chosen = models.map { "\(context.name(of: $0.model.id)) \(Numbers.significant($0.rates.chosen, 2))" }
    var csv = CSV(["model", "learning rate", "seed", "validation loss", "chosen"])
    let series = models.map { model, style, rates in
      let name = context.name(of: model.id)
      for (rate, losses) in zip(rates.tried, rates.validation) {
        for (seed, loss) in zip(search.seeds, losses) {
          csv.add([model.id, CSV.number(rate), "\(seed)", CSV.number(loss), rate == rates.chosen ? "yes" : "no"])
        }
      }
      let points = zip(rates.tried, rates.meanValidation).compactMap { rate, loss in
        loss.map {
          LineChart.Point(rate, $0, text: "\(name) at \(Numbers.significant(rate, 2)): \(Numbers.loss($0)) nats")
        }
      }
      let runs = search.seeds.indices.map { place in
        zip(rates.tried, rates.validation).compactMap { rate, losses in
          losses.indices.contains(place) ? losses[place].map { LineChart.Point(rate, $0) } : nil
        }
      }
      return LineChart.Series(name, style, points, runs: runs)
    }
    return Figure(
      id: "learning-rates",
      title: (plan.search == nil ? "Where no learning rate was known, it" : "Each model's learning rate")
        + " is the best of \(search.rates.count): \(Phrase.list(chosen))",
      description: models.map { model, _, rates in
        "\(context.name(of: model.id)): "
          + zip(rates.tried, rates.meanValidation).map { rate, loss in
            "\(Numbers.significant(rate, 2)) gives \(loss.map(Numbers.loss) ?? "no loss, for the training failed")"
          }.joined(separator: ", ") + "."
      }.joined(separator: " "),
      caption:
        "Every \(plan.search == nil ? "such " : "")model was tried with every rate, for \(Numbers.count(search.steps)) steps with "
        + "\(Phrase.counted(search.seeds.count, "seed")) that no run shares, and scored on the validation part; the runs are "
        + "scored on the test part. Thin: single seeds; thick: their mean. A model that sees both sides predicts from "
        + "more than the others, so only its own values compare.",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("peak learning rate", .logarithmic), y: Axis("validation loss, nats"), series: series))
      ], csv: csv)
  }

  // MARK: Pairs

  private func pairs(_ score: ComparisonResults.PairRecord.Score, _ title: String) -> HTMLTable {
    var table = HTMLTable(
      title,
      [.text("first"), .text("second"), .number("lower by, nats"), .number("first is better in")])
    for pair in results.pairs where pair.score == score {
      let wins = pair.firstIsBetter
      table.add([
        context.name(of: pair.first), context.name(of: pair.second),
        ClaimSheet.value(pair.difference.mean, low: pair.difference.low, high: pair.difference.high),
        wins.text,
      ])
    }
    return table
  }
}
