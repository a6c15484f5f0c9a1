// Finding each model's learning rate before the runs that count.

/// The learning rates that every model is tried with, each for the same steps and with the same seeds: equal budgets.
public struct LearningRateSearch: Codable, Equatable, Sendable {
  /// Peaks of the schedule, ascending.
  public var rates: [Double]
  /// Training steps of a trial: as many as the shortest runs have, for a shorter training likes larger rates.
  public var steps: Int
  /// What trials are drawn from; none of the seeds of the runs that count. With one alone, luck would choose.
  public var seeds: [UInt64]

  /// Puts the rates in order.
  public init(rates: [Double], steps: Int, seeds: [UInt64] = [1001, 1002]) {
    (self.rates, self.steps, self.seeds) = (rates.sorted(), steps, seeds)
  }

  /// Training steps in the search for one model's rate.
  public var totalSteps: Int { rates.count * seeds.count * steps }

  /// Rates a factor of two apart, around the best ones of all models here when they are trained for a few minutes.
  public static let usualRates = [0.002, 0.004, 0.008, 0.016, 0.032]
  /// The fewest rates that make a search fair.
  public static let leastCount = 4
}
