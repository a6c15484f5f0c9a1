// The flags of `seqlab train`, and the run that they describe.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import NeuralLayers
import SequenceKit

/// Sizes of the model, and how it is trained. All optional: what is not given has a default, or comes from what is resumed.
struct TrainOptions: ParsableArguments {
  @Option(help: ArgumentHelp("One of \(ModelChoice.names).", valueName: "name")) var model: String?
  @Option(help: ArgumentHelp("Width of embeddings and states.", valueName: "n")) var width: Int?
  @Option(help: ArgumentHelp("Layers (default: 1, or 2 with attention).", valueName: "n")) var layers: Int?
  @Option(help: ArgumentHelp("Attention heads (default: 2).", valueName: "n")) var heads: Int?
  @Option(help: ArgumentHelp("Tokens in a training row (default: 256 of stories).", valueName: "n")) var context: Int?
  @Option(help: ArgumentHelp("learned (the default), sinusoidal, rotary, alibi or none.", valueName: "kind"))
  var positions: String?
  @Option(
    help: ArgumentHelp(
      "Whose weights the output head has: tied (the embedding's) or separate (default: \(HeadKind.usual)).",
      valueName: "kind"))
  var head: HeadKind?
  @Option(help: ArgumentHelp("First forget bias of an LSTM (default: 1).", valueName: "x")) var forgetBias: Double?
  @Option(help: ArgumentHelp("Probability of dropout (default: 0).", valueName: "p")) var dropout: Double?

  @Option(help: ArgumentHelp("Rows in a step (default: 16 of stories).", valueName: "n")) var batch: Int?
  @Option(help: ArgumentHelp("Steps (default: 1200 on stories; of a text, what takes about as long).", valueName: "n"))
  var steps: Int?
  @Option(help: ArgumentHelp("Highest learning rate (default: what was found for the model).", valueName: "x"))
  var learningRate: Double?
  @Option(help: ArgumentHelp("Last learning rate (default: a tenth of the highest).", valueName: "x"))
  var minimumLearningRate: Double?
  @Option(help: ArgumentHelp("Steps of warm-up (default: a tenth of the steps, at most 100).", valueName: "n"))
  var warmup: Int?
  @Option(help: ArgumentHelp("Decay of matrices in AdamW (default: 0.1).", valueName: "x")) var weightDecay: Double?
  @Option(help: ArgumentHelp("AdamW's second beta (default: 0.99).", valueName: "x")) var beta2: Double?
  @Option(help: ArgumentHelp("What weights, rows and dropout are drawn from (default: 1).", valueName: "n"))
  var seed: UInt64?
  @Option(help: ArgumentHelp("Threads (default: the machine's cores).", valueName: "n")) var threads: Int?
  @Flag(help: "Run recurrences and attention by their equations, operation by operation.") var plain = false
  @Option(help: ArgumentHelp("Steps between looks at the validation part (default: 250; 0: none).", valueName: "n"))
  var evalInterval: Int?
  @Option(
    help: ArgumentHelp(
      "Stop early after n looks in a row that are no better than the best before (default, and 0: never).",
      valueName: "n"))
  var patience: Int?
  @Option(
    help: ArgumentHelp(
      "Which weights to keep: last, best (on the validation part), or both (the default).", valueName: "kind"))
  var keep: KeptWeights?

  /// Checks that what is given beside --resume is what the checkpoint was trained with; the rest may change.
  func checkAgreement(with record: TrainingRecord, _ model: any SequenceModel, _ folder: String) throws(UsageError) {
    let (settings, sizes) = (record.settings, model.configuration)
    // The schedule holds the least rate as a share of the highest.
    let schedule = settings.schedule
    let least = String(format: "%.6g", schedule.floor * schedule.peak)
    let settled: [(flag: String, given: String?, saved: String)] = [
      ("model", self.model, type(of: model).identifier),
      ("width", width.map(String.init), String(sizes.width)),
      ("layers", layers.map(String.init), String(sizes.layerCount)),
      ("heads", heads.map(String.init), String(sizes.headCount)),
      ("context", context.map(String.init), String(settings.length)),
      ("positions", positions, sizes.positions.rawValue),
      ("head", head?.rawValue, sizes.head.rawValue),
      ("forget-bias", forgetBias.map { String($0) }, String(sizes.forgetBias)),
      ("dropout", dropout.map { String($0) }, String(sizes.dropout)),
      ("batch", batch.map(String.init), String(settings.batchSize)),
      ("learning-rate", learningRate.map { String($0) }, String(schedule.peak)),
      (
        "minimum-learning-rate",
        minimumLearningRate.map { $0 / schedule.peak == schedule.floor ? least : String($0) }, least
      ),
      ("warmup", warmup.map(String.init), String(schedule.warmup)),
      ("weight-decay", weightDecay.map { String($0) }, String(settings.optimizer.weightDecay)),
      ("beta2", beta2.map { String($0) }, String(settings.optimizer.beta2)),
      ("seed", seed.map(String.init), String(settings.seed)),
      ("plain", plain ? "on" : nil, settings.isPlain ? "on" : "off"),
    ]
    for (flag, given, saved) in settled {
      guard let given, given != saved else { continue }
      throw UsageError("--\(flag) is settled by \(printable(folder)), with \(saved); leave it out, or train anew")
    }
  }

