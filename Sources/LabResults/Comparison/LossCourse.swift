// What the losses of training and those on held-out text tell together.

/// How a model's training went: whether it still learned at its end, or had begun to know its text by heart.
public struct LossCourse: Sendable {
  /// What the losses say.
  public enum Verdict: Sendable {
    /// The training part is known by heart: the loss elsewhere rises, or is far above that of training.
    case overfit
    /// Training loss and validation loss were falling still.
    case falling
    /// Neither can be told: a schedule ends flat, whatever there is still to learn.
    case flat
    /// There are too few notes of the training.
    case hardlyTrained
  }

  /// How often the training part was read.
  public let readings: Double
  /// The mean training loss over the last fifth of what was noted, in nats; nil for a short history. As all that follows, the mean over seeds.
  public let training: Double?
  /// How much that lies below the fifth before.
  public let lateDrop: Double?
  /// The loss on text that was not trained on after the last step: on the validation part where it was looked at, else on the test part.
  public let heldOut: Double?
  /// The least of the looks at the validation part, and after which share of the steps, 0 to 1; nil where there were none.
  public let best: (loss: Double, share: Double)?

  /// How far the loss may rise above its best, relative to it, before that counts.
  static let rise = 0.01
  /// Which share of the held-out loss the training loss may be less, where the text was read at least twice.
  static let gap = 0.2

  /// The course of a model's runs.
  /// - Parameter trainTokens: Tokens of the training part.
  public init(_ model: ComparisonResults.ModelRecord, trainTokens: Int) {
    readings = Double(model.tokensTrained) / Double(max(1, trainTokens))
    func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : Statistics.mean(values) }
    let fifths = model.gradientNorms.compactMap { Self.lastFifths($0.steps.map(\.loss)) }
    training = mean(fifths.map(\.last))
    lateDrop = mean(fifths.map { $0.before - $0.last })
    let looks = model.gradientNorms.compactMap(\.validation).filter { !$0.isEmpty }
    heldOut = mean(looks.compactMap(\.last?.loss)) ?? model.nextToken?.mean
    let bests = looks.compactMap { looks in looks.min { $0.loss < $1.loss } }
    let shares = zip(bests, looks).map { Double($0.step) / Double(max(1, $1.last?.step ?? 1)) }
    best = bests.isEmpty ? nil : (Statistics.mean(bests.map(\.loss)), Statistics.mean(shares))
  }

  /// The mean losses of the last fifth and of the fifth before; nil for a short history.
  private static func lastFifths(_ losses: [Double]) -> (before: Double, last: Double)? {
    let fifth = losses.count / 5
    guard fifth > 0 else { return nil }
    return (
      Statistics.mean(Array(losses.dropLast(fifth).suffix(fifth))), Statistics.mean(Array(losses.suffix(fifth)))
    )
  }

  /// Whether the loss on the validation part rose after its best.
  public var rises: Bool {
    guard let heldOut, let best else { return false }
    return heldOut > best.loss * (1 + Self.rise)
  }

  /// What the losses say. Text that was read less than once cannot be known by heart: there, a loss that rises or differs has other reasons.
  public var verdict: Verdict {
    guard let training, let lateDrop else { return .hardlyTrained }
    let isWide = heldOut.map { readings >= 2 && training < $0 * (1 - Self.gap) } ?? false
    if readings >= 1 && rises || isWide { return .overfit }
    return lateDrop > 0.01 && !rises ? .falling : .flat
  }
}
