// Which of two models is better, for the terminal.

import Foundation
import LabKit

extension ComparisonTables {
  /// Each pair of models, the better first: by how much, and how surely; nil where there is no pair.
  public var pairs: Table? {
    guard !results.pairs.isEmpty else { return nil }
    var table = Table(
      title: "Which is better: by how many nats, and in which share of paired seeds",
      columns: [.init("score"), .init("better"), .init("than"), .init("by", .right), .init("P(better)", .right)])
    for pair in results.pairs {
      let (difference, wins) = (pair.difference, pair.firstIsBetter)
      table.addRow([
        .init(pair.score == .nextToken ? "next token" : "blank", .dim), .init(name(pair.first), .accent),
        .init(name(pair.second)),
        .init(Self.withInterval(difference)),
        .init(String(format: "%.0f %% (%.0f–%.0f)", wins.share * 100, wins.low * 100, wins.high * 100)),
      ])
    }
    return table
  }
}
