// Right answers by distance of two runs side by side.

import LabReport
import LabResults

struct DistancePairSection {
  let first, second: DistanceRecord
  let pair: RunPair

  var section: PageSection? {
    PageSection(
      "distance", "Accuracy by distance", [distanceFigure.map { .figure($0) }],
      folded: [PageSection.table(distances)])
  }

  /// Right answers of both at one range of distances.
  private struct DistancePair {
    let id: String
    let from, to: Int
    let first, second: Estimate

    var change: Double { second.mean - first.mean }
  }

  private func groups(_ record: DistanceRecord) -> [DistanceRecord.Group] { first.purest.map(record.groups) ?? [] }

  private var distancePairs: [DistancePair] {
    pair.legend.ids.flatMap { id in
      groups(first).compactMap { group in
        let other = groups(second).first { $0.from == group.from && $0.to == group.to }
        return group.models[id].flatMap { a in
          other?.models[id].map { DistancePair(id: id, from: group.from, to: group.to, first: a, second: $0) }
        }
      }
    }
  }

  private var distances: HTMLTable {
    var table = HTMLTable(
      "Right answers, % of the tokens that an earlier one settles",
      [
        .text("model"), .number("distance"), .number(self.pair.first), .number(self.pair.second),
        .number("difference, points"),
      ])
    for pair in distancePairs {
      table.add([
        self.pair.legend.name(of: pair.id), "\(pair.from)–\(pair.to)", Numbers.percent(pair.first.mean, 1),
        Numbers.percent(pair.second.mean, 1), self.pair.difference(pair.first, pair.second, scale: 100, decimals: 1),
      ])
    }
    return table
  }

  private var distanceFigure: Figure? {
    let pairs = distancePairs
    guard let most = pairs.filter(\.change.isFinite).max(by: { abs($0.change) < abs($1.change) }) else { return nil }
    var csv = CSV(["model", "from", "to", "run", "accuracy", "low", "high"])
    var ids: [String] = []
    for pair in pairs {
      if !ids.contains(pair.id) { ids.append(pair.id) }
      for (name, value) in [(self.pair.first, pair.first), (self.pair.second, pair.second)] {
        csv.add([
          pair.id, "\(pair.from)", "\(pair.to)", name, CSV.number(value.mean), CSV.number(value.low),
          CSV.number(value.high),
        ])
      }
    }
    return Figure(
      id: "accuracies-by-distance",
      title: abs(most.change) < 0.0005
        ? "At no distance do the shares of right answers differ"
        : "Right answers changed most in the \(self.pair.legend.name(of: most.id)), \(most.from)–\(most.to) tokens back: from "
          + "\(Numbers.percent(most.first.mean)) to \(Numbers.percent(most.second.mean))",
      description: pairs.map { pair in
        "\(self.pair.legend.name(of: pair.id)), \(pair.from)–\(pair.to) back: \(Numbers.percent(pair.first.mean)) and "
          + "\(Numbers.percent(pair.second.mean))."
      }.joined(separator: " "),
      panels: ids.map { id in .init(self.pair.legend.name(of: id), chart(pairs.filter { $0.id == id })) }, csv: csv)
  }

  private func chart(_ pairs: [DistancePair]) -> LineChart {
    func series(_ name: String, _ index: Int, _ value: (DistancePair) -> Estimate) -> LineChart.Series {
      let points = pairs.enumerated().map { place, pair in
        LineChart.Point(
          Double(place), value(pair),
          text: "\(name), \(pair.from)–\(pair.to) back: \(Numbers.percent(value(pair).mean, 1))")
      }
      return LineChart.Series(name, SeriesStyle(index), points)
    }
    return LineChart(
      x: Axis("distance to the answer, tokens", .categories(pairs.map { "\($0.from)–\($0.to)" })),
      y: Axis("right answers, % of tokens", includes: [0, 1], isPercent: true),
      series: [series(self.pair.first, 0) { $0.first }, series(self.pair.second, 1) { $0.second }], intervals: .bars)
  }
}
