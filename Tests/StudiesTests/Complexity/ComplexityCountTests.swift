// What a training step costs, against formulas worked out by hand for each model.

import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("Counts of complexity")
struct ComplexityCountTests {
  /// A small grid whose extents are no powers of two, and that takes no time.
  static let grid = {
    var grid = ComplexityGrid()
    (grid.lengths, grid.widths, grid.timedLengths, grid.timedWidths) = ([1, 5, 16, 33], [3, 8, 20], [1, 5], [3, 8])
    grid.timedSteps = 1
    return grid
  }()

  @Test("work is what hand-worked formulas say, for every model", arguments: LabModels.identifiers)
  func steps(identifier: String) throws {
    let record = try Complexity.measure(SmallCorpus.model(identifier), grid: Self.grid)
    #expect(record.points.map(\.length) == [1, 5, 16, 33, 1, 5, 16, 33, 1, 5, 16, 33])
    for point in record.points {
      let counts = HandCounts(n: point.length, d: point.width, v: 17)
      guard let expected = counts.step(of: identifier) else {
        Issue.record("add the closed formulas for '\(identifier)' to HandCounts.step")
        return
      }
      #expect(point.work == expected.work.forward + expected.work.backward, "n \(point.length), d \(point.width)")
      #expect(point.mixerWork == expected.mixer && point.mixerWork > 0, "n \(point.length), d \(point.width)")
    }
  }

  @Test("Of a model that was added, no formula is known, and this says so")
  func unknownFormulas() {
    let place = "Tests/StudiesTests/HandCounts.swift, HandCounts"
    for identifier in LabModels.others {
      print(
        "note: no closed form for '\(identifier)': \(place).step and .nextToken, and Tests/TestSupport/LabModels.swift")
    }
  }

  @Test(
    "attention with its matrix does the visible pairs' products for all pairs",
    arguments: ["transformer", "transformer-bidirectional"])
  func plainAttention(identifier: String) throws {
    let record = try Complexity.measure(SmallCorpus.model(identifier), grid: Self.grid)
    #expect(record.plainAttentionPoints.count == record.points.count)
    for point in record.plainAttentionPoints {
      let (n, d) = (point.length, point.width)
      // Two products, the scale, the sum with the mask, and softmax's 5n − 2 for each of n rows.
      let expected: Int = 4 * n * n * d + 2 * n * n + n * (5 * n - 2)
      #expect(point.mixerWork == expected)
      #expect(point.milliseconds == nil)
    }
  }
}
