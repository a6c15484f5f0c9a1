// The progress of an evaluation, a line for each part of the corpus.

import Corpora
import LabKit
import LabReport

extension HeldOutEvaluation {
  /// An evaluation that shows its progress.
  init(showing evaluator: Evaluator, corpus: Corpus, stride: Int? = nil) throws(EvaluationError) {
    let label = "evaluating \(type(of: evaluator.model).identifier)"
    var reporter: ProgressReporter?
    try self.init(evaluator, corpus: corpus, stride: stride) { progress in
      switch progress {
      case .began(let part, let total, let unit):
        reporter = ProgressReporter("\(label), \(part)", total: total, unit: unit)
      case .reached(let done): reporter?.update(done)
      case .ended: reporter?.finish()
      }
    }
  }
}
