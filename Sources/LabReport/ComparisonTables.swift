// The tables that a comparison prints in the terminal.

import Foundation
import LabResults

/// Text tables of a comparison's results.
public struct ComparisonTables {
  let results: ComparisonResults
  private let studies: [Table]
  private var legend: Legend { Legend(results) }

  /// Tables of what these results hold.
  /// - Parameter studies: Those of the studies, in order.
  package init(_ results: ComparisonResults, studies: [Table]) { (self.results, self.studies) = (results, studies) }

  /// A model at the head of a row.
  func name(_ id: String) -> String { legend.columnName(of: id) }

  /// The story of the report: losses, training, cost, what the studies found, and the claims.
  public var all: [Table] {
    [losses, pairs, rates, budgets, trainingCurves, costs].compactMap { $0 } + studies + [claims].compactMap { $0 }
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
        .init("floor", .dim), .init(Cells.number(floor), .dim), .init("0", .dim),
        .init(corpus.floors.blank.map(Cells.number) ?? "–", .dim),
      ])
    }
    if let left = corpus.floors.blankLeft {
      table.addRow([.init("floor, left side", .dim), "", "", .init(Cells.number(left), .dim)])
    }
    for model in results.models {
      let gap = model.aboveFloor?.mean
      table.addRow([
        .init(name(model.id), .accent), .init(model.nextToken.map(Cells.withInterval) ?? "–"),
        .init(gap.map { Numbers.signed($0, 3) } ?? "–"), .init(model.fillBlank.map(Cells.withInterval) ?? "stopped"),
        .init(model.fillBlankAccuracy.map { Cells.percent($0.mean) } ?? "–"),
      ])
    }
    for baseline in results.baselines.reversed() {
      let gap = corpus.floors.nextToken.map { Numbers.signed(baseline.nextToken - $0, 3) }
      table.addRow([
        .init(baseline.id, .dim), .init(Cells.number(baseline.nextToken), .dim), .init(gap ?? "–", .dim),
        .init(Cells.number(baseline.fillBlank), .dim),
      ])
    }
    return table
  }

  /// What twice the training gives; nil where every run had one budget.
  public var budgets: Table? {
    let models = results.models.compactMap { model in model.halfBudget.map { (model: model, half: $0) } }
    guard let steps = models.first?.half.steps else { return nil }
    var table = Table(
      title: "Loss in nats after \(Cells.grouped(steps)) and after \(Cells.grouped(results.protocol.plan.steps)) steps",
      columns: [
        .init("model"), .init("predicts"), .init("half", .right), .init("all", .right), .init("gain", .right),
      ])
    for (model, half) in models {
      let all = model.nextToken ?? model.fillBlank
      table.addRow([
        .init(name(model.id), .accent), .init(model.nextToken == nil ? "blanks" : "the next token", .dim),
        .init(Cells.withInterval(half.loss)), .init(all.map(Cells.withInterval) ?? "–"),
        .init(Cells.withInterval(half.gain)),
      ])
    }
    return table
  }

  /// Size, counted work and span, memory, and time.
  public var costs: Table {
    var table = Table(
      title: "Cost of training, work a token; body: parameters without embedding and head",
      columns: [
        .init("model"), .init("width", .right), .init("parameters", .right), .init("body", .right),
        .init("kFLOP", .right),
        .init("span", .right), .init("MiB", .right), .init("seconds", .right),
      ])
    for model in results.models {
      table.addRow([
        .init(name(model.id), .accent), .init("\(model.width)"), .init(Cells.grouped(model.parameters)),
        .init(Cells.grouped(model.bodyParameters)),
        .init(String(format: "%.0f", model.flopsPerToken / 1e3)), .init(Cells.grouped(model.span)),
        .init(String(format: "%.1f", Double(model.peakBytes) / 1_048_576)),
        .init(String(format: "%.1f", model.seconds)),
      ])
    }
    return table
  }
}
