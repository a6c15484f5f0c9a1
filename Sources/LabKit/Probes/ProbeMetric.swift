// The score of answers: how many are right, or how far they are off.

/// How answers are scored.
public enum ProbeMetric: Equatable, Sendable {
  /// The share of right answers, where a model answers what it holds most probable.
  case accuracy
  /// The mean squared difference between the right value and the one that is expected under the model's distribution.
  /// Each possible answer, in order, stands for one of the values.
  case squaredError(values: [Double])

  /// As in `ProbeRecord.metric`.
  public var name: String {
    switch self {
    case .accuracy: "accuracy"
    case .squaredError: "mean squared error"
    }
  }

  /// The score of one answer.
  /// - Parameters:
  ///   - weights: How probable each possible answer is held to be; they sum to 1.
  ///   - right: Which one is right.
  public func score(_ weights: [Double], right: Int) -> Double {
    switch self {
    case .accuracy: return weights.indices.max { weights[$0] < weights[$1] } == right ? 1 : 0
    case .squaredError(let values):
      let error = zip(weights, values).reduce(0.0) { $0 + $1.0 * $1.1 } - values[right]
      return error * error
    }
  }

  /// Whether a task counts as solved, so that training may stop: 99.5 % right, or an error of 0.002, about 1 % of chance.
  func isSolved(_ score: Double) -> Bool {
    switch self {
    case .accuracy: score >= 0.995
    case .squaredError: score <= 0.002
    }
  }
}
