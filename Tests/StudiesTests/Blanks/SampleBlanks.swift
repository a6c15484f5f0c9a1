// Made-up scores on blanks, of plausible shapes.

import Foundation
import LabResults
import Studies
import TestSupport

extension SampleStudies {
  /// Blanks at random, those that the left settles, and those that only the right does, where the bidirectional RNN gains.
  static func blanks() -> BlankStudyRecord {
    typealias Study = BlankStudyRecord
    func group(
      _ kind: Study.Kind, _ count: Int, _ both: Study.Perfect, _ left: Study.Perfect, _ loss: (Kind) -> Double,
      _ accuracy: (Kind) -> Double
    ) -> Study.Group {
      var random = Noise(seed: UInt64(count))
      let scores = SampleResults.kinds.map { kind in
        Study.Score(
          model: kind.id, seesBothSides: kind.seesBothSides, loss: random.estimate(loss(kind), 0.02),
          accuracy: random.estimate(accuracy(kind), 0.01))
      }
      let gain = Study.Gain(
        both: "birnn", left: "rnn", loss: Statistics.pairedDifference(scores[0].loss.values, scores[1].loss.values),
        accuracy: Statistics.pairedDifference(scores[1].accuracy.values, scores[0].accuracy.values))
      return Study.Group(kind: kind, count: count, bothSides: both, leftSide: left, models: scores, gains: [gain])
    }
    func filling(_ by: String, _ seesBothSides: Bool, _ choices: [(String, Double)]) -> Study.Filling {
      Study.Filling(
        by: by, seesBothSides: seesBothSides, choices: choices.map { .init(word: $0.0, probability: $0.1) })
    }
    func demonstration(_ text: String, _ hidden: String, _ others: [String], _ source: String) -> Study.Demonstration {
      Study.Demonstration(
        text: text, hidden: hidden,
        references: [
          filling(source, true, [(hidden, 1)]), filling(source, false, ([hidden] + others).map { ($0, 0.125) }),
        ],
        models: SampleResults.kinds.map { kind in
          kind.seesBothSides
            ? filling(kind.id, true, [(hidden, 0.81), (others[0], 0.0623), (others[1], 0.004)])
            : filling(kind.id, false, [(others[0], 0.22), (hidden, 0.19), (others[1], 0.11)])
        })
    }
    return Study(
      groups: [
        group(
          .all, 500, .init(loss: 0.285, accuracy: 0.87), .init(loss: 0.6, accuracy: 0.762), { $0.blank },
          { 1 - 0.45 * $0.blank }),
        group(
          .left, 297, .init(loss: 0.004, accuracy: 1), .init(loss: 0.009, accuracy: 0.998), { $0.blank * 0.4 },
          { 1 - 0.15 * $0.blank }),
        group(
          .right, 200, .init(loss: 0.001, accuracy: 1), .init(loss: 2.31, accuracy: 0.0957),
          { $0.seesBothSides ? 0.91 : 2.3 + $0.blank / 10 }, { $0.seesBothSides ? 0.743 : 0.092 }),
        group(
          .near, 61, .init(loss: 0, accuracy: 1), .init(loss: 2.12, accuracy: 0.121),
          { $0.seesBothSides ? 0.12 : 2.1 + $0.blank / 10 }, { $0.seesBothSides ? 0.962 : 0.113 }),
      ],
      changes: ["rnn": 0, "birnn": 2.7, "lstm": 0, "transformer": 0, "transformer-bidirectional": 3.1],
      demonstrations: [
        demonstration("How did the ___ eat the cheese", "cat", ["mouse", "cake"], "training part"),
        demonstration(
          "… It was a ___ morning, and Mia called her neighbour Finn. Together they built a big snowman until noon.",
          "snowy", ["windy", "sunny"], "grammar"),
      ])
  }
}
