// Cells in which a model learns a task with a set distance.

import LabKit
import LabResults
import SequenceKit
import TensorCore

/// How a pattern's cells are trained: the same for all its models but for the learning rate, which is searched for each.
struct ProbeCell {
  /// What is learned.
  let task: any ProbeTask
  /// What training takes in turn, a step each, the task among them; empty: the task alone.
  var inTurn: [any ProbeTask] = []
  /// What is asked, too, without further training.
  var longer: [any ProbeTask] = []
  /// Sizes, steps and the number of test examples; width, rate and threads are filled in.
  var settings: ProbeSettings
  /// The Transformer that all models are matched to in parameters has this width and so many layers; nil: all have the width of the
  /// settings.
  var reference: (width: Int, layers: Int)?
  /// The layers of a Transformer that is not matched; others have one.
  var layers = 1
  /// Whether the nearest tokens tell some of the answers by design, so that a short memory says nothing.
  var hasShortcut = false
  /// What training starts from.
  var firstValues = FirstValues.usual
  /// What else is to be known of the trained model.
  var look: @Sendable (any SequenceModel, Parameters<Float>, UInt64) -> [Double] = { _, _, _ in [] }

  /// About how fast such small models train on two cores.
  private static let tokensPerSecond = 500_000.0

  /// The cell of a model.
  /// - Parameters:
  ///   - id: The cell's name.
  ///   - rate: The peak learning rate.
  /// - Throws: `ConfigurationError`, if no width gives as many parameters.
  func cell(
    _ id: String, of type: any SequenceModel.Type, rate: Double, _ subject: PatternSubject
  ) throws -> PatternCell {
    let settings = try fitted(to: type, rate: rate, subject)
    let (run, task, longer, hasShortcut) = (
      try ProbeRun(task, type, settings, inTurn: inTurn), task, longer, hasShortcut
    )
    let (firstValues, look) = (firstValues, look)
    let tokens = settings.batchSize * run.inTurn.map(\.length).reduce(0, +) / run.inTurn.count
    let baselines = PatternCell.Baselines(task: "\(task) \(hasShortcut)") {
      CellBaselines(task, hasShortcut: hasShortcut)
    }
    return PatternCell(
      id, model: type.identifier,
      setting: "\(settings) \(task) \(longer) \(firstValues)" + (inTurn.isEmpty ? "" : " \(inTurn)"),
      seconds: Double(tokens * settings.steps) / Self.tokensPerSecond,
      baselines: baselines,
      measure: { seed, onProgress in
        let trained = try run.trained(
          seed: seed, firstValues: { firstValues.apply(to: $0, seed: seed) }, onProgress: onProgress)
        func score(_ task: any ProbeTask) -> Double? {
          let score = run.score(trained, on: task, seed: seed)
          return score.isFinite ? score : nil
        }
        return CellOutcome(
          score: score(task), longer: longer.map { run.canRead($0) ? score($0) : nil }, steps: trained.steps,
          tokens: trained.steps * tokens, isSolved: trained.isSolved, course: trained.course,
          seen: trained.parameters.map { look(run.model, $0, seed) } ?? [])
      }
    ).taking { free in
      let training = TrainingSettings(
        batchSize: settings.batchSize, length: task.length, threads: settings.threads)
      return .training(run.model, training, keepsBest: false, free: free)
    }
  }
}

extension ProbeCell {
  /// How a model is trained, with its width.
  /// - Throws: `ConfigurationError`, if no width gives as many parameters as the reference has.
  func fitted(to type: any SequenceModel.Type, rate: Double, _ subject: PatternSubject) throws -> ProbeSettings {
    var settings = settings
    (settings.learningRate, settings.threads) = (rate, subject.threads)
    let hasHeads = type.settings.contains(.heads)
    settings.layerCount = hasHeads ? reference?.layers ?? layers : 1
    guard let reference else { return settings }
    settings.width =
      hasHeads
      ? reference.width : try settings.matchedWidth(of: type, to: subject.type("transformer"), reference, on: task)
    return settings
  }
}

extension ProbeSettings {
  /// The width at which a model of one layer has as many parameters as a Transformer.
  fileprivate func matchedWidth(
    of type: any SequenceModel.Type, to transformer: any SequenceModel.Type, _ reference: (width: Int, layers: Int),
    on task: any ProbeTask
  ) throws(ConfigurationError) -> Int {
    let batch = BatchShape(rows: batchSize, rowLength: task.length, threads: threads)
    var large = self
    (large.width, large.layerCount) = (reference.width, reference.layers)
    let target = try MatchedQuantity.parameters.measure(
      transformer, ProbeRun.configuration(for: task, large), on: batch)
    return try SizeMatching.configuration(
      of: type, base: ProbeRun.configuration(for: task, self), quantity: .parameters, target: target, batch: batch
    ).width
  }
}
