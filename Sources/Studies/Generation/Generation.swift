// What the next token costs, measured.

import LabKit
import LabResults
import SequenceKit
import TensorCore

/// Times and counts the next token after more and more others.
package enum Generation {
  /// The width of the networks, and how many tokens there are to choose from.
  package static let width = 128, vocabularySize = 257

  /// What the next token costs after more and more others, on one thread.
  /// - Returns: Nothing for a model that cannot be read step by step.
  package static func points(
    _ type: any SequenceModel.Type, contexts: [Int], steps: Int
  ) throws -> [GenerationRecord.Point] {
    let longest = contexts.max() ?? 0
    let model = try type.init(
      ModelConfiguration(
        vocabularySize: vocabularySize, width: width, layerCount: 1, headCount: 1,
        contextLength: longest + 1))
    guard model.sight == .left else { return [] }
    let tape = Tape(Parameters<Float>(initializing: model.parameters, seed: 0), recordsGradients: false)
    let tokens = TokenBatch.random(
      batchSize: 1, length: longest + 1, vocabularySize: vocabularySize, stream: "tokens")
    return contexts.compactMap { context in
      guard var state = model.initialState(batchSize: 1, scalar: Float.self) else { return nil }
      if context > 0 { read(Array(tokens.tokens[..<context]), model, &state, tape) }
      return point(context, next: tokens.tokens[context], model, state, tape, steps: steps)
    }
  }

  private static func point(
    _ context: Int, next: Int32, _ model: any SequenceModel, _ state: SequenceState<Float>, _ tape: Tape<Float>,
    steps: Int
  ) -> GenerationRecord.Point {
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
    return GenerationRecord.Point(
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
