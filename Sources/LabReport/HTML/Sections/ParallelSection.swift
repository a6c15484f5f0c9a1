// What can be done at the same time: span, work over span, and measured speed-up.

import LabKit
import LabResults

struct ParallelSection {
  let context: ReportContext

  var section: PageSection? {
    PageSection(
      "parallel", "Work, span and speed-up",
      [spanFigure.map { .figure($0) }, workAndSpan.map { .figure($0) }, speedUp.map { .figure($0) }])
  }

  private var curves: [CostCurve] { CostCurve.all(context).filter { $0.points().count > 1 } }

  private var spanFigure: Figure? {
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

  /// Work over span of the comparison's own models: how many operations could go on at once.
  private var workAndSpan: Figure? {
    let plan = context.results.protocol.plan
    let tokens = Double(plan.batchSize) * Double(plan.length)
    let rows = context.styled.filter { $0.model.span > 0 && $0.model.flopsPerToken > 0 }.map { model, style in
      (model: model, style: style, ratio: model.flopsPerToken * tokens / Double(model.span))
    }.sorted { $0.ratio > $1.ratio }
    guard let most = rows.first, let least = rows.last else { return nil }
    var csv = CSV(["model", "work of a step", "span", "work over span"])
    for row in rows {
      csv.add([
        row.model.id, CSV.number(row.ratio * Double(row.model.span)), "\(row.model.span)", CSV.number(row.ratio),
      ])
    }
    func thousands(_ ratio: Double) -> String { Numbers.significant(ratio / 1e3) }
    let times = Numbers.significant(most.ratio / least.ratio, 2)
    return Figure(
      id: "work-over-span",
      title: rows.count > 1
        ? "A step of the \(context.name(of: most.model.id)) leaves \(times) times as much to do at once as one of the \(context.name(of: least.model.id))"
        : "A step of the \(context.name(of: most.model.id)) leaves \(thousands(most.ratio)) thousand operations to do at once",
      description: "Counted work over span, thousands of operations: "
        + rows.map { "\(context.name(of: $0.model.id)) \(thousands($0.ratio))" }.joined(separator: ", ") + ".",
      caption: "Counted work of a training step of the compared models over its longest chain of dependent operations.",
      panels: [
        .init(
          "",
          DotPlot(
            x: Axis("work over span, kFLOP per operation", .logarithmic),
            groups: [
              .init(
                "",
                rows.map { row in
                  DotPlot.Row(
                    context.name(of: row.model.id), row.style, Estimate([row.ratio / 1e3]), value: thousands(row.ratio))
                })
            ]))
      ], csv: csv)
  }

  private var speedUp: Figure? {
    let rows = CostCurve.all(context).compactMap { curve in
      curve.record.speedUp.map { (curve: curve, speedUp: $0, threads: curve.record.threads) }
    }.sorted { $0.speedUp.mean > $1.speedUp.mean }
    guard let best = rows.first, let worst = rows.last else { return nil }
    var csv = CSV(["model", "threads", "speed-up", "low", "high", "repetitions"])
    for row in rows {
      csv.add([
        row.curve.id, "\(row.threads)", CSV.number(row.speedUp.mean), CSV.number(row.speedUp.low),
        CSV.number(row.speedUp.high), "\(row.speedUp.values.count)",
      ])
    }
    func times(_ estimate: Estimate) -> String { Numbers.fixed(estimate.mean, 2) }
    var title =
      "\(Phrase.counted(best.threads, "thread")) make the \(best.curve.name) \(times(best.speedUp)) times as fast"
    if rows.count > 1 { title += ", the \(worst.curve.name) \(times(worst.speedUp)) times" }
    return Figure(
      id: "speed-up", title: title,
      description: "Time on one thread over time on all: "
        + rows.map { "\($0.curve.name) \(Self.withInterval($0.speedUp)) on \($0.threads)" }.joined(
          separator: ", ") + ".",
      caption: "Measured, one ring for each repetition. Threads share the batch, whatever the model."
        + (best.curve.record.setting.map {
          " A step has \($0.batchSize) sequences of \($0.batchLength) tokens, at width \($0.batchWidth)."
        } ?? ""),
      panels: [
        .init(
          "",
          DotPlot(
            x: Axis("time on one thread over time on all"),
            groups: [
              .init(
                "",
                rows.map { row in
                  DotPlot.Row(
                    row.curve.name, row.curve.style, row.speedUp, value: Self.withInterval(row.speedUp))
                },
                marks: [.init("no gain", 1, .dotted), .init("\(best.threads) threads", Double(best.threads), .whole)])
            ]))
      ], csv: csv)
  }
}

extension ParallelSection {
  /// Not "± 0.00" where repetitions hardly differ.
  fileprivate static func withInterval(_ estimate: Estimate) -> String {
    Numbers.withInterval(estimate, max(2, min(3, Numbers.decimals(for: estimate))))
  }
}
