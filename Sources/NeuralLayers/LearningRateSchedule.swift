// How the learning rate moves over a training run.

import Foundation

/// A linear warm-up to the peak, then half a cosine down to a floor.
/// - Source: Loshchilov and Hutter 2017 for the cosine; the shape that GPT-style training uses.
public struct LearningRateSchedule: Codable, Equatable, Sendable {
  /// The highest rate, right after the warm-up.
  public var peak: Double
  /// Steps of warm-up, in which the rate rises in equal parts.
  public var warmup: Int
  /// The step at which the floor is reached.
  public var total: Int
  /// The floor, as a part of the peak.
  public var floor: Double

  /// A schedule over `total` steps, of which the first `warmup` rise to the peak.
  public init(peak: Double, warmup: Int, total: Int, floor: Double = 0.1) {
    self.peak = peak
    self.warmup = warmup
    self.total = total
    self.floor = floor
  }

  /// The learning rate of a step, counted from 0.
  public func rate(at step: Int) -> Double {
    if step < warmup { return peak * Double(step + 1) / Double(warmup + 1) }
    guard step < total else { return peak * floor }
    let progress = Double(step - warmup) / Double(max(1, total - warmup))
    return peak * (floor + (1 - floor) * 0.5 * (1 + cos(.pi * progress)))
  }
}
