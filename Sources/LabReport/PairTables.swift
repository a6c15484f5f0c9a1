// Which of two models is better, for the terminal.

import Foundation
import LabResults

extension ComparisonTables {
  /// Each pair of models, the better first: by how much, and how surely; nil where there is no pair.
  public var pairs: Table? {
    guard !results.pairs.isEmpty else { return nil }
    var table = Table(
      title: "Which is better: by how many nats, and in how many seeds",
      columns: [
        .init("score"), .init("better"), .init("than"), .init("by", .right), .init("in", .right),
        .init("told apart", .right),
      ])
    for pair in results.pairs {
      let (difference, wins) = (pair.difference, pair.firstIsBetter)
      table.addRow([
        .init(pair.score == .nextToken ? "next token" : "blank", .dim), .init(name(pair.first), .accent),
        .init(name(pair.second)),
        .init(Cells.withInterval(difference)),
        .init(wins.text), .init(pair.isTold ? "yes" : "no", pair.isTold ? nil : .dim),
      ])
    }
    return table
  }
}
