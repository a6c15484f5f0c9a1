// The speed-up that is certain, against the number of processors.

import LabReport
import LabResults

struct BrentFigure {
  let record: BrentStudy.Record
  let models: [Legend.Entry<Bounds>]

  var figure: Figure? {
    let most = record.processors.max() ?? 1
    let ends = models.map { (name: $0.name, least: $0.part.speedUp(most).least) }.sorted { $0.least > $1.least }
    guard let first = ends.first, let last = ends.last else { return nil }
    func times(_ value: Double) -> String { Numbers.significant(value, 2) }
    var csv = CSV(["model", "processors", "at least", "at most", "work", "span"])
    let series = models.map { model in
      let points = record.processors.map { count -> LineChart.Point in
        let bounds = model.part.speedUp(count)
        csv.add([
          model.id, "\(count)", CSV.number(bounds.least), CSV.number(bounds.most), "\(model.part.work)",
          "\(model.part.span)",
        ])
        return LineChart.Point(
          Double(count), bounds.least, low: bounds.least, high: bounds.most,
          text: "\(model.name), \(count) processors: \(times(bounds.least)) to \(times(bounds.most)) times as fast")
      }
      return LineChart.Series(model.name, model.style, points)
    }
    return Figure(
      id: "brent",
      title:
        "\(Numbers.count(most)) processors could make a step of the \(first.name) at least \(times(first.least)) times as fast"
        + (ends.count > 1 ? ", of the \(last.name) \(times(last.least)) times" : ""),
      description: ends.map { "\($0.name): at least \(times($0.least)) times as fast with \(most) processors." }
        .joined(separator: " "),
      caption:
        "From counted work and span of one sequence of \(record.length) tokens at width \(record.width): lines are what a greedy "
        + "schedule reaches at least, bars go up to what none can pass. By construction; memory and messages cost nothing here.",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("processors", .logarithmic), y: Axis("speed-up, at least", .logarithmic), series: series,
            intervals: .bars))
      ], csv: csv)
  }
}
