// What goes on inside models while they read: sentences, what each model makes of them, and attention, gates and states.

import Foundation
import LabReport
import LabResults

struct InsideSection {
  let study: InsideStudy.Record
  let legend: Legend

  private typealias Model = (id: String, entry: Legend.Entry<InsideRecord>)

  /// Those that read all sentences.
  private var models: [Model] {
    legend.ordered(study.models).enumerated().filter { $0.element.part.readings.count == study.sentences.count }
      .map { index, model in
        let letters = model.id.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        let id = letters.isEmpty || letters.count > 40 ? "model-\(index + 1)" : letters
        return (id, model)
      }
  }

  var section: PageSection? {
    guard !models.isEmpty, let first = study.sentences.first, !first.words.isEmpty else { return nil }
    let parts = models.map {
      (id: $0.id, name: $0.entry.name, style: $0.entry.style, record: $0.entry.part, reading: $0.entry.part.readings[0])
    }
    let figures: [Figure?] =
      parts.map {
        AttentionFigure(example: first, name: $0.name, id: $0.id, style: $0.style, record: $0.reading).figure
      }
      + parts.map { GateFigure(example: first, name: $0.name, id: $0.id, style: $0.style, record: $0.reading).figure }
      + parts.map {
        StateFigure(
          example: first, name: $0.name, id: $0.id, style: $0.style, record: $0.reading,
          saturation: $0.record.saturation
        ).figure
      }
    return PageSection(
      "inside", "Inside the models",
      [
        .markup(Markup.text("h3", [:], title)), PageSection.paragraph(rule),
        .markup(SentenceReader(sentences: study.sentences, models: models.map(\.entry)).html),
      ],
      folded: [PageSection.paragraph("Of the first sentence, in full:")] + figures.map { $0.map { .figure($0) } }
        + [PageSection.table(sources), PageSection.table(saturation)])
  }

  private var title: String {
    let all = study.sentences.count
    let right = models.map { model in
      let count = zip(model.entry.part.readings, study.sentences).count { $0.guess == $1.answer }
      return (name: model.entry.name, count: count)
    }.enumerated().map { place, model in
      "the \(model.name) " + (place == 0 ? "gets \(model.count) right" : "\(model.count)")
    }
    return "Of \(Phrase.counted(all, "next word")), \(Phrase.list(right))"
  }

  private var rule: String {
    let readers = "Each model, of the first seed that it finished, reads a sentence and says what comes next. "
    guard study.sentences.contains(where: { $0.source != nil }) else {
      return readers + "The sentences are spread evenly over the test part."
    }
    return readers
      + "Models had no say in the choice: of the places in the test part where a word 4 to 20 tokens back settles the next one, so far "
      + "that a perfect reader is right at least every other time, they are the first of each kind of dependency, then the second of "
      + "each, in a story of its own. The word in colour settles the one underlined, which no model has read."
  }

  // MARK: Tables

  /// How much attention goes to what settles the next token, on average.
  private var sources: HTMLTable {
    guard let distances = study.windows.distances, distances.count == 2 else { return HTMLTable("", []) }
    var table = HTMLTable(
      "Attention from the last token to the one that settles what follows, by head",
      [
        .text("model"), .number("layer"), .number("head"),
        .number("mean of \(Phrase.counted(study.windows.count, "window"))"), .number("even there"),
        .number("times even"),
      ])
    for model in models {
      for head in model.entry.part.sources {
        let even = study.windows.evenShare(isCausal: head.isCausal)
        table.add(
          [
            model.entry.name, "\(head.layer)", "\(head.head)", Numbers.percent(head.share, 1),
            Numbers.percent(even, 1), Numbers.fixed(head.share / even, 1),
          ], of: model.entry.style)
      }
    }
    if !table.isEmpty {
      table.note =
        "Windows of \(study.windows.length) tokens of the test part, each before a token that one \(distances[0]) to "
        + "\(distances[1]) tokens back settles. One seed; heads of other seeds have other parts."
    }
    return table
  }

  private var saturation: HTMLTable {
    var table = HTMLTable(
      "Saturation: how much lies near a bound, where slopes vanish",
      [.text("model"), .text("of the top layer"), .text("bounds"), .number("below"), .number("above")])
    for model in models {
      for part in model.entry.part.saturation {
        table.add(
          [
            model.entry.name, part.name, part.isGate ? "0.1 and 0.9" : "−0.99 and 0.99", Numbers.percent(part.low, 1),
            Numbers.percent(part.high, 1),
          ], of: model.entry.style)
      }
    }
    if !table.isEmpty {
      table.note =
        "Over all units and tokens of \(Phrase.counted(study.windows.count, "window")) of \(study.windows.length) tokens."
    }
    return table
  }
}
