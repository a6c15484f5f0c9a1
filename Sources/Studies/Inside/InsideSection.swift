// What goes on inside models while they read one sentence: attention, gates and states.

import Foundation
import LabReport
import LabResults

struct InsideSection {
  let study: InsideStudy.Record
  let legend: Legend

  private typealias Model = (id: String, name: String, record: InsideRecord)

  private var example: InsideExample { study.example }
  private var models: [Model] {
    legend.ordered(study.models).enumerated().map { index, model in
      let letters = model.id.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      let id = letters.isEmpty || letters.count > 40 ? "model-\(index + 1)" : letters
      return (id, model.name, model.part)
    }
  }

  var section: PageSection? {
    guard !models.isEmpty, !example.words.isEmpty else { return nil }
    let figures =
      models.map { AttentionFigure(example: example, name: $0.name, id: $0.id, record: $0.record).figure }
      + models.map { GateFigure(example: example, name: $0.name, id: $0.id, record: $0.record).figure }
      + models.map { StateFigure(example: example, name: $0.name, id: $0.id, record: $0.record).figure }
    return PageSection(
      "inside", "Inside the models: one sentence",
      [.markup(Markup.text("p", [:], Self.introduction(example))), .markup(Self.sentence(example))]
        + [PageSection.table(answers)] + figures.map { $0.map { .figure($0) } }
        + [PageSection.table(sources(example)), PageSection.table(saturation(example))])
  }

  private static func introduction(_ example: InsideExample) -> String {
    let start =
      "Each model, of the first seed that it finished, reads these "
      + "\(Phrase.counted(example.words.count, "token")) of the test part and says what comes next. "
    guard let source = example.source, example.words.indices.contains(source), let kind = example.kind else {
      return start + "They are the first of that part but for eight."
    }
    let distance = Phrase.counted(example.words.count - source, "token")
    return start
      + "Models had no say in the choice: of the places where a word 8 to 20 tokens back settles the next one, the first at which a "
      + "name or a role is asked for that is at least as likely as not, in a story that has just begun; or what comes nearest to that. "
      + "Here it is a dependency of the kind “\(kind)”: the word in colour, \(distance) back, settles the one underlined."
  }

  private static func sentence(_ example: InsideExample) -> String {
    let words = example.words.enumerated().map { index, word in
      let shown = HeatMap.shown(word)
      return index == example.source ? Markup.text("mark", [:], shown) : Markup.escaped(shown)
    }
    let answer = Markup.text("b", [:], HeatMap.shown(example.answer))
    return Markup.tag("p", ["class": "sentence"], (words + ["…", answer]).joined(separator: " "))
  }

  private var answers: HTMLTable {
    let answer = HeatMap.shown(example.answer)
    var table = HTMLTable(
      "What comes next", [.text("model"), .number("probability of “\(answer)”"), .text("likeliest")])
    for model in models {
      let record = model.record
      table.add([model.name, Numbers.percent(record.probability, 1), HeatMap.shown(record.guess)])
    }
    return table
  }

  /// How much attention goes to what settles the next token: in the sentence, and on average.
  private func sources(_ example: InsideExample) -> HTMLTable {
    guard let source = example.source, let distances = example.distances, distances.count == 2 else {
      return HTMLTable("", [])
    }
    var table = HTMLTable(
      "Attention from the last token to the one that settles what follows, by head",
      [
        .text("model"), .number("layer"), .number("head"), .number("in the sentence"), .number("even there"),
        .number("mean of \(Phrase.counted(example.windows, "window"))"), .number("even there"), .number("times even"),
      ])
    for model in models {
      for head in model.record.heads {
        guard let row = head.weights.rows.last, row.indices.contains(source), let share = head.sourceShare else {
          continue
        }
        // A model that fills blanks predicts from the blank, which is one token more, and no row of the sentence.
        let length = Double(example.windowLength) + (head.isCausal ? 0 : 1)
        table.add([
          model.name, "\(head.layer)", "\(head.head)", head.isCausal ? Numbers.percent(row[source], 1) : Numbers.none,
          head.isCausal ? Numbers.percent(1 / Double(example.words.count), 1) : Numbers.none,
          Numbers.percent(share, 1), Numbers.percent(1 / length, 1), Numbers.fixed(share * length, 1),
        ])
      }
    }
    if !table.isEmpty {
      table.note =
        "Windows of \(example.windowLength) tokens of the test part, each before a token that one \(distances[0]) to "
        + "\(distances[1]) tokens back settles. One seed; heads of other seeds have other parts."
    }
    return table
  }

  private func saturation(_ example: InsideExample) -> HTMLTable {
    var table = HTMLTable(
      "Saturation: how much lies near a bound, where slopes vanish",
      [.text("model"), .text("of the top layer"), .text("bounds"), .number("below"), .number("above")])
    for model in models {
      for part in model.record.saturation {
        table.add([
          model.name, part.name, part.isGate ? "0.1 and 0.9" : "−0.99 and 0.99", Numbers.percent(part.low, 1),
          Numbers.percent(part.high, 1),
        ])
      }
    }
    if !table.isEmpty {
      table.note =
        "Over all units and tokens of \(Phrase.counted(example.windows, "window")) of \(example.windowLength) tokens."
    }
    return table
  }
}
