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
