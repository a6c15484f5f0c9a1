// How costs grow, for the terminal.

import Foundation
import LabReport
import LabResults

struct ComplexityTables {
  let models: [Legend.Entry<ComplexityRecord>]
  let legend: Legend

  /// How each cost grows with the length n and the width d; nil where nothing was fitted.
  var growth: Table? {
    let models = models.filter { !$0.part.fits.isEmpty }
    guard !models.isEmpty else { return nil }
    var table = Table(
      title: "How costs grow: exponents of length n and width d, and the least R² of the fits",
      columns: [.init("n, d")] + models.map { .init(legend.columnName(of: $0.id), .right) } + [.init("R² ≥", .right)])
    for quantity in ComplexityQuantity.allCases {
      let fits = models.map { model in model.part.fits.first { $0.quantity == quantity.rawValue } }
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

  /// Where attention's n² overtakes, and memory with and without an n×n matrix.
  var memory: Table? {
    let points = models.flatMap(\.part.points)
    guard let longest = points.map(\.length).max(), let widest = points.map(\.width).max() else { return nil }
    func bytes(_ points: [ComplexityRecord.Point]) -> String {
      points.first { $0.length == longest && $0.width == widest }.map { Numbers.bytes(Double($0.peakBytes)) } ?? "–"
    }
    var table = Table(
      title: "Memory at n = \(longest), d = \(widest); n*, where n²·d outgrows n·d²",
      columns: [.init("model"), .init("peak", .right), .init("with n×n", .right), .init("n*(d)", .right)])
    for model in models where !model.part.points.isEmpty {
      table.addRow([
        .init(legend.columnName(of: model.id), .accent), .init(bytes(model.part.points)),
        .init(bytes(model.part.plainAttentionPoints)),
        .init(model.part.crossover.map { Cells.short($0) + " · d" } ?? "–"),
      ])
    }
    return table
  }
}
