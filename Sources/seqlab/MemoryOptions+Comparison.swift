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
    let model = try ModelCatalog.reference.init(configuration)
    try check(Self.remedy) { .comparing([model], by: plan, free: $0) }
  }

  /// What the comparison will take, in words.
  func check(_ comparison: Comparison) throws -> String { try check(Self.remedy) { try comparison.memory(free: $0) } }

  private static var remedy: String { "choose a smaller --batch, --context or --width, or fewer --threads" }
}
