// The tables that a comparison prints in the terminal.

import Foundation
import LabKit
import LabResults

/// Text tables of a comparison's results.
public struct ComparisonTables {
  let results: ComparisonResults

  /// Tables of what these results hold.
  public init(_ results: ComparisonResults) { self.results = results }

  /// The story of the report: losses, training, cost, distances, gradients, contexts, tasks, complexity, and the claims.
  ///
  /// What was not measured is left out.
  public var all: [Table] {
    [
      losses, pairs, trainingCurves, costs, distances, gradientFlow, flowCurves, contexts, probes, positionEncodings,
      growth,
    ]
    .compactMap { $0 } + [scaling, generation, claims].compactMap { $0 }
  }

  /// All tables as text, one below the other.
  /// - Parameters:
  ///   - width: The columns of the terminal.
  ///   - style: The colours.
  public func text(width: Int = 80, style: Style = .plain) -> String {
    all.map { $0.text(width: width, style: style) }.joined(separator: "\n")
  }

  /// Next-token loss, its distance to the floor, and how blanks were filled.
  public var losses: Table {
    let corpus = results.corpus
    var table = Table(
      title: "Test loss in nats per token",
      columns: [
        .init("model"), .init("next token", .right), .init("above floor", .right), .init("blank", .right),
        .init("blanks right", .right),
      ])
    if let floor = corpus.floors.nextToken {
      table.addRow([
        .init("floor", .dim), .init(Self.number(floor), .dim), .init("0", .dim),
        .init(corpus.floors.blank.map(Self.number) ?? "–", .dim),
      ])
    }
    if let left = corpus.floors.blankLeft {
      table.addRow([.init("floor, left side", .dim), "", "", .init(Self.number(left), .dim)])
    }
    for model in results.models {
      let gap = model.nextToken.flatMap { loss in corpus.floors.nextToken.map { loss.mean - $0 } }
      table.addRow([
        .init(name(model.id), .accent), .init(model.nextToken.map(Self.withInterval) ?? "–"),
        .init(gap.map { Numbers.signed($0, 3) } ?? "–"), .init(model.fillBlank.map(Self.withInterval) ?? "stopped"),
        .init(model.fillBlankAccuracy.map { Self.percent($0.mean) } ?? "–"),
      ])
    }
    for baseline in results.baselines.reversed() {
      let gap = corpus.floors.nextToken.map { Numbers.signed(baseline.nextToken - $0, 3) }
      table.addRow([
        .init(baseline.id, .dim), .init(Self.number(baseline.nextToken), .dim), .init(gap ?? "–", .dim),
        .init(Self.number(baseline.fillBlank), .dim),
      ])
    }
    return table
  }

  /// Size, counted work and span, memory, and time.
  public var costs: Table {
    var table = Table(
      title: "Cost of training",
      columns: [
        .init("model"), .init("width", .right), .init("parameters", .right), .init("kFLOP/token", .right),
        .init("span", .right), .init("peak MiB", .right), .init("seconds", .right),
      ])
    for model in results.models {
      table.addRow([
        .init(name(model.id), .accent), .init("\(model.width)"), .init(Self.grouped(model.parameters)),
        .init(String(format: "%.0f", model.flopsPerToken / 1e3)), .init(Self.grouped(model.span)),
        .init(String(format: "%.1f", Double(model.peakBytes) / 1_048_576)),
        .init(String(format: "%.1f", model.seconds)),
      ])
    }
    return table
  }

  /// The share of right answers by how far back the answer lies; nil where the corpus has no such tokens.
  public var distances: Table? {
    let models = results.models.filter { !$0.accuracyByDistance.isEmpty }
    guard let first = models.first else { return nil }
    var table = Table(
      title: "Right answers where one is settled by an earlier word, by distance in tokens",
      columns: [.init("distance"), .init("tokens", .right)] + models.map { .init(name($0.id), .right) })
    for (index, group) in first.accuracyByDistance.enumerated() where group.kind == "all" {
      table.addRow(
        [.init("\(group.from)–\(group.to)"), .init(Self.grouped(group.count), .dim)]
          + models.map { .init(Self.percent($0.accuracyByDistance[index].accuracy.mean)) })
    }
    let curves = models.map { model in
      TextPlot.sparkline(model.accuracyByDistance.filter { $0.kind == "all" }.map(\.accuracy.mean), range: 0...1)
    }
    if table.rows.count > 1 { table.addRow([.init("0–100 %", .dim), ""] + curves.map { .init($0) }) }
    return table
  }

  static func number(_ value: Double) -> String { String(format: "%.3f", value) }
  static func percent(_ value: Double) -> String { String(format: "%.1f %%", value * 100) }
  static func wholePercent(_ value: Double) -> String { String(format: "%.0f %%", value * 100) }

  /// A model's identifier; or its name, if that alone is short enough for five of them to head columns side by side.
  func name(_ id: String) -> String {
    id.count <= 14 ? id : TextWidth.cut(results.names[id]?.lowercased() ?? id, to: 14)
  }

  /// A mean, and half its interval where there is one.
  static func withInterval(_ estimate: Estimate) -> String {
    number(estimate.mean) + halfInterval(estimate, "%.3f")
  }

  /// " ±0.02", where there is an interval.
  static func halfInterval(_ estimate: Estimate, _ format: String) -> String {
    estimate.high.map { " ±" + String(format: format, $0 - estimate.mean) } ?? ""
  }

  /// Digits in groups of three, with narrow spaces.
  private static func grouped(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append("\u{202F}") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
