// How the longest chain of dependent operations grows with the length.

import LabReport
import LabResults

/// The span of a training step by length.
struct SpanFigure {
  let curves: [CostCurve]

  var figure: Figure? {
    let curves = curves.filter { $0.points().count > 1 }
    let ends = curves.compactMap { curve in
      curve.points().first.flatMap { first in curve.points().last.map { (curve: curve, first: first, last: $0) } }
    }.sorted { $0.last.span > $1.last.span }
    guard let long = ends.first, let short = ends.last else { return nil }
    func words(_ end: (curve: CostCurve, first: ComplexityRecord.Point, last: ComplexityRecord.Point)) -> String {
      "the \(end.curve.name) from \(Numbers.count(end.first.span)) to \(Numbers.count(end.last.span))"
    }
    var csv = CSV(["model", "length", "width", "span", "work", "work over span"])
    for curve in curves {
      for point in curve.record.points {
        csv.add([
          curve.id, "\(point.length)", "\(point.width)", "\(point.span)", "\(point.work)",
          CSV.number(Double(point.work) / Double(max(1, point.span))),
        ])
      }
    }
    let title =
      "From \(Numbers.count(long.first.length)) to \(Numbers.count(long.last.length)) tokens, the longest chain of "
      + "dependent operations grows in " + words(long)
    return Figure(
      id: "span", title: ends.count > 1 ? title + ", in " + words(short) : title,
      description: "Span of a training step by length: \(Phrase.list(ends.map(words))).",
      caption: "However many processors there are, a step takes at least as long as its span.",
      panels: [.init("", CostQuantity.span.chart(curves))], csv: csv)
  }
}
