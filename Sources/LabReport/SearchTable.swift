// What learning rates gave in a search, for the terminal.

import LabResults

extension ComparisonTables {
  /// The validation loss by learning rate, and the rate that was chosen, of each model that was searched for; nil where
  /// none was.
  ///
  /// Rates that only some models were tried with, halfway to a neighbour of their best one, are left out.
  public var rates: Table? {
    let searched = results.models.compactMap { model in
      results.protocol.searches[model.id].flatMap { $0.trials.isEmpty ? nil : (id: model.id, record: $0) }
    }
    let tried = searched.map { Set($0.record.rateTrials.map(\.settings.learningRate)) }
    guard let first = tried.first else { return nil }
    let common = tried.reduce(first) { $0.intersection($1) }.sorted()
    var table = Table(
      title: "Learning rates: validation loss in nats by rate, and the best",
      columns: [.init("model")] + common.map { .init("\($0)", .right) } + [.init("best", .right)])
    for (id, record) in searched {
      let losses = common.map { rate in
        let trial = record.rateTrials.first { $0.settings.learningRate == rate }
        return Table.Cell(
          trial?.meanLoss.map(Cells.number) ?? "failed", record.chosen.learningRate == rate ? .strong : nil)
      }
      table.addRow([.init(name(id), .accent)] + losses + [.init("\(record.chosen.learningRate)")])
    }
    return table
  }
}
