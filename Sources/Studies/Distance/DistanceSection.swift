// Right answers by how far back the answer lies.

import LabReport
import LabResults

/// Right answers for each kind of dependency.
struct DistanceSection {
  let record: DistanceRecord
  let legend: Legend

  var section: PageSection? {
    guard let figure = DistanceFigures(record: record, legend: legend).apart else { return nil }
    let examples = record.examples.isEmpty ? nil : PageSection.Part.markup(Self.examples(record.examples))
    let pointer =
      "The picture at the top has the one kind of dependency in which nothing but the distance differs, as skill; here are the "
      + "right answers of each kind: a kind is the tag that the grammar gives to words which an earlier one settles. Grey lines: "
      + "one who knows the grammar and all that was told but has forgotten the answer, and one who remembers all. Where these lines "
      + "fall or rise, it is the question that gets harder or easier, not memory that fades."
    return PageSection(
      "distance", "Kinds of dependency",
      [examples, .figure(figure), PageSection.paragraph(pointer), PageSection.table(table)])
  }

  /// Each kind in a sentence of the test part: the word that settles, and the one that is settled.
  private static func examples(_ sentences: [ExampleSentence]) -> String {
    let rows = sentences.map { sentence in
      let words = sentence.words.enumerated().map { index, word in
        let shown = HeatMap.shown(word)
        return index == sentence.source ? Markup.text("mark", [:], shown) : Markup.escaped(shown)
      }
      let answer = Markup.text("u", [:], HeatMap.shown(sentence.answer))
      return Markup.text("dt", [:], sentence.kind ?? "")
        + Markup.tag("dd", [:], (words + [answer]).joined(separator: " "))
    }
    return Markup.text(
      "p", [:], "Kinds of dependency, with a sentence each: the word in colour settles the one underlined.")
      + Markup.tag("dl", ["class": "kinds"], rows.joined(separator: "\n"))
  }

  private var models: [String] { legend.ids.filter(record.models.contains) }

  /// All numbers, chance and ceiling beside every accuracy.
  private var table: HTMLTable {
    var table = HTMLTable(
      "Right answers, % of tokens, and skill where there is something to remember",
      [.text("kind"), .text("distance"), .number("tokens")]
        + models.flatMap { [HTMLTable.Column.number(legend.name(of: $0)), .number("skill")] }
        + [.number("forgotten"), .number(record.baseline), .number("best possible")])
    for group in record.groups {
      table.add(
        [group.kind, group.range, Numbers.count(group.count)]
          + models.flatMap { model in
            [
              group.models[model].map { Numbers.percent($0.mean, 1) } ?? Numbers.none,
              group.skill(model).map { Numbers.fixed($0.mean, 2) } ?? Numbers.none,
            ]
          } + [group.chance, group.baseline, group.ceiling].map { Numbers.percent($0, 1) })
    }
    return table
  }
}
