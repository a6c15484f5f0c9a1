// How often one of two models is better, from runs in pairs.

/// The paired runs in which the first of two is better: "3 of 3 seeds", with the exact 95 % interval of their share for
/// those who want it.
///
/// A mean says by how much; this says how surely the next pair of runs would come out the same way.
/// - Source: Bouthillier et al. 2021, Accounting for variance in machine learning benchmarks; the interval is Clopper
///   and Pearson's, 1934.
public struct WinShare: Codable, Equatable, Sendable {
  /// Wins and half the ties over all pairs: 0…1.
  public let share: Double
  /// The pairs in which the first is better.
  public let wins: Int
  /// The pairs in which both are equal.
  public let ties: Int
  /// The seeds that both models were run with.
  public let pairs: Int
  /// The ends of the interval of the share of wins, in 0...1.
  public let low, high: Double

  /// With ties, the interval reaches from the lower end without them as wins to the upper end with them.
  /// - Parameters: Losses of runs that share their seeds; less is better, and one that is not a number is no win.
  /// - Precondition: As many on both sides, at least one.
  public init(losses first: [Double], against second: [Double]) {
    precondition(!first.isEmpty && first.count == second.count, "WinShare: \(first.count) losses for \(second.count)")
    pairs = first.count
    wins = zip(first, second).count { $0 < $1 }
    ties = zip(first, second).count { $0 == $1 }
    share = (Double(wins) + Double(ties) / 2) / Double(pairs)
    low = Self.limit(wins, of: pairs)
    high = 1 - Self.limit(pairs - wins - ties, of: pairs)
  }

  /// For people: "3 of 3 seeds", "2 of 3 seeds, 1 equal".
  public var text: String { "\(wins) of \(pairs) seeds" + (ties > 0 ? ", \(ties) equal" : "") }

  /// The probability of a win at which this many or more wins still happen in one of 40 cases.
  private static func limit(_ wins: Int, of pairs: Int) -> Double {
    guard wins > 0 else { return 0 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      // P(at least `wins`) = I_p(wins, pairs − wins + 1).
      if incompleteBeta(middle, Double(wins), Double(pairs - wins + 1)) < 0.025 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
