// Two runs side by side: what they and their models are called, and how their numbers differ.

import LabResults

/// Two comparisons.
package struct RunPair {
  /// What the runs are called where there is little room, and in full.
  package let first, second, firstInFull, secondInFull: String
  /// The models of both, in the first's order, named as there.
  package let legend: Legend
  /// Whether runs with the same seed had the same data, so that their difference is worth more than that of means.
  package let arePaired: Bool

  init(_ first: RunPairReport.Named, _ second: RunPairReport.Named) {
    let names = RunNames(first, second)
    (self.first, self.second) = (names.short[0], names.short[1])
    (firstInFull, secondInFull) = (names.full[0], names.full[1])
    let (a, b) = (first.results, second.results)
    let ids = a.models.map(\.id)
    legend = Legend(
      ids + b.models.map(\.id).filter { !ids.contains($0) }, names: a.names.merging(b.names) { name, _ in name })
    arePaired = a.corpus.sha256 == b.corpus.sha256 && a.protocol.seeds == b.protocol.seeds
  }

  /// A difference of two estimates, with its interval where the seeds are the same.
  package func difference(_ first: Estimate?, _ second: Estimate?, scale: Double = 1, decimals: Int = 3) -> String {
    guard let first, let second else { return Numbers.none }
    let change = Numbers.signed((second.mean - first.mean) * scale, decimals)
    guard arePaired, first.values.count == second.values.count, first.values.count > 1,
      let interval = Statistics.pairedDifference(second.values, first.values).interval
    else { return change }
    return change + " ±\u{202F}" + Numbers.fixed((interval.high - interval.low) / 2 * scale, decimals)
  }
}
