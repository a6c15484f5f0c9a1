// Whether a comparison was fair, told from its results alone, so that what was edited afterwards shows.

import Foundation

/// The conditions of a fair comparison: equal size, equal training, learning rates found with equal budgets, and a protocol that
/// nobody touched.
public enum Fairness {
  /// All conditions, met or not.
  public static func checks(of results: ComparisonResults) -> [FairnessCheck] {
    [size(results), training(results), learningRates(results), seal(results)]
  }

  /// The matched quantity of a model.
  package static func amount(_ quantity: MatchedQuantity, of model: ComparisonResults.ModelRecord) -> Double {
    switch quantity {
    case .parameters: Double(model.parameters)
    case .body: Double(model.bodyParameters)
    case .flops: model.flopsPerToken
    }
  }

  private static func size(_ results: ComparisonResults) -> FairnessCheck {
    let (quantity, target) = (results.protocol.matched, results.protocol.target)
    let misses = results.models.map { abs(amount(quantity, of: $0) / target - 1) }
    let worst = misses.max() ?? 0
    return FairnessCheck(
      name: "size", isMet: worst <= MatchedQuantity.tolerance,
      detail: "\(quantity.phrase) at most \(percent(worst)) from the reference's, where 2 % are allowed")
  }

  private static func training(_ results: ComparisonResults) -> FairnessCheck {
    let (models, seeds) = (results.models, results.protocol.seeds)
    let name = "training"
    guard models.allSatisfy(\.failures.isEmpty) else {
      return FairnessCheck(name: name, isMet: false, detail: "a run stopped, so that the models' seeds are not paired")
    }
    // By a schedule, models that are not told apart get more seeds: the first ones are the same for all.
    let mayHaveMore = results.protocol.plan.schedule != nil
    // Where the best weights of a run are kept, all models have as many to choose from.
    let looks = Set(models.flatMap { $0.gradientNorms.map { $0.validation?.count ?? 0 } })
    let isEqual =
      Set(models.map(\.tokensTrained)).count <= 1 && looks.count <= 1
      && models.allSatisfy { model in
        let made = model.gradientNorms.map(\.seed)
        return mayHaveMore ? Array(made.prefix(seeds.count)) == seeds : made == seeds
      }
    return FairnessCheck(
      name: name, isMet: isEqual,
      detail: isEqual
        ? "the same tokens in the same batches for every model, and the same \(seeds.count == 1 ? "seed" : "\(seeds.count) seeds")"
          + (mayHaveMore ? ", and more seeds for those not told apart" : "")
          + (looks.max() ?? 0 > 0 ? "; of each run, the best of \(looks.max() ?? 0) looks at the validation part" : "")
        : "the models differ in tokens trained on, in looks at the validation part, or in seeds")
  }

  private static func learningRates(_ results: ComparisonResults) -> FairnessCheck {
    func check(_ isMet: Bool, _ detail: String) -> FairnessCheck {
      FairnessCheck(name: "learning rates", isMet: isMet, detail: detail)
    }
    guard let search = results.protocol.plan.search else {
      return usesPlansOwn(results)
        ? check(
          true,
          "those that a search found for this profile on this corpus"
            + (unknown(results).isEmpty
              ? "; not searched again in this run"
              : "; for \(unknown(results).joined(separator: ", ")), by the same search in this run"))
        : check(
          false, "fixed at those found for other settings; --learning-rates 0.002,0.004,… searches for each model's own"
        )
    }
    let records = results.models.compactMap { results.protocol.searches[$0.id] }
    let areEqual =
      search.steps == results.protocol.plan.trialSteps && records.count == results.models.count
      && records.allSatisfy { $0.fits(search) }
    guard areEqual, search.rates.count >= SettingsSearch.leastCount else {
      return check(
        false, "not the best of \(SettingsSearch.leastCount) or more rates, the same for every model")
    }
    let edges = results.models.map(\.id).filter { results.protocol.searches[$0]?.isAtEdge == true }
    let count = search.rates.count + search.variants
    return edges.isEmpty
      ? check(
        true,
        "the best of \(count) trials on the validation part for every model, "
          + (search.seeds.count > 1 ? "the best \(search.finalists) of them with \(search.seeds.count) seeds, " : "")
          + "no rate at the edge of what was tried"
      )
      : check(false, "the best for \(edges.joined(separator: ", ")) is at the edge of what was tried")
  }

  /// Whether the profile's rates were used for what they were found for.
  private static func usesPlansOwn(_ results: ComparisonResults) -> Bool {
    let plan = results.protocol.plan
    var usual = ComparisonPlan(plan.profile, threads: plan.threads)
    // What a search does not depend on.
    usual.schedule = plan.schedule
    (usual.seeds, usual.halfBudgetSeeds, usual.studies, usual.blankCount, usual.search) = (
      plan.seeds, plan.halfBudgetSeeds, plan.studies, plan.blankCount, nil
    )
    var actual = plan
    (actual.search, actual.learningRates) = (nil, plan.learningRates.filter { usual.learningRates[$0.key] != nil })
    // Models that the plan does not name were searched for in this run, with the budget that the others had.
    let areSearched = unknown(results).allSatisfy { id in
      guard let record = results.protocol.searches[id], let search = usual.search(for: id) else { return false }
      return record.fits(search) && !record.isAtEdge
    }
    return areSearched && actual == usual && results.corpus.sha256 == ComparisonPlan.searchedCorpus
  }

  /// The models for which the profile knows no learning rate.
  private static func unknown(_ results: ComparisonResults) -> [String] {
    let known = ComparisonPlan(results.protocol.plan.profile, threads: 1).learningRates
    return results.models.map(\.id).filter { known[$0] == nil }
  }

  private static func seal(_ results: ComparisonResults) -> FairnessCheck {
    let isWhole = results.protocol.seal == results.protocol.computedSeal
    return FairnessCheck(
      name: "protocol", isMet: isWhole,
      detail: isWhole ? "as the run wrote it" : "edited after the run: its seal does not fit")
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}

extension ComparisonResults.ProtocolRecord {
  /// A checksum of everything else in this record: FNV-1a, 64 bits. It tells edits by hand, and keeps nobody from making another.
  public var computedSeal: String {
    var record = self
    record.seal = ""
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only a number that is not finite cannot be encoded, and such a record has no seal that fits.
    guard let data = try? encoder.encode(record) else { return "none" }
    return String(
      data.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }, radix: 16)
  }
}
