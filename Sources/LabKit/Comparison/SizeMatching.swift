// Giving every model as much of a quantity: parameters, those of its body, or work for each token.

import LabResults
import SequenceKit

/// Finds the width at which a model has as much of a quantity as another.
public enum SizeMatching {
  /// The configuration of a model that comes closest to the target.
  ///
  /// Widths are multiples of the number of heads for models that have any (of twice that for rotary positions).
  /// - Parameter base: All settings but the width.
  /// - Throws: `ConfigurationError`, if the best width misses the target by more than `MatchedQuantity.tolerance`, or a setting is wrong.
  /// - Complexity: a few dozen measurements of the quantity.
  public static func configuration(
    of type: any SequenceModel.Type, base: ModelConfiguration, quantity: MatchedQuantity, target: Double,
    batch: BatchShape
  ) throws(ConfigurationError) -> ModelConfiguration {
    let step = type.settings.contains(.heads) ? base.headCount * (base.positions == .rotary ? 2 : 1) : 1
    func at(_ multiple: Int) -> ModelConfiguration {
      var configuration = base
      configuration.width = multiple * step
      return configuration
    }
    func measure(_ multiple: Int) throws(ConfigurationError) -> Double {
      try quantity.measure(type, at(multiple), on: batch)
    }
    // The quantity grows with the width: double until it exceeds the target, then halve the interval.
    var (low, high) = (1, 1)
    while try measure(high) < target { (low, high) = (high, high * 2) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try measure(middle) < target { low = middle } else { high = middle }
    }
    let best = try abs(measure(low) - target) <= abs(measure(high) - target) ? low : high
    let miss = abs(try measure(best) - target) / target
    guard miss <= MatchedQuantity.tolerance else {
      throw ConfigurationError(
        "no width gives \(type.identifier) as many \(quantity.phrase) as the reference within 2 %: the nearest, "
          + "\(best * step), misses by \((miss * 1000).rounded() / 10) %; choose another width")
    }
    return at(best)
  }
}
