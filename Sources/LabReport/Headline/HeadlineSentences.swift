// The sentences of a comparison's headline that need no study.

import LabResults

/// Sentences made from a comparison's numbers.
struct HeadlineSentences {
  let results: ComparisonResults
  let legend: Legend

  private typealias Model = ComparisonResults.ModelRecord
  private typealias Score = ComparisonResults.PairRecord.Score

  // MARK: How good

  /// Who is nearest to perfect, and by how much; nil where no run came to its end.
  var losses: String? {
    let score = results.models.contains { $0.nextToken != nil } ? Score.nextToken : .fillBlank
    func loss(_ model: Model) -> Estimate? { score == .nextToken ? model.nextToken : model.fillBlank }
    let scored = results.models.filter { loss($0)?.mean.isFinite == true }
    guard let best = scored.min(by: { (loss($0)?.mean ?? 0) < (loss($1)?.mean ?? 0) }), let least = loss(best) else {
      return nil
    }
    let others = scored.filter { $0.id != best.id }
    let place = place(of: best, least, score)
    if results.isOneSeed {
      let rest = others.compactMap { other in loss(other).map { (other, Numbers.signed($0.mean - least.mean, 3)) } }
      let list = rest.map { "\(the($0.0.id)) \($0.1)" }.joined(separator: ", ")
      return place + (list.isEmpty ? "." : "; \(list). One seed cannot tell them apart.")
    }
    return place + apart(best, score) + "."
  }

  /// Where the best is, beside what is the least possible or, of a text, beside the n-gram model.
  private func place(of best: Model, _ loss: Estimate, _ score: Score) -> String {
    let name = the(best.id)
    guard score == .nextToken else { return "Best at blanks is \(name), at \(Self.interval(loss)) nats a blank" }
    if let above = best.aboveFloor {
      return "Nearest to perfect is \(name), \(Self.interval(above)) nats a token above the floor, the least possible"
    }
    guard let baseline = results.baselines.min(by: { $0.nextToken < $1.nextToken }) else {
      return "Best is \(name), at \(Self.interval(loss)) nats a token"
    }
    let line = "the \(baseline.id) (\(Numbers.fixed(baseline.nextToken, 3)))"
    let start = "Best is \(name), at \(Self.interval(loss)) nats a token"
    guard let low = loss.low, let high = loss.high else { return start + ", beside " + line }
    if high < baseline.nextToken { return start + ", better than " + line }
    return start + (low > baseline.nextToken ? ", worse than " : ", not told apart from ") + line
  }

  /// From whom the best is told apart, judged together with all pairs and by the interval of their difference, and from whom not.
  private func apart(_ best: Model, _ score: Score) -> String {
    let pairs = results.pairs.filter { $0.score == score && $0.first == best.id && $0.difference.interval != nil }
    func list(_ pairs: [ComparisonResults.PairRecord]) -> String {
      pairs.map { "\(the($0.second)) (by \(Self.interval($0.difference)))" }.joined(separator: " and ")
    }
    func isAhead(_ pair: ComparisonResults.PairRecord) -> Bool { pair.isTold && (pair.difference.low ?? 0) > 0 }
    let (ahead, level) = (pairs.filter(isAhead), pairs.filter { !isAhead($0) })
    return (ahead.isEmpty ? "" : ", ahead of " + list(ahead))
      + (level.isEmpty ? "" : ", not told apart from " + list(level))
  }

  // MARK: What it cost

  /// Work and the longest chain, counted, and seconds; nil without a model.
  var cost: String? {
    guard !results.models.isEmpty else { return nil }
    let timed = results.models.filter { $0.fillBlank != nil && $0.seconds > 0 }
    return "A token of training costs " + range(results.models, "kFLOP") { Numbers.fixed($0.flopsPerToken / 1e3, 0) }
      + "; the longest chain of a step has " + range(results.models, "operations") { Cells.grouped($0.span) }
      + (timed.isEmpty
        ? "." : "; a run took " + range(timed, "s") { Numbers.fixed($0.seconds, $0.seconds < 10 ? 1 : 0) } + ".")
  }

  /// From the least to the largest, each with its model: "765 (LSTM) to 1086 kFLOP (Transformer)".
  private func range(_ models: [Model], _ unit: String, _ text: (Model) -> String) -> String {
    func value(_ model: Model) -> Double { Double(text(model).filter { $0.isNumber || $0 == "." }) ?? 0 }
    guard let least = models.min(by: { value($0) < value($1) }), let most = models.max(by: { value($0) < value($1) }),
      value(least) < value(most)
    else { return models.first.map { text($0) + " " + unit } ?? "" }
    return "\(text(least)) (\(legend.name(of: least.id))) to \(text(most)) \(unit) (\(legend.name(of: most.id)))"
  }

  // MARK: How sure

  /// How many verdicts there are, and how many of them may be wrong.
  var sureness: String {
    let given = results.claims.filter { !results.lacksSeeds($0) && $0.measured != nil }
    guard !given.isEmpty else { return "No claim has a verdict: no study was made that decides one." }
    let words: [(verdict: Verdict, one: String, many: String)] = [
      (.supported, "holds", "hold"), (.contradicted, "does not", "do not"),
      (.depends, "depends on a setting", "depend on a setting"), (.inconclusive, "is open", "are open"),
    ]
    let list = words.compactMap { word in
      let count = given.count { $0.verdict == word.verdict }
      return count == 0 ? nil : "\(count) \(count == 1 ? word.one : word.many)"
    }.joined(separator: ", ")
    let counted = given.count { $0.basis == .construction }
    guard !results.isOneSeed else {
      return "One seed decides nothing that is measured: of the claims that are counted or timed, \(list)."
    }
    let sure = results.verdictNote.isEmpty ? "" : ": " + results.verdictNote
    return "Of the claims \(list), \(counted) of them by counting alone\(sure)."
  }

  // MARK: Words

  private func the(_ id: String) -> String { "the " + legend.name(of: id) }

  /// A mean, with half its interval where there is one.
  private static func interval(_ estimate: Estimate) -> String { Cells.withInterval(estimate) }
}
