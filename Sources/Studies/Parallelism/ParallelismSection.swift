// What can be done at the same time: work over span, and measured speed-up.

import LabReport
import LabResults

struct ParallelismSection {
  let record: ParallelismRecord
  let models: [Legend.Entry<ParallelismRecord.Model>]

  var section: PageSection? {
    PageSection(
      "parallel", "Work, span and speed-up",
      [workAndSpan.map { .figure($0) }, speedUp.map { .figure($0) }])
  }

  /// Work over span: how many operations could go on at once.
  private var workAndSpan: Figure? {
    let rows = models.filter { $0.part.span > 0 }.map { model in
      (model: model, ratio: Double(model.part.work) / Double(model.part.span))
    }.sorted { $0.ratio > $1.ratio }
    guard let most = rows.first, let least = rows.last else { return nil }
    var csv = CSV(["model", "work of a step", "span", "work over span"])
    for row in rows {
      csv.add([
        row.model.id, "\(row.model.part.work)", "\(row.model.part.span)", CSV.number(row.ratio),
      ])
    }
    func thousands(_ ratio: Double) -> String { Numbers.significant(ratio / 1e3) }
    let times = Numbers.significant(most.ratio / least.ratio, 2)
    return Figure(
      id: "work-over-span",
      title: rows.count > 1
        ? "A step of the \(most.model.name) leaves \(times) times as much to do at once as one of the \(least.model.name)"
        : "A step of the \(most.model.name) leaves \(thousands(most.ratio)) thousand operations to do at once",
      description: "Counted work over span, thousands of operations: "
        + rows.map { "\($0.model.name) \(thousands($0.ratio))" }.joined(separator: ", ") + ".",
      caption: "Counted work of a training step over its longest chain of dependent operations. " + step,
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
                    row.model.name, row.model.style, Estimate([row.ratio / 1e3]), value: thousands(row.ratio))
                })
            ]))
      ], csv: csv)
  }

  private var step: String {
    "A step has \(record.batch.text)."
  }

  private var speedUp: Figure? {
    let rows = models.compactMap { model in
      model.part.speedUp.flatMap { $0.ratios.isEmpty ? nil : (curve: model, speedUp: $0, threads: record.threads) }
    }.sorted { $0.speedUp.ratio > $1.speedUp.ratio }
    guard let first = rows.first else { return nil }
    var csv = CSV(["model", "threads", "speed-up", "low", "high", "repetitions"])
    for row in rows {
      csv.add([
        row.curve.id, "\(row.threads)", CSV.number(row.speedUp.ratio), CSV.number(row.speedUp.low),
        CSV.number(row.speedUp.high), "\(row.speedUp.ratios.count)",
      ])
    }
    func times(_ comparison: TimingComparison) -> String { Numbers.fixed(comparison.ratio, 2) }
    // What other work disturbed is shown, and marked, but decides no title.
    let calm = rows.filter { !$0.speedUp.isDisturbed }
    let threads = Phrase.counted(first.threads, "thread")
    var title = "How much faster \(threads) are than one cannot be told: other work disturbed all \(rows.count) timings"
    if let best = calm.first, let worst = calm.last {
      title = "\(threads) make the \(best.curve.name) \(times(best.speedUp)) times as fast"
      if calm.count > 1 { title += ", the \(worst.curve.name) \(times(worst.speedUp)) times" }
      if calm.count < rows.count { title += "; \(Phrase.counted(rows.count - calm.count, "other timing")) disturbed" }
    }
    return Figure(
      id: "speed-up", title: title,
      description: "Time on one thread over time on all: "
        + rows.map { "\($0.curve.name) \(ParallelismStudy.text($0.speedUp)) on \($0.threads)" }.joined(
          separator: ", ") + ".",
      caption: "Measured, one ring for each repetition. Threads share the batch, whatever the model. " + step,
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
                    row.curve.name, row.curve.style, Estimate(row.speedUp.ratios, scale: .positive),
                    value: ParallelismStudy.text(row.speedUp))
                },
                marks: [.init("no gain", 1, .dotted), .init("\(first.threads) threads", Double(first.threads), .whole)])
            ]))
      ], csv: csv)
  }
}
