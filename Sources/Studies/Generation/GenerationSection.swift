// What the next token costs, after more and more others.

import LabReport
import LabResults

/// What the next token costs after a context.
struct GenerationSection {
  let width: Int
  let models: [Legend.Entry<[GenerationRecord.Point]>]

  var section: PageSection? {
    let curves = models.filter { !$0.part.isEmpty }
    guard !curves.isEmpty else { return nil }
    let ends = curves.compactMap { curve in
      curve.part.max { $0.context < $1.context }.map { (curve: curve, point: $0) }
    }.sorted { $0.point.microseconds > $1.point.microseconds }
    var csv = CSV(["model", "context", "work", "state bytes", "microseconds"])
    for curve in curves {
      for point in curve.part {
        csv.add([
          curve.id, "\(point.context)", "\(point.work)", "\(point.stateBytes)", CSV.number(point.microseconds),
        ])
      }
    }
    func time(_ point: GenerationRecord.Point) -> String {
      Numbers.significant(point.microseconds, 2) + "\u{202F}µs"
    }
    let (slow, fast) = (ends[0], ends[ends.count - 1])
    var title =
      "After \(Numbers.count(slow.point.context)) tokens, the next takes \(time(slow.point)) in the \(slow.curve.name)"
    if ends.count > 1 { title += " and \(time(fast.point)) in the \(fast.curve.name)" }
    let figure = Figure(
      id: "generation", title: title,
      description: ends.map { end in
        "\(end.curve.name) after \(end.point.context) tokens: \(time(end.point)), "
          + "\(Numbers.bytes(Double(end.point.stateBytes))) of state."
      }.joined(separator: " "),
      caption:
        "One token at a time, on one thread, at width \(width); the median. A recurrence carries one state along, whatever it has read; "
        + "attention carries the keys and values of everything.",
      panels: [
        .init("time", chart(curves, "time for the next token, µs", 1) { $0.microseconds }),
        .init("state", stateChart(curves)),
      ], csv: csv)
    return PageSection("generation", "Cost of generation by context", [.figure(figure)])
  }

  private func stateChart(_ curves: [Legend.Entry<[GenerationRecord.Point]>]) -> LineChart {
    let unit = AxisUnit.bytes(upTo: curves.flatMap(\.part).map { Double($0.stateBytes) }.max() ?? 1)
    return chart(curves, "state carried along, \(unit.name)", unit.size) { Double($0.stateBytes) }
  }

  private func chart(
    _ curves: [Legend.Entry<[GenerationRecord.Point]>], _ title: String, _ size: Double,
    _ value: (GenerationRecord.Point) -> Double
  ) -> LineChart {
    let hasZero = curves.contains { $0.part.contains { $0.context == 0 } }
    let series = curves.map { curve in
      let points = curve.part.sorted { $0.context < $1.context }.map { point in
        LineChart.Point(
          Double(point.context), value(point) / size,
          text: "\(curve.name), after \(point.context) tokens: \(Numbers.significant(point.microseconds))\u{202F}µs, "
            + Numbers.bytes(Double(point.stateBytes)))
      }
      return LineChart.Series(curve.name, curve.style, points)
    }
    return LineChart(
      x: Axis("tokens read before", hasZero ? .linear : .lengths), y: Axis(title, .logarithmic), series: series)
  }
}
