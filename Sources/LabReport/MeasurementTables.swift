// What was measured beside losses: tasks with a set distance, and position encodings.

import LabKit

extension ComparisonTables {
  /// The scores on tasks with a set distance beside chance, a short memory and an oracle; nil where there are none.
  public var probes: Table? {
    let models = results.models.filter { !$0.probes.isEmpty }
    var tasks: [ProbeRecord] = []
    for record in models.flatMap(\.probes) where !tasks.contains(where: { Self.isSameTask($0, record) }) {
      tasks.append(record)
    }
    guard !tasks.isEmpty else { return nil }
    let errors = tasks.filter { $0.metric != "accuracy" }
    let errorNames = errors.map(\.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    var table = Table(
      title: "Probe tasks over a distance: right answers"
        + (errors.first.map { "; for \(Phrase.list(errorNames)), \($0.metric)" } ?? ""),
      columns: [.init("task"), .init("over", .right)] + models.map { .init(name($0.id), .right) }
        + ["chance", "window", "oracle"].map { .init($0, .right) })
    for task in tasks {
      let scores = models.map { model -> Table.Cell in
        guard let record = model.probes.first(where: { Self.isSameTask($0, task) }) else { return "–" }
        let reached = (record.score.mean - record.chance) / (record.oracle - record.chance)
        return .init(Self.score(record.score.mean, record), reached >= 0.9 ? .good : nil)
      }
      table.addRow(
        [.init(task.id, .accent), .init("\(task.distance)", .dim)] + scores
          + [task.chance, task.shortWindow, task.oracle].map { .init(Self.score($0, task), .dim) })
    }
    return table
  }

  /// How position encodings tell word orders apart, a column for each model; nil where it was not measured.
  public var positionEncodings: Table? {
    guard let first = results.positions.first else { return nil }
    func names(_ name: (PositionRecord) -> String) -> [String] {
      results.positions.map(name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    let models = names(\.model)
    var table = Table(
      title: "Word order by positions: right at \(first.trainedLength) tokens → at \(first.testedLength), "
        + "never seen (guess: \(Self.wholePercent(first.chance)))",
      columns: [.init("positions")] + models.map { .init(name($0), .right) })
    for positions in names(\.positions) {
      let cells = models.map { model -> Table.Cell in
        guard let record = results.positions.first(where: { $0.model == model && $0.positions == positions }) else {
          return "–"
        }
        let beyond = record.beyondLength.map { Self.wholePercent($0.mean) } ?? "–"
        return .init(Self.wholePercent(record.accuracy.mean) + " →" + Self.padded(beyond, to: 6))
      }
      table.addRow([.init(positions, .accent)] + cells)
    }
    return table
  }

  private static func isSameTask(_ a: ProbeRecord, _ b: ProbeRecord) -> Bool {
    a.id == b.id && a.distance == b.distance
  }

  private static func score(_ value: Double, _ record: ProbeRecord) -> String {
    record.metric == "accuracy" ? wholePercent(value) : value == 0 ? "0" : short(value)
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextWidth.columns(text))) + text
  }
}
