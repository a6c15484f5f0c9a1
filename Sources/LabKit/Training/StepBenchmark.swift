// How fast a training step is, and how far from the limit that matrix products set.

import LabResults
import SequenceKit
import TensorCore

/// The result of timing training steps on random tokens. Encodes as the one JSON line of `seqlab bench`.
public struct StepBenchmark: Codable, Equatable, Sendable {
  /// Who made the steps, for tables that hold the results of several programs.
  public var impl = "seqlab"
  /// The model's identifier.
  public let model: String
  /// Sequences in a step, and tokens in each; the model's sizes; threads that share a step.
  public let batch, length, width, layers, heads, vocab, threads: Int
  /// The number of trained scalars.
  public let parameters: Int
  /// The median over the measured steps.
  public let millisecondsPerStep: Double
  /// The tokens of a step over its median time.
  public let tokensPerSecond: Int
  /// The most memory that the process has had resident, in MiB.
  public let peakMiB: Int
  /// Counted floating-point operations of a step: forward, backward, optimiser left out.
  public let flopsPerStep: Int
  /// The longest chain of those operations that depend on each other: their number on as many processors as one likes.
  public let spanPerStep: Int
  /// What matrix products alone reach with the same threads, measured in this process, in 10⁹ operations a second.
  public let productRate: Double
  /// The time that a step would take at that rate.
  public let limitMilliseconds: Double
  /// `limitMilliseconds / millisecondsPerStep`.
  public let ofLimit: Double
  /// Where the time goes, if that was asked for.
  public let profile: StepProfile?

  private enum CodingKeys: String, CodingKey {
    case impl, model, batch, length, width, layers, heads, vocab, threads, parameters, profile
    case millisecondsPerStep = "ms_per_step"
    case tokensPerSecond = "tokens_per_s"
    case peakMiB = "peak_mib"
    case flopsPerStep = "flops_per_step"
    case spanPerStep = "span_per_step"
    case productRate = "gemm_gflops"
    case limitMilliseconds = "limit_ms"
    case ofLimit = "of_limit"
  }

  /// Trains on random tokens and times each step: forward, backward, clipping at 1, AdamW.
  /// - Parameters:
  ///   - steps: How many steps are timed, after `warmup` more.
  ///   - isPlain: Whether the model runs by its equations; see `Tape.isPlain`.
  ///   - isProfiled: Whether the parts of the timed steps are timed as well.
  /// - Throws: `ConfigurationError` for sizes that no model can have; `NonFiniteValue`, if a step fails.
  public init(
    _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, batchSize: Int, length: Int, steps: Int,
    warmup: Int = 5, threads: Int, isPlain: Bool = false, isProfiled: Bool = false,
    onStep: (Int) -> Void = { _ in }
  ) throws {
    let model = try type.init(configuration)
    let learner = Learner(
      model, parameters: Parameters(initializing: model.parameters, seed: 0), threads: threads, isPlain: isPlain)
    var generator = SeededGenerator(seed: 0, stream: "bench")
    func randomBatch() -> TokenBatch {
      let tokens = (0..<batchSize * length).map { _ in Int32(generator.index(below: configuration.vocabularySize)) }
      return TokenBatch(tokens, batchSize: batchSize, length: length)
    }
    var (times, work, span): ([Double], Int, Int) = ([], 0, 0)
    var apart = StepProfile.Apart()
    for step in 0..<warmup + steps {
      let (tokens, targets) = (randomBatch(), randomBatch())
      if isProfiled && step == warmup { learner.workers.startProfile() }
      let start = ContinuousClock.now
      let made = try learner.step(tokens, targets: targets, seed: UInt64(step), learningRate: 1e-3)
      let time = ContinuousClock.now - start
      if step >= warmup {
        times.append(time.milliseconds)
        apart.norm += made.normTime
        apart.optimizer += made.updateTime
      }
      (work, span) = (made.counts.work, made.counts.span)
      onStep(step + 1)
    }
    let median = Statistics.median(times)
    self.model = type.identifier
    (batch, self.length, width, layers) = (batchSize, length, configuration.width, configuration.layerCount)
    (heads, vocab, self.threads) = (configuration.headCount, configuration.vocabularySize, threads)
    self.parameters = model.parameters.scalarCount
    millisecondsPerStep = median
    tokensPerSecond = Int(Double(batchSize * length) / median * 1e3)
    peakMiB = ProcessMemory.peakMiB
    (flopsPerStep, spanPerStep) = (work, span)
    productRate = MatrixProductRate.measure(threads: threads)
    limitMilliseconds = Double(work) / productRate / 1e6
    ofLimit = limitMilliseconds / median
    apart.addition = learner.workers.additionTime
    profile =
      isProfiled
      ? StepProfile(
        learner.workers.profile, apart, steps: steps, wall: times.reduce(0, +), threads: threads,
        productRate: productRate)
      : nil
  }
}

extension Duration {
  /// This duration in milliseconds.
  package var milliseconds: Double {
    Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
  }
}
