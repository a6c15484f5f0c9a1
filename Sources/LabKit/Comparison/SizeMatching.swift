// Giving every model the same number of parameters.

import SequenceKit

/// Finds the width at which a model has a given number of parameters.
public enum SizeMatching {
  /// How far a model's number of parameters may be from the target's, relative to it.
  public static let tolerance = 0.02

  /// The configuration of a model whose number of parameters comes closest to the target.
  ///
  /// Widths are multiples of the number of heads (of twice that for rotary positions).
  /// - Parameter base: All settings but the width.
  /// - Throws: `ConfigurationError`, if the best width misses the target by more than `tolerance`, or a setting is wrong.
  /// - Complexity: a few dozen declarations of the model's parameters.
  public static func configuration(
    of type: any SequenceModel.Type, base: ModelConfiguration, parameterCount target: Int
  ) throws(ConfigurationError) -> ModelConfiguration {
    let step = type.usesHeads ? base.headCount * (base.positions == .rotary ? 2 : 1) : 1
    func count(_ multiple: Int) throws(ConfigurationError) -> Int {
      var configuration = base
      configuration.width = multiple * step
      return try type.init(configuration).parameters.scalarCount
    }
    // The count grows with the width: double until it exceeds the target, then halve the interval.
    var (low, high) = (1, 1)
    while try count(high) < target { (low, high) = (high, high * 2) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try count(middle) < target { low = middle } else { high = middle }
    }
    let best = try abs(count(low) - target) <= abs(count(high) - target) ? low : high
    let miss = Double(abs(try count(best) - target)) / Double(target)
    guard miss <= tolerance else {
      throw ConfigurationError(
        "no width gives \(type.identifier) \(target) parameters within 2 %: the nearest, \(best * step), misses by "
          + "\((miss * 1000).rounded() / 10) %; choose another size or number of layers")
    }
    var configuration = base
    configuration.width = best * step
    return configuration
  }
}
