// What models cost as texts get longer: exponents, memory, threads, and the next token.

import Foundation
import LabKit

extension ComparisonTables {
  private typealias Costs = (id: String, record: ComplexityRecord)

  private var measuredCosts: [Costs] {
    results.models.compactMap { model in model.complexity.map { (id: model.id, record: $0) } }
  }

  /// How each cost grows with the length n and the width d; nil where costs were not measured.
  public var growth: Table? {
    let models = measuredCosts.filter { !$0.record.fits.isEmpty }
    guard !models.isEmpty else { return nil }
    var table = Table(
      title: "How costs grow: exponents of length n and width d, and the least R² of the fits",
      columns: [.init("n, d")] + models.map { .init(name($0.id), .right) } + [.init("R² ≥", .right)])
    for quantity in ComplexityQuantity.allCases {
      let fits = models.map { model in model.record.fits.first { $0.quantity == quantity.rawValue } }
      guard let least = fits.compactMap({ $0?.rSquared }).min() else { continue }
      let cells = fits.map { fit in
        Table.Cell(fit.map { String(format: "%.2f %.2f", $0.lengthExponent, $0.widthExponent) } ?? "–")
      }
      let name = quantity == .milliseconds ? "time" : quantity.rawValue
      // Rounded down: a sum that leaves something out is not exact.
      table.addRow([.init(name, .accent)] + cells + [.init(String(format: "%.3f", floor(least * 1000) / 1000), .dim)])
    }
    return table
  }

  /// Where attention's n² overtakes, memory with and without an n×n matrix, and what threads gain.
  public var scaling: Table? {
    let models = measuredCosts.filter { !$0.record.points.isEmpty }
    guard let first = models.first, let longest = first.record.points.map(\.length).max(),
      let widest = first.record.points.map(\.width).max()
    else { return nil }
    func bytes(_ points: [ComplexityRecord.Point]) -> String? {
      points.first { $0.length == longest && $0.width == widest }.map { Numbers.bytes(Double($0.peakBytes)) }
    }
    let threads = models.map(\.record.threads).max() ?? 1
    let hasSpeedUp = models.contains { $0.record.speedUp != nil }
    var table = Table(
      title: "Memory at n = \(longest), d = \(widest); n*, where n²·d outgrows n·d²"
        + (hasSpeedUp ? "; speed-up" : ""),
      columns: [
        .init("model"), .init("peak", .right), .init("with n×n", .right), .init("n*(d)", .right),
      ] + (hasSpeedUp ? [.init("\(threads) threads", .right)] : []))
    for (id, record) in models {
      let gain = record.speedUp.map { String(format: "%.2f×", $0.mean) + Self.halfInterval($0, "%.2f") } ?? "–"
      table.addRow(
        [
          .init(name(id), .accent), .init(bytes(record.points) ?? "–"),
          .init(bytes(record.plainAttentionPoints) ?? "–"),
          .init(record.crossover.map { Self.short($0) + "·d" } ?? "–"),
        ] + (hasSpeedUp ? [.init(gain)] : []))
    }
    return table
  }

  /// The time of the next token and the state that is carried along, by how much was read; nil where not measured.
  public var generation: Table? {
    let models = measuredCosts.filter { !$0.record.generation.isEmpty }
    let contexts = Set(models.flatMap { $0.record.generation.map(\.context) }).sorted()
    guard let last = contexts.last else { return nil }
    var table = Table(
      title: "Generation: µs for the next token after so many; the state carried along",
      columns: [.init("model")] + contexts.map { .init("\($0)", .right) } + [.init("state at \(last)", .right)])
    for (id, record) in models {
      func point(_ context: Int) -> ComplexityRecord.GenerationPoint? {
        record.generation.first { $0.context == context }
      }
      table.addRow(
        [.init(name(id), .accent)] + contexts.map { .init(point($0).map { Self.short($0.microseconds) } ?? "–") }
          + [.init(point(last).map { Numbers.bytes(Double($0.stateBytes)) } ?? "–")])
    }
    return table
  }
}
