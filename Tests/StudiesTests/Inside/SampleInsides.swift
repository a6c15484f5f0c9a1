// Made-up insides of models, of plausible shapes.

import Foundation
import LabResults
import Studies
import TestSupport

extension SampleStudies {
  /// A sentence of 21 words, whose sixth settles what comes next.
  static let example = ExampleSentence(
    words: "once upon a time , Lily , a brave girl , lived in a tent by the sea . every night".split(separator: " ")
      .map(String.init), answer: "Lily", source: 5, kind: "recall")

  /// The same, and one that all models but the LSTM get wrong.
  static let sentences = [
    example, ExampleSentence(words: example.words, answer: "she", source: 5, kind: "pronoun"),
  ]

  static func inside(_ kind: Kind, _ random: inout Noise) -> InsideRecord {
    let words = example.words.count
    var record = InsideRecord(seed: 1, readings: [])
    var reading = InsideRecord.Reading(probability: 0.9 - kind.fade, guess: "Lily")
    switch kind.id {
    case "transformer":
      reading.heads = (0..<4).map { number in
        let rows = (0..<words).map { query in
          var row = (0...query).map { key in exp(random.next() - Double(query - key) / Double(1 + 4 * number)) }
          if query == words - 1 && number == 2 { row[5] += row.reduce(0, +) }
          return row.map { $0 / row.reduce(0, +) }
        }
        return InsideRecord.Head(layer: number / 2 + 1, head: number % 2 + 1, weights: NumberTable(rows))
      }
      record.sources = (0..<4).map { number in
        InsideRecord.Source(
          layer: number / 2 + 1, head: number % 2 + 1, share: 0.02 * Double(number + 1), isCausal: true)
      }
    case "lstm":
      let forget = (0..<32).map { unit in (0..<words).map { _ in 0.95 - Double(unit) / 60 + 0.05 * random.next() } }
      let means = [0.4, 0.7, 0.5].map { mean in (0..<words).map { _ in mean + 0.1 * random.next() } }
      reading.gates = InsideRecord.Gates(
        names: ["input", "forget", "output"], means: NumberTable(means), shown: "forget", unitCount: 81,
        longUnitCount: 9,
        units: Array(0..<32), values: NumberTable(forget))
      record.saturation = ["input gate", "forget gate", "candidate", "output gate"].map {
        InsideRecord.Saturation(name: $0, low: 0.1, high: 0.2, isGate: $0 != "candidate")
      }
    default:
      let directions = kind.seesBothSides ? [false, true] : [false]
      reading.states = directions.map { isReversed in
        InsideRecord.States(
          isReversed: isReversed, unitCount: 72, meanChange: 0.55, units: Array(0..<24),
          values: NumberTable((0..<24).map { _ in (0..<words).map { _ in random.next() } }))
      }
      record.saturation = [InsideRecord.Saturation(name: "state", low: 0.17, high: 0.16, isGate: false)]
    }
    record.readings = [reading, reading]
    if kind.id == "lstm" { record.readings[1].guess = "she" }
    return record
  }
}
