// What models wrote, and how much of it the grammar accepts.

import LabReport
import LabResults

/// What every model wrote after the same words.
struct SampleSection {
  let study: SampleStudy.Record
  let legend: Legend

  var section: PageSection? {
    let models = legend.ordered(study.models)
    guard !models.isEmpty else { return nil }
    let words =
      "Each model of the first seed that it finished, after the same beginnings, at temperature "
      + "\(Numbers.significant(study.temperature, 2)): probabilities to the power of "
      + "\(Numbers.significant(1 / study.temperature, 3)), so that likely words are drawn somewhat more often than the model says."
    let texts = study.prompts.indices.map { place in
      let items = models.compactMap { model -> String? in
        guard model.part.indices.contains(place) else { return nil }
        let text = model.part[place]
        return Markup.tag(
          "div", ["class": model.style.modelClass ?? ""],
          Markup.text("h4", [:], model.name)
            // A long text would bury what comes after it.
            + Markup.text("pre", [:], text.count > 2000 ? text.prefix(2000) + "…" : text))
      }
      return PageSection.Part.markup(
        Markup.tag("p", [:], "After " + Markup.text("code", [:], study.prompts[place]))
          + Markup.tag("div", ["class": "samples"], items.joined(separator: "\n")))
    }
    return PageSection(
      "samples", "What they write", [figure.map { .figure($0) }, PageSection.paragraph(words)] + texts)
  }

  /// The share of sentences that could stand where they were written.
  private var figure: Figure? {
    let rows = legend.ordered(study.accepted)
    guard !rows.isEmpty else { return nil }
    var csv = CSV(["model", "accepted", "low", "high", "seeds"])
    for row in rows {
      csv.add([
        row.id, CSV.number(row.part.mean), CSV.number(row.part.low), CSV.number(row.part.high),
        "\(row.part.values.count)",
      ])
    }
    let sorted = rows.sorted { $0.part.mean > $1.part.mean }
    let words = sorted.enumerated().map { place, row in
      "\(Numbers.percent(row.part.mean)) of the \(row.name)'s" + (place == 0 ? " next sentences" : "")
    }
    return Figure(
      id: "accepted-sentences",
      title: "At temperature \(Numbers.significant(study.temperature, 2)), the grammar accepts \(Phrase.list(words))",
      description: "Next sentences that the grammar accepts: \(Phrase.list(words)).",
      caption:
        "The next sentence after the beginnings of \(Numbers.count(study.sentences)) test stories, for each seed. It is accepted if the "
        + "story can go on with it word by word: it must be well formed, stand where it may, and agree with what was told.",
      panels: [
        .init(
          "",
          DotPlot(
            x: Axis("next sentences that the grammar accepts, %", includes: [0, 1], isPercent: true),
            groups: [
              .init(
                "", sorted.map { DotPlot.Row($0.name, $0.style, $0.part, value: Numbers.percent($0.part.mean, 1)) })
            ]))
      ], csv: csv)
  }
}
