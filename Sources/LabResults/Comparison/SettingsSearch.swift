// Finding what each model is best trained with, before the runs that count.

/// What every model is tried with, each for the same steps and with the same seeds: equal budgets.
///
/// All rates first, at the plan's depth and with a forget bias of 1; then, at the best of them, the other depth and, where a model has one,
/// larger forget biases, filled up with rates beside the best, so that every model has as many trials. All of these have the first
/// seed; the best ``finalists`` have the others, too, and the mean over the seeds chooses among them. With one seed alone, luck would choose.
public struct SettingsSearch: Codable, Equatable, Sendable {
  /// Peaks of the schedule, ascending.
  public var rates: [Double]
  /// Trials of each model beside those of the rates.
  public var variants: Int
  /// Training steps of a trial: as many as the shortest runs have, for a shorter training likes larger rates.
  public var steps: Int
  /// What trials are drawn from; none of the seeds of the runs that count.
  public var seeds: [UInt64]

  /// Puts the rates in order.
  public init(rates: [Double], variants: Int = 0, steps: Int, seeds: [UInt64] = [1001, 1002]) {
    (self.rates, self.variants, self.steps, self.seeds) = (rates.sorted(), variants, steps, seeds)
  }

  /// The settings that are tried with all seeds.
  public var finalists: Int { min(3, rates.count + variants) }

  /// Training steps in the search for one model.
  public var totalSteps: Int { (rates.count + variants + finalists * (seeds.count - 1)) * steps }

  /// Rates a factor of two apart, around the best ones of all models here when they are trained for a few minutes.
  public static let usualRates = [0.002, 0.004, 0.008, 0.016, 0.032, 0.064]
  /// The fewest rates that make a search fair.
  public static let leastCount = 4
}

/// What a model can be trained with beside its size.
public struct TrainedWith: Codable, Equatable, Sendable {
  /// The peak of the schedule.
  public var learningRate: Double
  /// Layers; null: as many as the plan says.
  @ExplicitNull public var layers: Int?
  /// The first value of the forget bias; null: 1, or the model has none.
  @ExplicitNull public var forgetBias: Double?

  /// Settings; those that are left out are the plan's.
  public init(learningRate: Double, layers: Int? = nil, forgetBias: Double? = nil) {
    self.learningRate = learningRate
    _layers = ExplicitNull(wrappedValue: layers)
    _forgetBias = ExplicitNull(wrappedValue: forgetBias)
  }

  /// Whether only the rate is chosen, and all else is the plan's.
  public var isPlain: Bool { layers == nil && forgetBias == nil }

  /// For people: "0.016, 2 layers".
  public var text: String {
    ["\(learningRate)", layers.map { $0 == 1 ? "1 layer" : "\($0) layers" }, forgetBias.map { "forget bias \($0)" }]
      .compactMap { $0 }.joined(separator: ", ")
  }
}
