// Sentences with what each model makes of them; the script lets a reader point at a word and look inside.

import Foundation
import LabReport
import LabResults

/// Sentences to read, and what goes on inside models at each of their words.
struct SentenceReader {
  let sentences: [ExampleSentence]
  /// Each with a reading for each sentence.
  let models: [Legend.Entry<InsideRecord>]

  var html: String {
    let readings = sentences.indices.map(reading)
    let list = Markup.tag("div", ["class": "readings"], readings.joined(separator: "\n"))
    return stage + "\n" + list
  }

  /// Where the script puts one sentence to be looked at; the sentences below are all there is without it.
  private var stage: String {
    let heads = Markup.tag(
      "div", ["class": "dial heads"],
      Markup.text("label", ["for": "stage-head"], "attention of") + " "
        + Markup.tag("select", ["id": "stage-head"], ""))
    let numbers = Markup.tag("div", ["class": "numbers", "role": "group", "aria-label": "sentence"], "")
    let words = Markup.tag("div", ["class": "words", "role": "group", "aria-label": "words of the sentence"], "")
    return Markup.tag(
      "div", ["id": "stage", "hidden": "hidden"],
      Markup.tag("div", ["class": "choices"], Markup.text("span", [:], "sentence") + numbers + heads)
        + Markup.text(
          "p", ["class": "quiet"],
          "Point at a word, tap it, or go through the words with the arrow keys: what is attended to, let through and held on to when "
            + "it has been read. Bars are means over all gates of a kind; cells are single units, from −1 to 1 in two colours."
        )
        + words + Markup.tag("p", ["class": "spoken", "aria-live": "polite"], "")
        + Markup.tag("div", ["class": "meters"], "") + Markup.tag("div", ["class": "said"], ""))
  }

  private func reading(_ place: Int) -> String {
    let sentence = sentences[place]
    let words = sentence.words.enumerated().map { index, word in
      let shown = HeatMap.shown(word)
      return Markup.text("span", ["class": index == sentence.source ? "w source" : "w"], shown)
    }
    let answer = Markup.text("u", [:], HeatMap.shown(sentence.answer))
    let kind = sentence.kind.map { Markup.text("span", ["class": "kind"], $0) + " " } ?? ""
    let text = Markup.tag(
      "p", ["class": "sentence"], kind + words.joined(separator: " ") + " … " + answer)
    return Markup.tag(
      "div", ["class": "reading", "data-inside": insides(place)],
      text + Markup.tag("p", ["class": "guesses"], models.map { guess($0, place) }.joined(separator: " ")))
  }

  private func guess(_ model: Legend.Entry<InsideRecord>, _ place: Int) -> String {
    let reading = model.part.readings[place]
    let isRight = reading.guess == sentences[place].answer
    let verdict = Markup.text(
      "b", ["class": isRight ? "right" : "wrong", "title": isRight ? "right" : "wrong"], isRight ? "✓" : "✗")
    let unseen = Markup.text("span", ["class": "unseen"], isRight ? " right: " : " wrong: ")
    let words =
      "\(HeatMap.shown(reading.guess))"
      + (isRight
        ? " (\(Numbers.percent(reading.probability)))"
        : "; the answer has \(Numbers.percent(reading.probability, reading.probability < 0.1 ? 1 : 0))")
    return Markup.tag(
      "span", ["class": "guess " + (model.style.modelClass ?? "")],
      Markup.text("span", ["class": "who " + model.style.colourClass], model.name) + " " + verdict + unseen
        + Markup.escaped(words))
  }

  // MARK: For the script

  /// What goes on at each word, model by model.
  private struct Inside: Encodable {
    var name: String
    /// The class of the model's parts of figures.
    var part: String
    var heads: [Head] = []
    var gates: [Row] = []
    var states: [Table] = []

    struct Head: Encodable {
      var name: String
      /// Hundredths, by word.
      var rows: [[Int]]
    }
    struct Row: Encodable {
      var name: String
      var values: [Int]
    }
    struct Table: Encodable {
      var name: String
      /// Hundredths, by unit and word.
      var units: [[Int]]
    }
  }

  /// The units and heads that a reader gets to see: few enough for a page.
  private static let unitCount = 24, headCount = 8

  private func insides(_ place: Int) -> String {
    let count = sentences[place].words.count
    let insides = models.map { model -> Inside in
      let reading = model.part.readings[place]
      var inside = Inside(name: model.name, part: model.style.modelClass ?? "")
      inside.heads = reading.heads.prefix(Self.headCount).map { head in
        .init(
          name: "\(model.name), layer \(head.layer), head \(head.head)", rows: head.weights.rows.map(Self.hundredths))
      }
      if let gates = reading.gates {
        inside.gates = zip(gates.names, gates.means.rows).map {
          .init(name: "\($0) gates", values: Self.hundredths($1))
        }
        inside.states = [.init(name: "\(gates.shown) gate, by unit", units: Self.some(gates.values.rows))]
      }
      inside.states += reading.states.map {
        .init(name: $0.isReversed ? "state from the right" : "state", units: Self.some($0.values.rows))
      }
      inside.gates.removeAll { $0.values.count != count }
      inside.states.removeAll { table in table.units.contains { $0.count != count } }
      return inside
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(insides)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  private static func hundredths(_ row: [Double]) -> [Int] {
    row.map { $0.isFinite ? Int(($0 * 100).rounded()) : 0 }
  }

  private static func some(_ rows: [[Double]]) -> [[Int]] { rows.prefix(unitCount).map(hundredths) }
}
