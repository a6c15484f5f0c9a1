// The study of position encodings: a record for each, and nothing where an encoding has no positions.

import Foundation
import LabKit
import SequenceKit
import Studies
import Testing
import Transformer

@Suite("Runs with position encodings")
struct PositionRunTests {
  @Test("the study has a record for every encoding, null beyond the length where positions are learned")
  func records() throws {
    func settings(_ positions: PositionEncoding, _ rate: Double, _ threads: Int) -> ProbeSettings {
      ProbeSettings(
        width: 8, positions: positions, batchSize: 4, steps: 2, learningRate: rate, testCount: 50, threads: threads)
    }
    var runs = 0
    let records = try PositionRuns.records(
      of: TransformerModel.self, seeds: [1, 2], threads: 2, onProgress: { _, _ in runs += 1 },
      settings: settings)
    #expect(records.map(\.positions) == ["learned", "sinusoidal", "rotary", "alibi", "none"] && runs == 10)
    for record in records {
      #expect((record.beyondLength == nil) == (record.positions == "learned"))
      #expect(record.trainedLength < record.testedLength && record.chance == 0.5)
      #expect(record.accuracy.values.count == 2 && record.accuracy.scale == .unit)
      #expect(record.learningRate == (record.positions == "sinusoidal" ? 0.008 : 0.004))
    }
    let decoded = try JSONDecoder().decode([PositionRecord].self, from: JSONEncoder().encode(records))
    #expect(decoded == records)
  }
}
