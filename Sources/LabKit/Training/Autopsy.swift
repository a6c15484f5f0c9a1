// What made a training step fail: the first value that was not finite, where it came about, and what it is a sign of.

import Foundation
import LabErrors
import TensorCore

/// A failed step, run once more with every operation watched.
///
/// Damage and a learning rate that is too large end alike, in values that are not finite, and ask for opposite things: to go on from
/// the last checkpoint, or never to go on from there. They are told apart by how far AdamW can have moved a weight; see
/// ``WeightReach``.
public struct Autopsy: Codable, Equatable, Sendable {
  /// What the value is a sign of.
  public enum Cause: String, Codable, Sendable {
    /// A weight was already what training cannot have made of it.
    case damage
    /// Weights or losses had grown beyond measure: the learning rate is too large.
    case explosion
    /// Neither: the operation gives such a value for ordinary weights.
    case operation
  }

  /// The step that failed, counted from 0.
  public let step: Int
  /// The first value that was not finite, or a weight that cannot be.
  public let finding: FiniteWatch.Finding
  /// The sequences of the step's batch among which the operation was computing; nil where it is about weights, or all of them.
  public let sequences: Range<Int>?
  /// What it is a sign of.
  public let cause: Cause
  /// What tells that.
  public let evidence: Evidence

  /// What the cause is concluded from.
  public struct Evidence: Codable, Equatable, Sendable {
    /// The largest weight as this session began, and before the failed step; the latter infinite if it was not finite.
    public let firstWeight, lastWeight: Double
    /// What no weight can have grown beyond.
    public let reach: Double
    /// The losses of the last steps, the latest last.
    public let losses: [Double]
    /// The loss of guessing, ln V.
    public let guessing: Double

    init(firstWeight: Double, lastWeight: Double, reach: Double, losses: [Double], guessing: Double) {
      (self.losses, self.guessing) = (losses, guessing)
      // JSON has no infinity.
      func written(_ value: Double) -> Double { min(value, .greatestFiniteMagnitude) }
      (self.firstWeight, self.lastWeight, self.reach) = (written(firstWeight), written(lastWeight), written(reach))
    }

    /// Whether weights or losses have left all bounds: ten times the largest weight that there was, or a nat worse than guessing.
    var hasExploded: Bool {
      lastWeight > 10 * max(1, firstWeight) || losses.last.map { $0 > guessing + 1 } ?? false
    }
  }

  init(step: Int, finding: FiniteWatch.Finding, sequences: Range<Int>?, isDamage: Bool, evidence: Evidence) {
    (self.step, self.finding, self.sequences, self.evidence) = (step, finding, sequences, evidence)
    cause = isDamage ? .damage : evidence.hasExploded ? .explosion : .operation
  }

  /// Where the value came about, in words.
  public var place: String {
    let element = finding.element.map(String.init).joined(separator: ", ")
    let shape = finding.shape.map(String.init).joined(separator: " × ")
    let tensor = printable(finding.tensor) + (shape.isEmpty ? "" : " [\(element)] of \(shape)")
    let rows = sequences.map {
      // Numbers that come from a file may be any: nothing may overflow.
      let last = $0.upperBound &- 1
      return $0.lowerBound == last ? ", sequence \(last)" : ", sequences \($0.lowerBound) to \(last)"
    }
    let batch = rows.map { $0 + " of the batch" } ?? ""
    // The sign of what is no number says nothing.
    let value = finding.value.hasSuffix("nan") ? "nan" : finding.value
    let operation = "'\(finding.operation ?? "")', operation \(finding.operationsBefore &+ 1)"
    switch finding.pass {
    case .before: return "\(tensor) was \(value) before the step"
    case .forward: return "\(operation), gave \(value) in its \(tensor)\(batch)"
    case .backward: return "the backward pass of \(operation), gave \(value) in the \(tensor)\(batch)"
    case .sum: return "adding gradients gave \(value) in the gradient by \(tensor)"
    }
  }

  /// What it is a sign of, and what to do.
  public var advice: String {
    func words(_ value: Double) -> String {
      value == .greatestFiniteMagnitude ? "infinity" : String(format: "%.3g", value)
    }
    switch cause {
    case .damage:
      return
        "training cannot have made it so, for no weight can be beyond \(words(evidence.reach)): memory or a file is "
        + "damaged; go on from the last checkpoint"
    case .explosion:
      let loss = evidence.losses.last.map {
        ", and the loss was \(words($0)) where guessing has \(words(evidence.guessing))"
      }
      return "the largest weight has grown from \(words(evidence.firstWeight)) to \(words(evidence.lastWeight))"
        + (loss ?? "") + ": lower the learning rate"
    case .operation:
      return
        "weights and losses were as usual until then (the largest weight \(words(evidence.lastWeight))), so it is what this "
        + "operation makes of them"
    }
  }
}
