// A claim's verdict, as results.json has it.

/// A claim's verdict for a model.
public struct ClaimRecord: Codable, Equatable, Sendable {
  /// The claim's number: "C1".
  public var id: String
  /// The model, or the pair "transformer − lstm".
  public var model: String
  /// What is claimed, in a short sentence.
  public var claim: String
  /// How the verdict follows from the number.
  public var rule: String
  /// What was measured, and its unit: "half-life, steps".
  public var quantity: String
  /// What the number rests on.
  public var basis: Basis
  /// The number; null where it was not measured or is not finite.
  @ExplicitNull public var measured: Double?
  /// The lower end of the 95 % interval; null where one seed gives none, or where counts have no error.
  @ExplicitNull public var low: Double?
  /// The upper end, null where the lower one is.
  @ExplicitNull public var high: Double?
  /// How many seeds; 0 for counts, and for times, which are repeated with one.
  public var seeds: Int
  /// How often a time was measured; 0 for everything else.
  public var repetitions: Int
  /// The same quantity under each of several settings; empty where there is one.
  public var cases: [Case]
  /// What the rule says of the number.
  public var verdict: Verdict
  /// One sentence that says why.
  public var reason: String

  /// What a number rests on.
  public enum Basis: String, Codable, Sendable {
    /// Measured, with an error.
    case measurement
    /// Counted: it holds, or does not, by how the model is built.
    case construction = "by construction"
    /// Timed on the machine.
    case time
  }

  /// The quantity under one setting, and what the rule says of it.
  public struct Case: Codable, Equatable, Sendable {
    /// The setting: "trained".
    public var setting: String
    /// The number; null where there is none.
    @ExplicitNull public var measured: Double?
    /// The lower end of its 95 % interval; null where there is none.
    @ExplicitNull public var low: Double?
    /// The upper end, null where the lower one is.
    @ExplicitNull public var high: Double?
    /// The verdict under this setting.
    public var verdict: Verdict

    package init(setting: String, measured: Double?, low: Double?, high: Double?, verdict: Verdict) {
      (self.setting, self.verdict) = (setting, verdict)
      _measured = ExplicitNull(wrappedValue: measured)
      _low = ExplicitNull(wrappedValue: low)
      _high = ExplicitNull(wrappedValue: high)
    }
  }

  package init(
    id: String, model: String, claim: String, rule: String, quantity: String, basis: Basis = .measurement,
    measured: Double?, low: Double?, high: Double?, seeds: Int, repetitions: Int = 0, cases: [Case] = [],
    verdict: Verdict, reason: String
  ) {
    (self.id, self.model, self.claim, self.rule, self.quantity) = (id, model, claim, rule, quantity)
    (self.basis, self.seeds, self.repetitions, self.cases) = (basis, seeds, repetitions, cases)
    (self.verdict, self.reason) = (verdict, reason)
    _measured = ExplicitNull(wrappedValue: measured)
    _low = ExplicitNull(wrappedValue: low)
    _high = ExplicitNull(wrappedValue: high)
  }
}
