// How much attention goes to what settles the next token, for the terminal.

import LabReport
import LabResults

struct InsideTable {
  let study: InsideStudy.Record
  let legend: Legend

  /// A row for each head; nil without attention, or where nothing is known to settle a token.
  var table: Table? {
    var table = Table(
      title: "Attention in % on the token that settles the next, by head; even: on all alike",
      columns: [.init("model")]
        + ["layer", "head", "attention", "even", "times even"].map { .init($0, .right) })
    for model in legend.ordered(study.models) {
      for head in model.part.sources {
        let even = study.windows.evenShare(isCausal: head.isCausal)
        table.addRow([
          .init(legend.columnName(of: model.id), .accent), .init("\(head.layer)"), .init("\(head.head)"),
          .init(Numbers.fixed(head.share * 100, 1)), .init(Numbers.fixed(even * 100, 1), .dim),
          .init(Numbers.fixed(head.share / even, 1)),
        ])
      }
    }
    return table.rows.isEmpty ? nil : table
  }
}

extension InsideWindows {
  /// What goes to each token of a window if all get alike. A model that fills blanks predicts from the blank, which is
  /// one token more.
  func evenShare(isCausal: Bool) -> Double { 1 / Double(length + (isCausal ? 0 : 1)) }
}
