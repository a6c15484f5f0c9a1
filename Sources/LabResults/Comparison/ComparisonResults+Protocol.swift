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
    /// What each model was tried with, and what was chosen, by model.
    public var searches: [String: SearchRecord]
    /// `computedSeal` when the run was finished: what was edited since does not fit it.
    public var seal = ""

    package init(
      profile: Profile, seeds: [UInt64], matched: MatchedQuantity, target: Double, plan: ComparisonPlan,
      searches: [String: SearchRecord]
    ) {
      self.profile = profile
      self.seeds = seeds
      self.matched = matched
      self.target = target
      self.plan = plan
      self.searches = searches
    }
  }
}
