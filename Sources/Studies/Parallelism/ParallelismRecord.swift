// What can be done at the same time, counted and measured.

import LabResults

/// Work, span and speed-up of training steps.
struct ParallelismRecord: StudyRecord {
  /// A step: sequences, their length, and the networks' width.
  struct Size: Codable, Equatable, Sendable {
    var batchSize, length, width: Int

    /// "16 × 128 tokens at width 96".
    var text: String { "\(batchSize) × \(length) tokens at width \(width)" }
  }

  /// The step that threads share.
  var batch: Size
  /// The long sequences on one thread.
  var singles: [Size]
  /// How many threads `Model.speedUp` is of.
  var threads: Int
  /// The machine's rate of matrix products on one thread, in 10⁹ operations a second: the median of all looks.
  var peak: Double
  /// By model.
  var models: [String: Model]

  struct Model: Codable, Equatable, Sendable {
    /// Counted floating-point operations of a step of the batch, and the longest chain of those that depend on each other.
    var work, span: Int
    /// Time of the batch's step on one thread over that on all; null where there is one core.
    @ExplicitNull var speedUp: TimingComparison?
    /// For each of the long sequences, the seconds for 10⁹ counted operations of a step, one for each repetition; models took turns.
    var singles: [[TimedRun]]

    /// 10⁹ operations a second on a long sequence: the median; nil where it was not measured.
    func rate(_ index: Int) -> Double? {
      guard singles.indices.contains(index), !singles[index].isEmpty else { return nil }
      return 1 / Statistics.median(singles[index].map(\.seconds))
    }
  }

  /// How much faster one model gets through counted operations of a long sequence than another.
  func rate(of one: String, over other: String, at index: Int) -> TimingComparison? {
    guard let one = models[one], let other = models[other], one.singles.indices.contains(index),
      other.singles.indices.contains(index), !one.singles[index].isEmpty,
      one.singles[index].count == other.singles[index].count
    else { return nil }
    return TimingComparison(other.singles[index], over: one.singles[index])
  }
}
