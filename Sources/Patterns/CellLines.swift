// The scores of a pattern's cells as lines, one for each model.

import LabReport
import LabResults

/// A number for each model at each of some places, such as lengths.
struct CellLines {
  let results: CellResults
  let legend: Legend
  let models: [String]
  let places: [Int]
  let x, y: Axis
  /// What a model reached at a place; nil where it was not measured.
  let value: (String, Int) -> Estimate?

  /// The figure; nil where nothing was measured.
  func figure(id: String, title: String, references: [LineChart.Reference] = []) -> Figure? {
    var csv = CSV(["model", "place", "mean", "low", "high", "seeds"])
    var words: [String] = []
    let series = models.compactMap { model -> LineChart.Series? in
      let points = places.compactMap { place -> LineChart.Point? in
        guard let value = value(model, place) else { return nil }
        csv.add([
          model, "\(place)", CSV.number(value.mean), CSV.number(value.low), CSV.number(value.high),
          "\(value.values.count)",
        ])
        let text = "\(legend.name(of: model)) at \(place): \(Numbers.significant(value.mean, 2))"
        words.append(text)
        return LineChart.Point(Double(place), value.mean, low: value.low, high: value.high, text: text)
      }
      return points.isEmpty ? nil : LineChart.Series(legend.name(of: model), legend.style(of: model), points)
    }
    guard !series.isEmpty else { return nil }
    let chart = LineChart(x: x, y: y, series: series, references: references, intervals: .bars)
    return Figure(
      id: "pattern-" + id, title: title, description: words.joined(separator: "; ") + ".",
      caption: "Means over seeds; bars are 95 % intervals.", panels: [.init("", chart)], csv: csv)
  }
}