  /// The model's sizes and options, but for the vocabulary.
  func configuration(_ type: any SequenceModel.Type, _ defaults: TrainDefaults) throws -> ModelConfiguration {
    let encoding = positions.map { (name: $0, value: PositionEncoding(rawValue: $0)) }
    if let encoding, encoding.value == nil {
      let known = PositionEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--positions: there is no encoding '\(printable(encoding.name))'; there are \(known)")
    }
    let bias = forgetBias ?? 1
    guard bias.isFinite else { throw UsageError("--forget-bias must be a number, not \(bias)") }
    return ModelConfiguration(
      vocabularySize: 2, width: try Flags.range(width ?? defaults.width, "width", Limits.width),
      layerCount: try Flags.range(layers ?? defaults.layers, "layers", Limits.layers),
      headCount: try Flags.range(heads ?? defaults.heads, "heads", Limits.heads),
      contextLength: try Flags.range(context ?? defaults.context, "context", Limits.length),
      head: head ?? .usual, positions: encoding?.value ?? .learned, forgetBias: bias,
      dropout: try Flags.halfOpen(dropout ?? 0, "dropout", 0..<1))
  }

  /// How the model is trained.
  func settings(_ defaults: TrainDefaults) throws -> TrainingSettings {
    let steps = try Flags.range(steps ?? defaults.steps, "steps", Limits.steps)
    let peak = try Flags.positive(learningRate ?? defaults.learningRate, "learning-rate")
    let least = minimumLearningRate ?? peak / 10
    guard least >= 0, least <= peak else {
      throw UsageError("--minimum-learning-rate must be between 0 and the learning rate, \(peak), not \(least)")
    }
    let schedule = LearningRateSchedule(
      peak: peak, warmup: try Flags.range(warmup ?? min(100, steps / 10), "warmup", 0...1_000_000_000), total: steps,
      floor: least / peak)
    let decay = try Flags.halfOpen(weightDecay ?? 0.1, "weight-decay", 0..<1000)
    let optimizer = AdamWSettings(beta2: try Flags.halfOpen(beta2 ?? 0.99, "beta2", 0..<1), weightDecay: decay)
    return TrainingSettings(
      batchSize: try Flags.range(batch ?? defaults.batch, "batch", Limits.batch),
      length: try Flags.range(context ?? defaults.context, "context", Limits.length), steps: steps, schedule: schedule,
      optimizer: optimizer, seed: seed ?? 1, threads: try Flags.threads(threads), logInterval: max(1, steps / 100),
      isPlain: plain)
  }

  /// Notes in a record what is given on looks at the validation part: how often, when to stop for them, and which weights to keep.
  func setLooks(of record: inout TrainingRecord) throws(UsageError) {
    if let evalInterval { record.evalInterval = try Flags.range(evalInterval, "eval-interval", 0...1_000_000_000) }
    if let patience {
      record.patience = try Flags.range(patience, "patience", 0...1_000_000_000) == 0 ? nil : patience
    }
    if let keep { record.keep = keep }
    guard record.evalInterval == 0 else { return }
    for (flag, needsLooks) in [("patience", record.patience != nil), ("keep best", record.keep == .best)]
    where needsLooks {
      throw UsageError("--\(flag) needs looks at the validation part, and --eval-interval 0 makes none")
    }
  }
}

extension KeptWeights: ExpressibleByArgument {}
