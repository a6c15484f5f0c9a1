// Which models did not leave the n-gram baseline behind, and why.

import Foundation

/// Says of a model that it did not leave the n-gram baseline far behind, and what its training says about why.
public enum BaselineNote {
  /// How far below the baseline's loss a model should end, relative to it.
  public static let margin = 0.1

  /// The note, or nil for a model that ended far below, or that does not predict the next token.
  public static func text(
    for model: ComparisonResults.ModelRecord, beside baselines: [ComparisonResults.BaselineRecord],
    course: LossCourse
  ) -> String? {
    guard let loss = model.nextToken?.mean, let best = baselines.min(by: { $0.nextToken < $1.nextToken }),
      loss > best.nextToken * (1 - margin)
    else { return nil }
    let place =
      loss >= best.nextToken
      ? "does not beat the \(best.id)" : "ends less than \(Int(margin * 100)) % below the \(best.id)"
    return String(
      format: "%@ %@ (%.3f against %.3f nats); %@", model.id, place, loss, best.nextToken,
      why(course, half: model.halfBudget))
  }

  private static func why(_ course: LossCourse, half: ComparisonResults.HalfBudget?) -> String {
    switch course.verdict {
    case .overfit: return "it overfits"
    case .hardlyTrained where half == nil: return "it was hardly trained"
    case .falling where half == nil:
      return String(
        format: "its training loss was still falling, by %.3f over the last fifth: more --steps would help",
        course.lateDrop ?? 0)
    default: break
    }
    if let half { return String(format: "the second half of its training steps gave %.3f nats", half.gain.mean) }
    // The schedule ends flat, whatever there is still to learn.
    return "one budget of training does not tell whether more would help: --steps with twice as many does"
  }
}
