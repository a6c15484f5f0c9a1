// What counts do not show: how much faster several threads are, and what the next token costs in generation.

import LabResults
import SequenceKit
import TensorCore

extension Complexity {
  /// The time of a training step of a batch on one thread over that on several, measured side by side several times.
  ///
  /// Which of the two comes first alternates, so that a machine that slows down or speeds up favours neither. A step is forward,
  /// backward, clipping and AdamW; threads split the batch.
  /// - Returns: nil for one thread.
  /// - Throws: `NonFiniteValue`, if a step fails; `ConfigurationError`.
  static func speedUp(
    _ type: any SequenceModel.Type, _ grid: ComplexityGrid, threads: Int
  ) throws -> Estimate? {
    guard threads > 1 else { return nil }
    let model = try type.init(
      ModelConfiguration(
        vocabularySize: grid.vocabularySize, width: grid.batchWidth, layerCount: 1, headCount: 1,
        contextLength: grid.batchLength))
    let (alone, together) = (BatchStep(model, grid, threads: 1), BatchStep(model, grid, threads: threads))
    let ratios = try (0..<grid.repetitions).map { repetition in
      var times = [0.0, 0.0]
      for index in repetition.isMultiple(of: 2) ? [0, 1] : [1, 0] {
        times[index] = try [alone, together][index].milliseconds(steps: grid.repetitionSteps)
      }
      return times[0] / times[1]
    }
    return Estimate(ratios)
  }

  /// What the next token costs after more and more others, on one thread.
  /// - Returns: Nothing for a model that cannot be read step by step.
  static func generation(
    _ type: any SequenceModel.Type, _ grid: ComplexityGrid
  ) throws -> [ComplexityRecord.GenerationPoint] {
    let longest = grid.contexts.max() ?? 0
    let model = try type.init(
      ModelConfiguration(
        vocabularySize: grid.vocabularySize, width: grid.generationWidth, layerCount: 1, headCount: 1,
        contextLength: longest + 1))
    guard model.sight == .left else { return [] }
    let tape = Tape(Parameters<Float>(initializing: model.parameters, seed: 0), recordsGradients: false)
    let tokens = TokenBatch.random(
      batchSize: 1, length: longest + 1, vocabularySize: grid.vocabularySize, stream: "tokens")
    return grid.contexts.compactMap { context in
      guard var state = model.initialState(batchSize: 1, scalar: Float.self) else { return nil }
      if context > 0 { read(Array(tokens.tokens[..<context]), model, &state, tape) }
      return point(context, next: tokens.tokens[context], model, state, tape, steps: grid.generationSteps)
    }
  }

  private static func point(
    _ context: Int, next: Int32, _ model: any SequenceModel, _ state: SequenceState<Float>, _ tape: Tape<Float>,
    steps: Int
  ) -> ComplexityRecord.GenerationPoint {
    var work = 0
    let times = (0...steps).map { _ in
      // Each reads the same token with the same ones before it: a state of its own, copied before the clock starts.
      var state: SequenceState<Float>? = state.independentCopy()
      let start = ContinuousClock.now
      _ = model.logits(TokenBatch([next]), continuing: &state, on: tape)
      let time = ContinuousClock.now - start
      work = tape.currentCounts.forwardWork
      tape.reset()
      return time.milliseconds * 1000
    }
    return ComplexityRecord.GenerationPoint(
      context: context, work: work, stateBytes: state.bytesInUse,
      microseconds: Statistics.median(Array(times.dropFirst())))
  }

  /// Moves the state on past some tokens.
  private static func read(
    _ tokens: [Int32], _ model: any SequenceModel, _ state: inout SequenceState<Float>, _ tape: Tape<Float>
  ) {
    var moved: SequenceState<Float>? = state
    _ = model.features(of: TokenBatch(tokens), state: &moved, phase: .evaluation, on: tape)
    tape.reset()
    if let moved { state = moved }
  }
}

/// Training steps of a batch on some threads.
private struct BatchStep {
  private let learner: Learner
  private let tokens, targets: TokenBatch

  init(_ model: any SequenceModel, _ grid: ComplexityGrid, threads: Int) {
    learner = Learner(model, parameters: Parameters(initializing: model.parameters, seed: 0), threads: threads)
    func batch(_ stream: String) -> TokenBatch {
      .random(
        batchSize: grid.batchSize, length: grid.batchLength, vocabularySize: grid.vocabularySize, stream: stream)
    }
    (tokens, targets) = (batch("tokens"), batch("targets"))
  }

  /// The median time of some steps, after one more.
  func milliseconds(steps: Int) throws(NonFiniteValue) -> Double {
    let times = try (0...steps).map { step throws(NonFiniteValue) in
      let start = ContinuousClock.now
      _ = try learner.step(tokens, targets: targets, seed: UInt64(step), learningRate: 1e-3)
      return (ContinuousClock.now - start).milliseconds
    }
    return Statistics.median(Array(times.dropFirst()))
  }
}

extension SequenceState {
  /// Bytes of what has been read so far. A state with a capacity has room for all of it from the start, and so counts in part.
  fileprivate var bytesInUse: Int {
    let bytes = tensors.reduce(0) { $0 + $1.shape.count } * MemoryLayout<Scalar>.stride
    return if let capacity { bytes / capacity * position } else { bytes }
  }

  /// The same state in memory of its own, which can be written in place.
  fileprivate func independentCopy() -> SequenceState {
    var copy = self
    for index in copy.tensors.indices { copy.tensors[index].withUnsafeMutableScalars { _ in } }
    return copy
  }
}
