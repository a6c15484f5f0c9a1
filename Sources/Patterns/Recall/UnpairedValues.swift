// What one gets right who knows which values were shown, but not with which keys.

/// A short cut through associative recall: to answer each question with the value that was shown most often.
///
/// A model that has learned no more than this is right more often among few pairs than among many, which says nothing of what it recalls.
package enum UnpairedValues {
  /// The expected share of right answers: the mean count of the most frequent of D values, each of K as likely, over D.
  ///
  /// E[max] = Σ_m P(max > m), and P(max ≤ m) = [x^D] (Σ_{i ≤ m} (x·D/K)^i / i!)^K over D^D / D!, the same without a limit.
  /// - Complexity: K·D³ operations.
  package static func share(pairs: Int, values: Int) -> Double {
    (0..<pairs).map { 1 - atMost($0, pairs, values) }.reduce(0, +) / Double(pairs)
  }

  /// The probability that none of the values was drawn more than so often.
  private static func atMost(_ most: Int, _ draws: Int, _ values: Int) -> Double {
    /// The terms of e^mean up to the number of draws.
    func exponential(_ mean: Double) -> [Double] {
      var terms = [1.0]
      for count in 1...draws { terms.append(terms[count - 1] * mean / Double(count)) }
      return terms
    }
    let one = exponential(Double(draws) / Double(values)).enumerated().map { $0.offset <= most ? $0.element : 0 }
    var product = [1.0] + Array(repeating: 0, count: draws)
    for _ in 0..<values {
      product = (0...draws).map { sum in (0...sum).reduce(0) { $0 + product[$1] * one[sum - $1] } }
    }
    return product[draws] / exponential(Double(draws))[draws]
  }
}
