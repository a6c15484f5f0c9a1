// How losses fell in training, for the terminal.

import Foundation
import LabResults

extension ComparisonTables {
  /// The training loss of each model from the first step to the last, all on one logarithmic scale; nil without steps.
  public var trainingCurves: Table? {
    let curves = results.models.filter(TrainingSection.isTrained).map { model in
      (model: model, points: LineChart.meanSeries("", SeriesStyle(0), model.gradientNorms, unit: "") { $0.loss }.points)
    }
    let rows = curves.map { curve in
      Cells.sampled(curve.points.map { ($0.x, log10($0.y)) }, columns: 32)
    }
    guard let range = Cells.range(rows.joined()) else { return nil }
    var table = Table(
      title: "Training loss in nats per token, logarithmic from " + Cells.ends(range),
      columns: [
        .init("model"), .init("first", .right), .init("over the steps"), .init("last", .right), .init("predicts"),
      ])
    for (curve, row) in zip(curves, rows) {
      table.addRow([
        .init(name(curve.model.id), .accent), .init(curve.points.first.map { Cells.number($0.y) } ?? "–"),
        .init(TextPlot.sparkline(row, range: range)), .init(Cells.number(TrainingSection.end(of: curve.model))),
        .init(curve.model.seesBothSides ? "from both sides" : "the next token", .dim),
      ])
    }
    return table
  }
}
