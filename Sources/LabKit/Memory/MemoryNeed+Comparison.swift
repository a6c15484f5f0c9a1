// How much memory a comparison will take.

import LabResults
import SequenceKit

extension MemoryNeed {
  /// What the model that takes most will take, beside the weights of all runs.
  /// - Parameters:
  ///   - models: Those that are trained; the reference alone tells much before others of its size are looked for.
  ///   - plan: How they are trained, and how often.
  ///   - free: How much there is: what cannot fit in any case is not tried.
  public static func comparing(
    _ models: [any SequenceModel], by plan: ComparisonPlan, free: Double
  ) -> MemoryNeed {
    let settings = plan.trainingSettings(peak: 1e-3, steps: 1, seed: 1)
    let needs = models.map { training($0, settings, keepsBest: plan.validationLooks != nil, free: free) }
    let most = needs.max { $0.bytes < $1.bytes } ?? MemoryNeed()
    return models.isEmpty ? most : most.adding("weights of all runs", weights(ofRunsOf: models, by: plan))
  }

  /// Bytes of the weights of all runs, which are kept until the end.
  public static func weights(ofRunsOf models: [any SequenceModel], by plan: ComparisonPlan) -> Double {
    let seeds = plan.schedule == nil ? plan.seeds.count : max(plan.seeds.count, plan.mostRunsPerModel)
    let runs = seeds + min(plan.seeds.count, plan.halfBudgetSeeds)
    return models.reduce(0) { $0 + 4 * Double($1.parameters.scalarCount) * Double(runs) }
  }
}
