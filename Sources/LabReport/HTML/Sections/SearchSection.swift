// What each model was tried with before the runs that count.

import LabResults

/// The figure and the table of a search for settings.
struct SearchSection {
  let context: ReportContext
  private var results: ComparisonResults { context.results }

  private typealias Searched = (
    model: ComparisonResults.ModelRecord, style: SeriesStyle, record: ComparisonResults.SearchRecord
  )

  private var searched: [Searched] {
    context.styled.compactMap { model, style in
      results.protocol.searches[model.id].flatMap { $0.trials.isEmpty ? nil : (model, style, $0) }
    }
  }

  /// The loss by learning rate; nil where nothing was searched.
  var figure: Figure? {
    let searched = searched
    guard let search = searched.first.flatMap({ results.protocol.plan.search(for: $0.model.id) }) else { return nil }
    let isWhole = results.protocol.plan.search != nil
    let chosen = searched.map { "\(context.name(of: $0.model.id)) \($0.record.chosen.text)" }
    return Figure(
      id: "learning-rates",
      title: (isWhole ? "Each model's learning rate" : "Where no learning rate was known, it")
        + " is the best of those tried: \(Phrase.list(chosen))",
      description: searched.map { model, _, record in
        "\(context.name(of: model.id)): "
          + record.rateTrials.map { trial in
            "\(Numbers.significant(trial.settings.learningRate, 2)) gives "
              + (trial.meanLoss.map(Numbers.loss) ?? "no loss, for the training failed")
          }.joined(separator: ", ") + "."
      }.joined(separator: " "),
      caption:
        "Every \(isWhole ? "" : "such ")model had as many trials, of \(Numbers.count(search.steps)) steps, scored on the validation "
        + "part; the best \(search.finalists) were repeated, so that \(Phrase.counted(search.seeds.count, "seed")) that no run shares "
        + "choose among them. Points: single seeds; lines: means. A model that sees both sides predicts from more than the others, so "
        + "only its own values compare.",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("peak learning rate", .logarithmic), y: Axis("validation loss, nats"),
            series: searched.map(series)))
      ], csv: csv(searched, search))
  }

  private func series(_ searched: Searched) -> LineChart.Series {
    let name = context.name(of: searched.model.id)
    let trials = searched.record.rateTrials
    let points = trials.compactMap { trial in
      trial.meanLoss.map {
        LineChart.Point(
          trial.settings.learningRate, $0,
          text: "\(name) at \(Numbers.significant(trial.settings.learningRate, 2)): \(Numbers.loss($0)) nats")
      }
    }
    let most = trials.map(\.losses.count).max() ?? 0
    let runs = (0..<most).map { place in
      trials.compactMap { trial in
        trial.losses.indices.contains(place)
          ? trial.losses[place].map { LineChart.Point(trial.settings.learningRate, $0) } : nil
      }
    }
    return LineChart.Series(name, searched.style, points, runs: runs)
  }

  private func csv(_ searched: [Searched], _ search: SettingsSearch) -> CSV {
    var csv = CSV(["model", "learning rate", "layers", "forget bias", "seed", "validation loss", "chosen"])
    for (model, _, record) in searched {
      for trial in record.trials {
        for (seed, loss) in zip(search.seeds, trial.losses) {
          csv.add([
            model.id, CSV.number(trial.settings.learningRate), trial.settings.layers.map { "\($0)" } ?? "",
            CSV.number(trial.settings.forgetBias), "\(seed)", CSV.number(loss),
            trial.settings == record.chosen ? "yes" : "no",
          ])
        }
      }
    }
    return csv
  }

  /// The trials beside the rates; nil where there were none.
  var variants: HTMLTable? {
    let searched = searched.filter { !$0.record.trials.allSatisfy(\.settings.isPlain) }
    guard !searched.isEmpty else { return nil }
    var table = HTMLTable(
      "Trials of other depths and forget biases, beside the best rate at the usual ones",
      [.text("model"), .text("learning rate and settings"), .number("validation loss"), .number("seeds"), .text("")])
    for (model, _, record) in searched {
      let plain = record.trials.filter { $0.settings.isPlain && $0.meanLoss != nil }
      let best = plain.min { ($0.losses.count, -($0.meanLoss ?? 0)) > ($1.losses.count, -($1.meanLoss ?? 0)) }
      for trial in record.trials where !trial.settings.isPlain || trial == best {
        table.add([
          context.name(of: model.id), trial.settings.text, trial.meanLoss.map(Numbers.loss) ?? Numbers.none,
          "\(trial.losses.count)", trial.settings == record.chosen ? "chosen" : "",
        ])
      }
    }
    return table
  }
}
