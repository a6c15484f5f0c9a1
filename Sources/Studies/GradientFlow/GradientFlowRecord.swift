// What is known about how a gradient fades on its way back through time.

import LabResults

/// g(k) = E‖∂ℓ_T/∂e_{T−k}‖: the norm of the gradient of one position's loss by what was read, or by the state, k steps before.
public struct GradientFlowRecord: Codable, Equatable, Sendable {
  /// What the gradient is taken by.
  public enum Place: String, Codable, Sendable {
    /// The embedded token: the same for every architecture.
    case embedding
    /// The state of the (top) recurrent layer; h and c together for an LSTM.
    case state
  }

  /// What the gradient is taken by.
  public var by: Place
  /// Whether the model was trained before.
  public var isTrained: Bool
  /// A setting apart from the comparison's own, such as "forget bias 5"; null for the models as compared.
  @ExplicitNull public var setting: String?
  /// k, from 0 on.
  public var lags: [Int]
  /// g(k) for each lag, one value per seed, each the mean over test sequences.
  public var norms: [Estimate]
  /// λ of the fit log g = a − λk, per step: positive where the gradient fades.
  public var decay: Estimate
  /// ln 2 / λ in steps; null where the gradient of some seed does not fade (λ ≤ 0).
  @ExplicitNull public var halfLife: Estimate?
  /// How much of log g the fit explains. Where it is low, the curve speaks and not the half-life.
  public var rSquared: Estimate
  /// What arrives at the tokens that answers hang on, near ranges first; empty where the corpus tells no dependencies.
  public var arrivals: [Arrival] = []

  /// What of the gradient arrives at the token that the answer hangs on, at a range of lags.
  public struct Arrival: Codable, Equatable, Sendable {
    /// The least and the largest lag.
    public var from, to: Int
    /// How many windows are asked, each with an answer that hangs on a token so far back.
    public var windows: Int
    /// log₁₀ of the gradient there over that one token back, one value per seed: the mean over windows.
    public var overNear: Estimate
    /// log₁₀ of the gradient there over that at other tokens about as far back: above 0 where a model needs what it hangs on.
    public var overOthers: Estimate

    /// What was found at lags from one to another, both as powers of ten.
    public init(from: Int, to: Int, windows: Int, overNear: Estimate, overOthers: Estimate) {
      (self.from, self.to, self.windows) = (from, to, windows)
      (self.overNear, self.overOthers) = (overNear, overOthers)
    }
  }

  /// A curve, with as many norms as lags, and what was fitted to it.
  public init(
    by: Place, isTrained: Bool, setting: String? = nil, lags: [Int], norms: [Estimate], decay: Estimate,
    halfLife: Estimate?, rSquared: Estimate
  ) {
    self.by = by
    self.isTrained = isTrained
    self._setting = ExplicitNull(wrappedValue: setting)
    self.lags = lags
    self.norms = norms
    self.decay = decay
    self._halfLife = ExplicitNull(wrappedValue: halfLife)
    self.rSquared = rSquared
  }
}
