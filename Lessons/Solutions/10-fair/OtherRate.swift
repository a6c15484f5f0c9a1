// Exercise 10b another way: all that can be chosen is listed, and the list is sorted.

import Fair

enum OtherRate: RateChoice {
  private struct Candidate {
    let rate: Double
    let look: Int
    let validation, test: Double
  }

  static func choice(for model: String, from trials: [Trial]) -> Choice? {
    let ratesByModel = Dictionary(grouping: trials, by: \.model).values.map { Set($0.map(\.rate)) }
    let common = ratesByModel.reduce(ratesByModel.first ?? []) { $0.intersection($1) }
    var candidates: [Candidate] = []
    for (rate, runs) in Dictionary(grouping: trials.filter { $0.model == model }, by: \.rate) {
      // One loss that is not a number makes a sum none.
      let all = runs.flatMap(\.validation).reduce(0, +)
      guard common.contains(rate), all.isFinite else { continue }
      for look in runs[0].validation.indices {
        // Sums in place of means: behind each stand as many seeds.
        let validation = runs.map { $0.validation[look] }.reduce(0, +)
        let test = runs.map { $0.test[look] }.reduce(0, +)
        candidates.append(
          Candidate(rate: rate, look: look, validation: validation, test: test / Double(runs.count)))
      }
    }
    candidates.sort { $0.validation < $1.validation }
    return candidates.first.map { best in
      let isInside = common.contains { $0 < best.rate } && common.contains { $0 > best.rate }
      return Choice(rate: best.rate, look: best.look, loss: best.test, isAtEdge: !isInside)
    }
  }
}
