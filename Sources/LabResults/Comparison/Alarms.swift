// What a reader of a comparison must be told beside the numbers.

import Foundation

/// What a reader must be warned of.
public enum Alarms {
  /// Warnings about one model: it stopped, or it did better than possible, which only a leak explains.
  public static func check(
    _ model: ComparisonResults.ModelRecord, corpus: ComparisonResults.CorpusRecord
  ) -> [String] {
    var alarms = model.failures.map { "\(model.id) stopped: \($0)" }
    let checks = [
      ("next-token loss", model.nextToken, corpus.floors.nextToken),
      ("loss on blanks", model.fillBlank, model.seesBothSides ? corpus.floors.blank : corpus.floors.blankLeft),
    ]
    for (name, estimate, floor) in checks {
      guard let estimate, let floor, isBelow(estimate, floor: floor) else { continue }
      alarms.append(
        "\(model.id): its \(name), \(rounded(estimate.mean)), is below the floor of \(rounded(floor)) nats: it sees "
          + "what it should predict")
    }
    return alarms
  }

  /// A warning about a model whose best learning rate lies at the edge of those tried: a better one may lie beyond.
  public static func check(_ model: String, _ search: ComparisonResults.SearchRecord?) -> [String] {
    let rates = search?.rateTrials.map(\.settings.learningRate) ?? []
    guard let search, search.isAtEdge, let best = search.best?.learningRate, let least = rates.first,
      let largest = rates.last
    else { return [] }
    let start = "\(model): its best learning rate, \(best), is the "
    guard least < largest else { return [start + "only one that was tried: give several with --learning-rates"] }
    let (edge, wider) = best == least ? ("least", "smaller") : ("largest", "larger")
    return [start + "\(edge) of those tried (\(least) to \(largest)): try \(wider) ones with --learning-rates"]
  }

  /// Whether a loss lies below a floor by more than its interval. The floor is computed on the very targets that the loss is, so
  /// that only chance correlation lets an honest model go below; a hundredth of a nat covers that where one seed has no interval.
  static func isBelow(_ estimate: Estimate, floor: Double) -> Bool { (estimate.high ?? estimate.mean + 0.01) < floor }

  private static func rounded(_ value: Double) -> String { String(format: "%.3f", value) }
}
