// Cells that are timed: what carries something from one token to another, forward and backward, for one sequence on one thread.

import LabKit
import LabResults
import SequenceKit
import TensorCore

/// The time of a model's mixer, which is its recurrence or its attention, beside that of its whole layer.
struct MixerCell {
  let type: any SequenceModel.Type
  /// n and d.
  let length, width: Int
  /// The processor: a time that was kept on another one is measured again.
  let machine: String

  /// A head for so few tokens costs next to nothing.
  private static let vocabularySize = 16
  /// Timed steps, after one more.
  private static let steps = 5

  /// The operations that mix positions.
  private static let mixers: Set = ["recurrence", "attention"]

  /// The cell: its score is the mixer's time in milliseconds, its longer one that of the whole training step, its tokens the mixer's
  /// counted operations.
  /// - Throws: `ConfigurationError`, if the model cannot have the size.
  func cell(_ id: String) throws -> PatternCell {
    let model = try type.init(
      ModelConfiguration(
        vocabularySize: Self.vocabularySize, width: width, layerCount: 1, headCount: 1, contextLength: length))
    let (length, mixers, steps) = (length, Self.mixers, Self.steps)
    return PatternCell(
      id, model: type.identifier, setting: "\(machine) \(length) \(width) \(steps)",
      // As measured for the longest: 10 n²·d or n·(2·d)² in a nanosecond.
      seconds: Double(steps + 1) * Double(length * width * (length + 4 * width)) * 1e-10
    ) { seed, onProgress in
      let tape = Tape(Parameters<Float>(initializing: model.parameters, seed: seed))
      let gradient = Parameters<Float>(zerosFor: model.parameters)
      func tokens(_ stream: String) -> TokenBatch {
        .random(batchSize: 1, length: length, vocabularySize: Self.vocabularySize, stream: "\(stream) \(seed)")
      }
      let (tokens, targets) = (tokens("tokens"), tokens("targets"))
      var (mixing, whole, work): ([Double], [Double], Int) = ([], [], 0)
      for step in 0...steps {
        tape.profile = TapeProfile()
        let start = ContinuousClock.now
        tape.backward(
          from: model.loss(tokens, targets: targets, phase: .training(seed: 0), on: tape).mean, into: gradient)
        let time = ContinuousClock.now - start
        let parts = (tape.profile?.operations ?? [:]).filter { mixers.contains($0.key) }.values
        tape.reset()
        try onProgress(Double(step + 1) / Double(steps + 1))
        guard step > 0 else { continue }
        mixing.append(parts.reduce(0) { $0 + ($1.forward + $1.backward).milliseconds })
        whole.append(time.milliseconds)
        work = parts.reduce(0) { $0 + $1.forwardWork + $1.backwardWork }
      }
      return CellOutcome(score: Statistics.median(mixing), longer: [Statistics.median(whole)], tokens: work)
    }.taking { free in
      let row = TrainingSettings(batchSize: 1, length: length, threads: 1)
      return .training(model, row, keepsBest: false, evaluates: false, free: free)
    }
  }
}
