// What a generated token costs, against formulas worked out by hand for each model.

import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("Cost of generation")
struct GenerationCostTests {
  @Test(
    "the next token costs what formulas say, and state grows with attention only", arguments: LabModels.identifiers)
  func points(identifier: String) throws {
    let type = try SmallCorpus.model(identifier)
    let points = try Generation.points(type, contexts: [0, 1, 7, 30], steps: 1)
    guard type.sight == .left else {
      #expect(points.isEmpty)
      return
    }
    #expect(points.map(\.context) == [0, 1, 7, 30])
    let width = Generation.width
    for point in points {
      let counts = HandCounts(n: point.context, d: width, v: Generation.vocabularySize)
      #expect(point.work == counts.nextToken(of: identifier))
      #expect(point.microseconds > 0)
      // Single precision: h; h and c; a key and a value for each token.
      let numbers = ["rnn": width, "lstm": 2 * width, "gru": width, "transformer": 2 * width * point.context]
      #expect(point.stateBytes == numbers[identifier].map { 4 * $0 })
    }
  }
}
