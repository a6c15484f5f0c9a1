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
    let seeds = plan.schedule == nil ? plan.seeds.count : max(plan.seeds.count, plan.mostRunsPerModel)
    let runs = seeds + min(plan.seeds.count, plan.halfBudgetSeeds)
    let kept = models.reduce(0) { $0 + 4 * Double($1.parameters.scalarCount) * Double(runs) }
    let needs = models.map { training($0, settings, keepsBest: plan.validationLooks != nil, free: free) }
    return needs.max { $0.bytes < $1.bytes }?.adding("weights of all runs", kept) ?? MemoryNeed()
  }
}
