// Whether a comparison fits into memory.

import Corpora
import LabKit
import LabResults
import ModelCatalog
import SequenceKit

extension MemoryOptions {
  /// Refuses what does not fit, before models of the same size are looked for, which may take long.
  func check(_ plan: ComparisonPlan, on corpus: Corpus) throws {
    let configuration = ModelConfiguration(
      vocabularySize: corpus.vocabularySize, width: plan.referenceWidth, layerCount: plan.referenceLayers,
      headCount: plan.headCount, contextLength: plan.length, head: plan.headKind,
      positions: plan.positionEncoding)
    try check([try ModelCatalog.reference.init(configuration)], in: plan)
  }

  /// What the model that takes most will take, beside the weights of all runs, in words.
  @discardableResult
  func check(_ models: [any SequenceModel], in plan: ComparisonPlan) throws(UsageError) -> String {
    let settings = plan.trainingSettings(peak: 1e-3, steps: 1, seed: 1)
    let seeds = plan.schedule == nil ? plan.seeds.count : max(plan.seeds.count, plan.mostRunsPerModel)
    let runs = seeds + min(plan.seeds.count, plan.halfBudgetSeeds)
    let kept = models.reduce(0) { $0 + 4 * Double($1.parameters.scalarCount * runs) }
    return try check("choose a smaller --batch, --context or --width, or fewer --threads") { free in
      let needs = models.map { MemoryNeed.training($0, settings, keepsBest: plan.validationLooks != nil, free: free) }
      return needs.max { $0.bytes < $1.bytes }?.adding("weights of all runs", kept) ?? MemoryNeed()
    }
  }
}
