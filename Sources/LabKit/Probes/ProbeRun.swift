// Training a model on a probe, and its score on examples that it has not seen.

import NeuralLayers
import SequenceKit
import TensorCore

/// A model, a task and settings: everything but the seed.
public struct ProbeRun: Sendable {
  /// What is learned.
  public let task: any ProbeTask
  /// What training takes in turn, a step each: the task alone, or others of its kind, too.
  public let inTurn: [any ProbeTask]
  /// How, and with which sizes.
  public let settings: ProbeSettings
  /// The model, made for the task's tokens and length.
  public let model: any SequenceModel

  /// - Parameter inTurn: Tasks with the same tokens, none longer than the task, which is one of them and tells when all is solved; none:
  ///   the task alone.
  /// - Throws: `ConfigurationError`, if the settings do not suit the model.
  /// - Precondition: the model answers at the position of the question: it sees the left side, or the whole input. See
  ///   `Probe.reasonAgainst`.
  public init(
    _ task: any ProbeTask, _ type: any SequenceModel.Type, _ settings: ProbeSettings, inTurn: [any ProbeTask] = []
  ) throws(ConfigurationError) {
    precondition(
      inTurn.allSatisfy { $0.vocabularySize == task.vocabularySize && $0.length <= task.length },
      "ProbeRun: tasks in turn with other tokens, or longer than the task")
    precondition(type.sight != .around, "ProbeRun: \(type.identifier) does not see the question")
    (self.task, self.settings, self.inTurn) = (task, settings, inTurn.isEmpty ? [task] : inTurn)
    model = try type.init(Self.configuration(for: task, settings))
  }

  /// The sizes of a model for a task.
  package static func configuration(for task: any ProbeTask, _ settings: ProbeSettings) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: task.vocabularySize, width: settings.width, layerCount: settings.layerCount,
      headCount: settings.headCount, contextLength: task.length, head: settings.head, positions: settings.positions,
      forgetBias: settings.forgetBias)
  }

  /// What training left.
  public struct Trained {
    /// Nil if the loss or its gradient was not finite.
    public let parameters: Parameters<Float>?
    /// Steps until the task was solved, or all.
    public let steps: Int
    /// Whether the task was solved.
    public let isSolved: Bool
    /// The score on some examples after half of the steps; nil where it was solved by then.
    public let halfway: Double?
    /// The scores on some examples after every `pace` steps.
    package let course: [Double]
  }

  /// Training steps between two looks at the score.
  package static let pace = 25

  /// Trains the model from first values that the seed fixes, on examples that are drawn as they are needed, with AdamW and the gradient clipped at a norm of 1.
  public func trained(seed: UInt64) -> Trained { trained(seed: seed) { _ in } }

  /// The same for those who want to know how far it is.
  /// - Parameters:
  ///   - firstValues: Changes what the seed has drawn before training begins.
  ///   - onProgress: Told now and then which share of the steps is made; it may throw to stop.
  package func trained(
    seed: UInt64, firstValues: (Parameters<Float>) -> Void = { _ in }, onProgress: (Double) throws -> Void
  ) rethrows -> Trained {
    let parameters = Parameters<Float>(initializing: model.parameters, seed: seed)
    firstValues(parameters)
    let learner = Learner(model, parameters: parameters, threads: settings.threads)
    let schedule = LearningRateSchedule(
      peak: settings.learningRate, warmup: max(1, settings.steps / 10), total: settings.steps, floor: 0.02)
    var training = SeededGenerator(seed: seed, stream: "training on \(task.id)")
    var checking = SeededGenerator(seed: seed, stream: "progress on \(task.id)")
    var course: [Double] = []
    /// The score at the first look after half of the steps.
    func trained(_ parameters: Parameters<Float>?, steps: Int, isSolved: Bool = false) -> Trained {
      let middle = (settings.steps + 2 * Self.pace - 1) / (2 * Self.pace) - 1
      let halfway = course.indices.contains(middle) && !(isSolved && middle == course.count - 1) ? course[middle] : nil
      return Trained(parameters: parameters, steps: steps, isSolved: isSolved, halfway: halfway, course: course)
    }
    for step in 0..<settings.steps {
      let examples = inTurn[step % inTurn.count].examples(count: settings.batchSize, using: &training)
      do {
        _ = try learner.step(
          .tokens(of: examples), targets: .targets(of: examples), seed: training.next(),
          learningRate: schedule.rate(at: step))
      } catch { return trained(nil, steps: step) }
      guard (step + 1) % Self.pace == 0 else { continue }
      try onProgress(Double(step + 1) / Double(settings.steps))
      let score = score(parameters, on: task, task.examples(count: 200, using: &checking))
      course.append(score)
      if settings.stopsEarly, task.metric.isSolved(score) {
        return trained(parameters, steps: step + 1, isSolved: true)
      }
    }
    return trained(parameters, steps: settings.steps)
  }

  /// The score of a trained model on fresh examples of a task, the one that it was trained on or a longer one of its kind; NaN if
  /// training diverged.
  public func score(_ trained: Trained, on task: any ProbeTask, seed: UInt64) -> Double {
    guard let parameters = trained.parameters else { return .nan }
    var testing = SeededGenerator(seed: seed, stream: "test on \(task.id)")
    return score(parameters, on: task, task.examples(count: settings.testCount, using: &testing))
  }

  /// Whether the model can read the examples of another task of the same kind.
  public func canRead(_ other: any ProbeTask) -> Bool { model.longestSequence.map { other.length <= $0 } ?? true }

  private func score(_ parameters: Parameters<Float>, on task: any ProbeTask, _ examples: [ProbeExample]) -> Double {
    let tape = Tape(parameters, recordsGradients: false)
    var sum = 0.0
    for start in stride(from: 0, to: examples.count, by: 50) {
      let part = examples[start..<min(start + 50, examples.count)]
      let logits = model.logits(.tokens(of: part), on: tape).value
      sum += Double(part.count) * score(logits, on: task, Array(part))
      tape.reset()
    }
    return sum / Double(max(1, examples.count))
  }

  /// - Parameter logits: [B, T, V]
  private func score(_ logits: Tensor<Float>, on task: any ProbeTask, _ examples: [ProbeExample]) -> Double {
    let (length, vocabulary) = (logits.shape[1], logits.shape[2])
    return logits.withUnsafeScalars { logits in
      var row = -length
      return task.score(examples) { _ in
        row += length
        return task.asked.map { position in
          let first = (row + position) * vocabulary + Int(task.answers.lowerBound)
          return Distribution.softmax(logits[first..<first + task.answers.count].map { Double($0) })
        }
      }
    }
  }
}
