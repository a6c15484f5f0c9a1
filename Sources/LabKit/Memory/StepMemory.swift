// What a pass through a model keeps in memory, measured on a few rows.

import SequenceKit
import TensorCore

/// Measures what a tape takes from the system for some rows, and tells it for more: what a model keeps grows with the rows.
struct StepMemory {
  private let model: any SequenceModel
  /// The model's weights, where they are in memory already; others are made where they are needed.
  private let known: Parameters<Float>?
  private let length: Int
  private let isPlain: Bool
  /// Tokens that are enough to fill the workspaces which do not grow with the rows.
  private static let tokens = 1024
  /// The longest rows that are tried: what is kept grows with the length, but for attention by its equations.
  private static let longest = 4096
  /// Tokens of the first trial, where memory is limited.
  private static let shortest = 64

  /// - Parameters:
  ///   - parameters: The model's weights, if they are in memory already.
  ///   - length: Tokens in a row, as the model reads them; no more than it can.
  ///   - isPlain: Whether the model runs by its equations; see `Tape.isPlain`.
  init(_ model: any SequenceModel, _ parameters: Parameters<Float>? = nil, length: Int, isPlain: Bool) {
    (self.model, known, self.isPlain) = (model, parameters, isPlain)
    self.length = min(length, model.longestSequence ?? length)
  }

  /// Bytes that a single row cannot do without: its states in each layer, and attention's weights where they are all in memory.
  var leastBytes: Double {
    let sizes = model.configuration
    let states = Double(length) * Double(sizes.width) * Double(sizes.layerCount + 1)
    let isQuadratic = isPlain && type(of: model).settings.contains(.heads)
    return 4 * (isQuadratic ? states + Double(length) * Double(length) * Double(sizes.headCount) : states)
  }

  /// Bytes that one thread's tape takes for some rows at once.
  /// - Parameter free: How much there is, for trials too.
  func bytes(rows: Int, recordsGradients: Bool, free: Double) -> Double {
    let tried = isPlain ? length : min(length, Self.longest)
    let few = min(rows, max(1, (Self.tokens + tried - 1) / tried))
    let more = min(rows, 2 * few)
    let parameters = known ?? Parameters(zerosFor: model.parameters)
    if !isPlain, let short = bytesByShortTrials(below: more * tried, parameters, recordsGradients, free) {
      return short(Double(rows) * Double(length))
    }
    let second = measure(parameters, more, tried, recordsGradients)
    if more == rows, tried == length { return second }
    let first =
      more > few
      ? measure(parameters, few, tried, recordsGradients) : measure(parameters, few, tried / 2, recordsGradients)
    // A straight line through both, over positions.
    let (near, far) = (Double(more > few ? few * tried : few * (tried / 2)), Double(more * tried))
    let slope = max(0, (second - first) / (far - near))
    return second + slope * (Double(rows) * Double(length) - far)
  }

  /// What tells the bytes for any number of tokens, where a trial with so many could take more than there is; nil where it cannot.
  ///
  /// What a trial takes grows no faster than its tokens. So each is as long as the one before says that there is room for, until there is
  /// room for the long ones, or none for more.
  private func bytesByShortTrials(
    below target: Int, _ parameters: Parameters<Float>, _ recordsGradients: Bool, _ free: Double
  ) -> ((Double) -> Double)? {
    guard free.isFinite, Self.shortest < target else { return nil }
    /// The most whole rows of so many tokens, or a shorter one.
    func shape(_ tokens: Double) -> (rows: Int, length: Int) {
      let row = min(Int(tokens), length, Self.longest)
      return (Int(tokens) / row, row)
    }
    func trial(_ shape: (rows: Int, length: Int)) -> (tokens: Double, bytes: Double) {
      (Double(shape.rows * shape.length), measure(parameters, shape.rows, shape.length, recordsGradients))
    }
    var before = (tokens: 0.0, bytes: 0.0)
    var last = trial(shape(Double(Self.shortest)))
    while last.bytes * Double(target) / last.tokens > free {
      let next = shape(last.tokens * max(1, min(4, free / last.bytes)))
      guard Double(next.rows * next.length) > 1.3 * last.tokens else {
        let slope = (last.bytes - before.bytes) / (last.tokens - before.tokens)
        return { last.bytes + slope * ($0 - last.tokens) }
      }
      (before, last) = (last, trial(next))
    }
    return nil
  }

  private func measure(
    _ parameters: Parameters<Float>, _ rows: Int, _ length: Int, _ recordsGradients: Bool
  ) -> Double {
    let tokens = TokenBatch.random(
      batchSize: rows, length: length, vocabularySize: model.configuration.vocabularySize, stream: "memory")
    let tape = Tape(parameters, recordsGradients: recordsGradients)
    tape.isPlain = isPlain
    if recordsGradients {
      let gradient = Parameters<Float>(zerosFor: model.parameters)
      let loss = model.loss(tokens, targets: tokens, phase: .training(seed: 1), on: tape).mean
      tape.backward(from: loss, into: gradient)
    } else {
      let features = model.features(of: tokens, on: tape)
      _ = crossEntropy(model.head.logits(features.rows), targets: tokens.tokens(in: features.order))
    }
    return Double(tape.reservedBytes)
  }
}
