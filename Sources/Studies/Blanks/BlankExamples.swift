// Texts with a blank, and what everybody would put there.

import LabReport
import LabResults

/// Texts with a blank, and everybody's first choices.
struct BlankExamples {
  let demonstrations: [BlankStudyRecord.Demonstration]
  let legend: Legend

  var parts: [PageSection.Part?] {
    guard !demonstrations.isEmpty else { return [] }
    let intro =
      "The first choices of each model, of the first seed that it finished; the word that was taken out has a ✓. “…” stands for a "
      + "story's beginning, which is not shown, but all have read it. Exact answers are the grammar's. Where no story begins "
      + "like the text, words are counted instead, in all places of the training part that have the same words around "
      + "them; models, too, must then do with what they never saw so."
    return [.markup(Markup.text("h3", [:], "What they put in the blank")), PageSection.paragraph(intro, quiet: true)]
      + demonstrations.flatMap { demonstration -> [PageSection.Part?] in
        [.markup(Markup.text("pre", [:], demonstration.text)), PageSection.table(table(demonstration))]
      }
  }

  private func table(_ demonstration: BlankStudyRecord.Demonstration) -> HTMLTable {
    let fillings = demonstration.references + demonstration.models
    let count = fillings.map(\.choices.count).max() ?? 0
    let heads = ["first choice", "second", "third"] + (3..<max(3, count)).map { "\($0 + 1)th" }
    var table = HTMLTable(
      "", [.text("filled by"), .text("sees")] + heads.prefix(count).map { .text($0) })
    for (index, filling) in fillings.enumerated() {
      let isReference = index < demonstration.references.count
      let choices = filling.choices.map { choice in
        let mark = choice.word == demonstration.hidden ? "✓\u{202F}" : ""
        return mark + choice.word + " " + Numbers.percent(choice.probability, choice.probability < 0.0995 ? 1 : 0)
      }
      table.add(
        [
          isReference ? Self.name(filling) : legend.name(of: filling.by),
          filling.seesBothSides ? "both sides" : "left side",
        ]
          + choices + Array(repeating: "", count: count - choices.count), isQuiet: isReference)
    }
    return table
  }

  private static func name(_ reference: BlankStudyRecord.Filling) -> String {
    reference.places > 0 ? "counted, " + Phrase.counted(reference.places, "place") : "exact"
  }
}
