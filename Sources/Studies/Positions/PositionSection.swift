// How position encodings tell word orders apart.

import LabReport
import LabResults

struct PositionSection {
  let records: [PositionRecord]
  let legend: Legend

  var section: PageSection? {
    guard let first = records.first else { return nil }
    var table = HTMLTable(
      "Right answers to who did it, trained on \(first.trainedLength) tokens; a guess is right in "
        + Numbers.percent(first.chance),
      [
        .text("model"), .text("positions"), .number("as long as in training"),
        .number("\(first.testedLength) tokens"), .number("seeds"),
      ])
    for record in records {
      table.add([
        legend.name(of: record.model), record.positions, Self.percent(record.accuracy),
        record.beyondLength.map(Self.percent) ?? "cannot read them", "\(record.accuracy.values.count)",
      ])
    }
    return PageSection("positions", "Position encodings on word order", [.markup(table.html)])
  }

  /// A share with its interval.
  private static func percent(_ estimate: Estimate) -> String {
    guard let low = estimate.low, let high = estimate.high else { return Numbers.percent(estimate.mean) }
    return Numbers.percent(estimate.mean)
      + " (\(Numbers.fixed(max(0, low) * 100, 0)) to \(Numbers.fixed(min(1, high) * 100, 0)))"
  }
}
