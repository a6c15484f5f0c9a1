// Work, memory and time over lengths, with the formulas that were fitted to them.

import Foundation
import LabReport
import LabResults

struct ComplexitySection {
  let models: [Legend.Entry<ComplexityRecord>]

  var section: PageSection? {
    let curves = models.map(CostCurve.init).filter { !$0.record.points.isEmpty }
    guard !curves.isEmpty else { return nil }
    let fits = ComplexityFits(curves: curves)
    return PageSection(
      "complexity", "Complexity",
      [.figure(work(curves))],
      folded: [
        .figure(memory(curves)), SpanFigure(curves: curves).figure.map { .figure($0) },
        time(curves).map { .figure($0) }, PageSection.paragraph(Self.grid(curves)), PageSection.table(fits.table),
        fits.words,
      ])
  }

  /// What was measured at: "lengths n = 32, 64 and 128 tokens, …".
  private static func grid(_ curves: [CostCurve]) -> String {
    func list(_ extent: KeyPath<ComplexityRecord.Point, Int>, _ points: [ComplexityRecord.Point]) -> String {
      Phrase.list(Set(points.map { $0[keyPath: extent] }).sorted().map(Numbers.count))
    }
    let points = curves.flatMap(\.record.points)
    var text = "The grid: lengths n = \(list(\.length, points)) tokens, widths d = \(list(\.width, points))"
    if let setting = curves.compactMap(\.record.setting).first {
      text +=
        ", networks of \(Phrase.counted(setting.layers, "layer")) and \(Phrase.counted(setting.heads, "head")) of attention, "
        + "steps of \(Phrase.counted(setting.sequences, "sequence")), a vocabulary of \(Numbers.count(setting.vocabulary)) "
        + "tokens, the same for all lengths, so that the output layer's work is a part of the n·d terms"
    }
    let timed = points.filter { $0.milliseconds != nil }
    if !timed.isEmpty, timed.count < points.count {
      text += "; time at n = \(list(\.length, timed)) and d = \(list(\.width, timed)) alone"
    }
    return text + "."
  }

  /// How much a quantity grows as the length doubles, at the end of the grid.
  private func growth(_ curve: CostCurve, _ value: (ComplexityRecord.Point) -> Double) -> Double? {
    let points = curve.points().suffix(2)
    guard let first = points.first, let last = points.last, last.length > first.length, value(first) > 0 else {
      return nil
    }
    return pow(value(last) / value(first), log(2) / log(Double(last.length) / Double(first.length)))
  }

  private func work(_ curves: [CostCurve]) -> Figure {
    let growths = curves.compactMap { curve in
      growth(curve) { Double($0.mixerWork) }.map { (name: curve.name, factor: $0) }
    }.sorted { $0.factor > $1.factor }
    var title = "Work by length"
    if let most = growths.first, let least = growths.last {
      title = "Twice the length takes the \(most.name)'s mixer \(Numbers.fixed(most.factor, 1)) times the work"
      if growths.count > 1 { title += ", the \(least.name)'s \(Numbers.fixed(least.factor, 1)) times" }
    }
    let crossovers = curves.compactMap { curve in
      curve.record.crossover.map {
        " In the \(curve.name), the n²·d terms outgrow the n·d² terms from n = \(Numbers.significant($0, 2))·d on."
      }
    }
    return Figure(
      id: "work", title: title, description: words(curves, "Mixer work", AxisUnit.operations) { Double($0.mixerWork) },
      caption:
        "The mixer is the recurrence, or attention's products and softmax; a step is all of forward and backward. "
        + "Thin lines are fits. Width d = \(Phrase.list(Set(curves.map(\.width)).sorted().map(String.init)))."
        + crossovers.joined(),
      panels: [
        .init("the sequence mixer alone, forward", CostQuantity.mixer.chart(curves)),
        .init("a whole training step", CostQuantity.work.chart(curves)),
      ], csv: csv(curves))
  }

