// How models were compared, in results.json.

extension ComparisonResults {
  /// How the models were compared.
  public struct ProtocolRecord: Codable, Equatable, Sendable {
    /// How thorough the comparison was.
    public var profile: Profile
    /// One run of each model for each of them.
    public var seeds: [UInt64]
    /// What all models have within 2 % of each other.
    public var matched: MatchedQuantity
    /// How much of it the reference has.
    public var target: Double
    /// With the learning rates that were used.
    public var plan: ComparisonPlan
    /// Learning rates by model.
    public var learningRates: [String: LearningRates]
    /// `computedSeal` when the run was finished: what was edited since does not fit it.
    public var seal = ""

    package init(
      profile: Profile, seeds: [UInt64], matched: MatchedQuantity, target: Double, plan: ComparisonPlan,
      learningRates: [String: LearningRates]
    ) {
      self.profile = profile
      self.seeds = seeds
      self.matched = matched
      self.target = target
      self.plan = plan
      self.learningRates = learningRates
    }
  }

  /// The learning rates of a model.
  public struct LearningRates: Codable, Equatable, Sendable {
    /// Those that this comparison tried on the validation part; empty where the plan fixes the rate.
    public var tried: [Double]
    /// The losses of each on the validation part, seed by seed, in nats; null where the training failed.
    public var validation: [[Double?]]
    /// The peak of the schedule that the model was trained with.
    public var chosen: Double

    package init(
      tried: [Double], validation: [[Double?]], chosen: Double
    ) {
      self.tried = tried
      self.validation = validation
      self.chosen = chosen
    }
  }
}
