// Which models did not leave the n-gram baseline behind, and why.

import Foundation

/// Says of a model that it did not leave the n-gram baseline far behind, and what its training says about why.
public enum BaselineNote {
  /// How far below the baseline's loss a model should end, relative to it.
  public static let margin = 0.1

  /// The note, or nil for a model that ended far below, or that does not predict the next token.
  public static func text(
    for model: ComparisonResults.ModelRecord, beside baselines: [ComparisonResults.BaselineRecord]
  ) -> String? {
    guard let loss = model.nextToken?.mean, let best = baselines.min(by: { $0.nextToken < $1.nextToken }),
      loss > best.nextToken * (1 - margin)
    else { return nil }
    let place =
      loss >= best.nextToken
      ? "does not beat the \(best.id)" : "ends less than \(Int(margin * 100)) % below the \(best.id)"
    let drops = model.gradientNorms.compactMap { lateDrop($0.steps.map(\.loss)) }
    let why: String
    if let half = model.halfBudget {
      why = String(format: "the second half of its training steps gave %.3f nats", half.gain.mean)
    } else if drops.isEmpty {
      why = "it was hardly trained"
    } else if Statistics.mean(drops) > 0.01 {
      why = String(format: "its training loss was still falling, by %.3f over the last fifth", Statistics.mean(drops))
    } else {
      // The schedule ends flat, whatever there is still to learn.
      why = "one budget of training does not tell whether more would help: --steps with twice as many does"
    }
    return String(format: "%@ %@ (%.3f against %.3f nats); %@", model.id, place, loss, best.nextToken, why)
  }

  /// How much the mean training loss of the last fifth lies below that of the fifth before; nil for a short history.
  static func lateDrop(_ losses: [Double]) -> Double? {
    let fifth = losses.count / 5
    guard fifth > 0 else { return nil }
    return Statistics.mean(Array(losses.dropLast(fifth).suffix(fifth))) - Statistics.mean(Array(losses.suffix(fifth)))
  }
}