  private func memory(_ curves: [CostCurve]) -> Figure {
    var title = "Memory by length"
    let plain = curves.compactMap { curve -> (CostCurve, ComplexityRecord.Point, ComplexityRecord.Point)? in
      let blockwise = curve.points()
      return curve.points(curve.record.plainAttentionPoints).reversed().lazy
        .compactMap { point in blockwise.first { $0.length == point.length }.map { (curve, point, $0) } }.first
    }.first
    if let (curve, plain, blockwise) = plain {
      title =
        "At \(Numbers.count(plain.length)) tokens, the \(curve.name) holds \(Numbers.bytes(Double(plain.peakBytes))) with the "
        + "n×n matrix in memory, and \(Numbers.bytes(Double(blockwise.peakBytes))) without it"
    } else if let most = curves.max(by: { ($0.points().last?.peakBytes ?? 0) < ($1.points().last?.peakBytes ?? 0) }),
      let point = most.points().last
    {
      title =
        "The \(most.name) holds most, \(Numbers.bytes(Double(point.peakBytes))) at \(Numbers.count(point.length)) tokens"
    }
    return Figure(
      id: "memory", title: title, description: words(curves, "Peak memory", AxisUnit.bytes) { Double($0.peakBytes) },
      caption:
        "The most bytes of values and gradients alive at once in a training step. Attention works block by block, but for the "
        + "curve named n×n, which keeps the whole matrix.",
      panels: [.init("", CostQuantity.memory.chart(curves, plain: true))], csv: csv(curves))
  }

  /// Time against counted work: one line would mean that counting is enough.
  private func time(_ curves: [CostCurve]) -> Figure? {
    let timed = curves.filter { $0.record.points.contains { ($0.milliseconds ?? 0) > 0 } }
    guard !timed.isEmpty else { return nil }
    let largest = timed.flatMap(\.record.points).map { Double($0.work) }.max() ?? 1
    let unit = AxisUnit.operations(upTo: largest)
    let rates = timed.compactMap { curve -> (name: String, rate: Double)? in
      let points = curve.record.points.filter { ($0.milliseconds ?? 0) > 0 }
      return points.max { $0.work < $1.work }.flatMap { point in
        point.milliseconds.map { (curve.name, Double(point.work) / $0 / 1e6) }
      }
    }.sorted { $0.rate > $1.rate }
    let words = rates.map { "\($0.name) \(Numbers.significant($0.rate, 2))" }
    let series = timed.map { curve in
      let points = curve.record.points.sorted { $0.work < $1.work }.compactMap { point -> LineChart.Point? in
        guard let time = point.milliseconds else { return nil }
        let work = Numbers.significant(Double(point.work) / unit.size)
        return LineChart.Point(
          Double(point.work) / unit.size, time,
          text: "\(curve.name), n = \(point.length), d = \(point.width): \(work)\u{202F}\(unit.name) in "
            + "\(Numbers.significant(time))\u{202F}ms")
      }
      return LineChart.Series(curve.name, curve.style, points, hasLine: false)
    }
    return Figure(
      id: "time-and-work",
      title:
        "In its largest step, one thread does \(Phrase.list(rates.map { "\(Numbers.significant($0.rate, 2)) GFLOP/s in the \($0.name)" }))",
      description: "Median time of a training step against its counted work. Rates at the largest: "
        + words.joined(separator: ", ") + " GFLOP/s.",
      caption: "A point for each length and width. Points that lie lower for the same work use the machine better.",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("counted work of a step, \(unit.name)", .logarithmic),
            y: Axis("median time of a step, ms", .logarithmic), series: series))
      ], csv: csv(timed))
  }

  private func words(
    _ curves: [CostCurve], _ what: String, _ unit: (Double) -> AxisUnit, _ value: (ComplexityRecord.Point) -> Double
  ) -> String {
    "\(what) by length. "
      + curves.compactMap { curve in
        guard let first = curve.points().first, let last = curve.points().last else { return nil }
        func text(_ point: ComplexityRecord.Point) -> String {
          let unit = unit(value(point))
          return "\(Numbers.significant(value(point) / unit.size)) \(unit.name) at n = \(point.length)"
        }
        return "\(curve.name): \(text(first)), \(text(last))."
      }.joined(separator: " ")
  }

  private func csv(_ curves: [CostCurve]) -> CSV {
    var csv = CSV([
      "model", "attention", "length", "width", "mixer work", "work", "span", "peak bytes", "milliseconds",
    ])
    for curve in curves {
      let kinds = [("", curve.record.points), ("plain", curve.record.plainAttentionPoints)]
      for (kind, points) in kinds {
        for point in points {
          csv.add([
            curve.id, kind, "\(point.length)", "\(point.width)", "\(point.mixerWork)", "\(point.work)", "\(point.span)",
            "\(point.peakBytes)", CSV.number(point.milliseconds),
          ])
        }
      }
    }
    return csv
  }
}
