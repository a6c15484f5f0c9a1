// A step once more, to find what was not finite in it.

import SequenceKit
import TensorCore

extension GradientWorkers where Scalar == Float {
  /// Looks for the first value that is not finite: among the weights, then operation by operation, forward and backward, of the threads
  /// in their order, then where their gradients are added.
  /// - Parameter evidence: What the cause is concluded from.
  /// - Returns: nil, if there is none.
  func autopsy(of batch: StepBatch, parameters: Parameters<Float>, evidence: Autopsy.Evidence) -> Autopsy? {
    func autopsy(_ finding: FiniteWatch.Finding, _ sequences: Range<Int>? = nil, isDamage: Bool = false) -> Autopsy {
      Autopsy(step: batch.step, finding: finding, sequences: sequences, isDamage: isDamage, evidence: evidence)
    }
    // A weight that training can have made infinite is no damage, unless it began so.
    let largest = Double(Float.greatestFiniteMagnitude)
    let isDamage = evidence.reach < largest || evidence.firstWeight > largest
    if let weight = parameters.firstBeyond(min(evidence.reach, largest)) { return autopsy(weight, isDamage: isDamage) }
    let watched = watchedGradient(of: batch.tokens, targets: batch.targets, seed: batch.seed)
    if let found = watched.found { return autopsy(found, watched.sequences) }
    return watched.gradient?.firstNonFinite(.sum).map { autopsy($0) }
  }
}
