// Whether a comparison fits into memory.

import Corpora
import LabKit
import LabResults
import ModelCatalog
import SequenceKit

extension MemoryOptions {
  /// Refuses what does not fit, before models of the same size are looked for, which may take long.
  func check(_ plan: ComparisonPlan, on corpus: Corpus) throws {
    let configuration = plan.referenceConfiguration(vocabularySize: corpus.vocabularySize)
    try check([try ModelCatalog.reference.init(configuration)], in: plan)
  }

  /// What the model that takes most will take, beside the weights of all runs, in words.
  @discardableResult
  func check(_ models: [any SequenceModel], in plan: ComparisonPlan) throws(UsageError) -> String {
    try check("choose a smaller --batch, --context or --width, or fewer --threads") { free in
      .comparing(models, by: plan, free: free)
    }
  }
}
