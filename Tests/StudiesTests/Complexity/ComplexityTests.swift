// The measurement of complexity finds what theory says: which terms, which exponents, where attention takes over.

import Foundation
import LabResults
import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("Complexity", .serialized)
struct ComplexityTests {
  /// Counts to fit; next to no timing.
  private static let grid = {
    var grid = ComplexityGrid()
    (grid.lengths, grid.widths, grid.timedLengths, grid.timedWidths) =
      ([16, 32, 64, 128, 256], [16, 32, 64, 128], [16, 32], [16, 32])
    grid.timedSteps = 1
    return grid
  }()

  private func record(_ identifier: String) throws -> ComplexityRecord {
    try Complexity.measure(SmallCorpus.model(identifier), grid: Self.grid)
  }

  private func fit(_ record: ComplexityRecord, _ quantity: ComplexityQuantity) throws -> ComplexityRecord.Fit {
    try #require(record.fits.first { $0.quantity == quantity.rawValue })
  }

  private func isNear(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(value - expected) <= tolerance
  }

  @Test(
    "recurrences cost n·d²: 4, 8 and 16 of it forwards, three times that in a step, along a chain of n",
    arguments: [
      // Both states are mapped to the width of one for the tied head: 4 more forwards.
      ("rnn", 4.0, 0.0), ("birnn", 8, 4), ("lstm", 16, 0),
    ])
  func recurrences(identifier: String, coefficient: Double, head: Double) throws {
    let record = try record(identifier)
    let (mixer, work, span) = (try fit(record, .mixerWork), try fit(record, .work), try fit(record, .span))
    #expect(isNear(mixer.coefficient("n·d²"), coefficient, 1e-6) && mixer.coefficient("n²·d") == 0)
    #expect(isNear(mixer.lengthExponent, 1, 0.02) && isNear(mixer.widthExponent, 2, 0.02))
    #expect(isNear(work.coefficient("n·d²"), 3 * (coefficient + head), 1e-6) && work.coefficient("n²·d") == 0)
    #expect(work.largestResidual < 1e-9 && mixer.largestResidual < 1e-9)
    #expect(isNear(span.lengthExponent, 1, 0.05) && span.rSquared > 0.999)
    #expect(record.crossover == nil && record.plainAttentionPoints.isEmpty)
    let memory = try fit(record, .peakBytes)
    #expect(memory.coefficient("n²") == 0 && memory.lengthExponent < 1.05)
  }

  @Test(
    "attention costs n²·d beside the block's n·d², and exceeds it from a multiple of d on",
    arguments: [
      ("transformer", 2.0), ("transformer-bidirectional", 4),
    ])
  func attention(identifier: String, coefficient: Double) throws {
    let record = try record(identifier)
    let (mixer, work, span) = (try fit(record, .mixerWork), try fit(record, .work), try fit(record, .span))
    #expect(isNear(mixer.coefficient("n²·d"), coefficient, 1e-6) && mixer.coefficient("n·d²") == 0)
    #expect(isNear(mixer.lengthExponent, 2, 0.02) && isNear(mixer.widthExponent, 1, 0.02))
    // Backwards five products where forwards has two; projections and network have two for one.
    #expect(isNear(work.coefficient("n²·d"), 3.5 * coefficient, 1e-6))
    #expect(isNear(work.coefficient("n·d²"), 72, 1e-6))
    #expect(work.largestResidual < 1e-9 && mixer.largestResidual < 1e-9)
    #expect(isNear(try #require(record.crossover), 72 / (3.5 * coefficient), 1e-6))
    #expect(span.lengthExponent < 0.2)
  }

  @Test("memory of attention: n² with the matrix, n without", arguments: ["transformer", "transformer-bidirectional"])
  func memory(identifier: String) throws {
    let record = try record(identifier)
    func bytes(_ points: [ComplexityRecord.Point], _ length: Int) throws -> Double {
      Double(try #require(points.first { $0.length == length && $0.width == 16 }).peakBytes)
    }
    let plain = record.plainAttentionPoints
    // At the most, six n×n matrices of four bytes: scores, scaled, masked, softmax, and gradients by the last two.
    let matrices = try bytes(plain, 256) - 2 * bytes(plain, 128)
    #expect(isNear(matrices / (6 * 4 * 256 * 256 / 2), 1, 0.05))
    #expect(try bytes(plain, 256) / bytes(plain, 128) > 3)
    #expect(try bytes(record.points, 256) / bytes(record.points, 128) < 2.05)
    #expect(try #require(ComplexityRecord.Fit(.peakBytes, to: plain)).coefficient("n²") > 15)
    #expect(try fit(record, .peakBytes).coefficient("n²") == 0)
  }

  @Test(
    "times where they were asked for, progress from 0 to 1, and JSON that comes back")
  func parts() throws {
    var fractions: [Double] = []
    let record = try Complexity.measure(SmallCorpus.model("rnn"), grid: Self.grid) { fractions.append($0) }
    for point in record.points {
      let isTimed = point.length <= 32 && point.width <= 32
      #expect((point.milliseconds != nil) == isTimed && point.milliseconds ?? 1 > 0)
    }
    #expect(fractions == fractions.sorted() && fractions.last == 1 && fractions[0] > 0)
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(ComplexityRecord.self, from: data) == record)
  }

  @Test("counts repeat exactly")
  func repeats() throws {
    func counts() throws -> [[Int]] {
      let record = try record("lstm")
      return record.points.map { [$0.mixerWork, $0.work, $0.span, $0.peakBytes] }
    }
    #expect(try counts() == counts())
  }

  @Test("the whole vocabulary is never mapped in place of the tokens")
  func vocabulary() {
    for grid in [ComplexityGrid.quick, .full, Self.grid] {
      #expect(grid.lengths.allSatisfy { $0 < 2 * grid.vocabularySize })
      #expect(grid.lengths.count >= 5 && grid.widths.count >= 4)
    }
  }
}
