// How long a comparison's studies will take.

import LabKit

/// The seconds that are left of all studies, from what they take on a machine that is known and from how much slower this one is: by its
/// training at first, and more and more by the studies themselves.
package struct StudyPace {
  /// Seconds that all of them take on the machine that `Study.seconds` is told of.
  package let expected: Double
  private var (training, expectedTraining) = (0.0, 0.0)

  /// - Parameter expected: More than 0.
  package init(expected: Double) { self.expected = expected }

  /// Counted operations a second of that machine's training.
  package static let rate = 170e9

  /// Tells of a run that is finished.
  mutating func add(_ run: Comparison.Run) {
    add(operations: Double(run.counts.work) * Double(run.budget), seconds: run.seconds)
  }

  package mutating func add(operations: Double, seconds: Double) {
    training += seconds
    expectedTraining += operations / Self.rate
  }

  /// - Parameters:
  ///   - done: The share of the expected seconds that is done, in 0...1.
  ///   - elapsed: The seconds since the studies began.
  package func secondsLeft(done: Double, elapsed: Double) -> Double {
    let slowness = expectedTraining > 0 ? training / expectedTraining : 1
    // The training counts as much as a tenth of the studies does.
    let weight = 0.1 * expected
    let pace = (weight * slowness + elapsed) / (weight + done * expected)
    return (1 - done) * expected * pace
  }
}
