// How much of the past a model uses, measured: the loss of the same tokens, as more and more of what is before them is their own.

import Corpora
import Foundation
import LabKit
import LabResults
import SequenceKit
import TensorCore

/// Scores a fixed sample of tokens, of which the last c tokens before each are its own, and what stands before those is another's, for
/// several c.
///
/// So all rows are as long as those of training and begin as they do; to cut them short would ask models for what they never saw.
/// - Source: Khandelwal et al., "Sharp nearby, fuzzy far away", 2018, who replace the far past among other things: an LSTM's loss stops
///   falling at about 200 words.
public struct EffectiveContext: Sendable {
  /// What is predicted.
  public let sample: TargetSample
  /// The numbers of tokens that are a target's own, ascending; the last is all.
  public let contexts: [Int]
  private let threads: Int

  /// - Parameters:
  ///   - targets: How many tokens are predicted.
  ///   - length: How many tokens of context there are in all; contexts are 1, 2, 4 … and this one.
  ///   - threads: Work is shared out to threads; the result does not depend on how many.
  /// - Throws: `CorpusError.tooShort`, if the split has no `length` + 1 tokens.
  public init(
    _ split: Split, of corpus: Corpus, targets: Int = 512, length: Int, threads: Int = ThreadTeam.availableCores
  ) throws(CorpusError) {
    sample = try TargetSample(split, of: corpus, count: targets, contextLength: length)
    contexts = Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < length }) + [length]
    self.threads = threads
  }

  /// The mean loss with each context, in nats, of a model with some parameters, as those of one seed.
  /// - Returns: nil for models that do not read from left to right.
  public func losses(_ model: any SequenceModel, parameters: Parameters<Float>) -> [Double]? {
    guard model.sight == .left else { return nil }
    let team = ThreadTeam(count: threads)
    return contexts.map { context in
      let losses = losses(model, parameters, context: context, team)
      return losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
    }
  }

  /// The loss of each target after so many tokens of its own.
  private func losses(
    _ model: any SequenceModel, _ parameters: Parameters<Float>, context: Int, _ team: ThreadTeam
  ) -> [Float] {
    // As many rows at once as where it is scored, so that this takes no more memory.
    let perPass = Evaluator.rowsPerPass(model, length: sample.contextLength)
    let count = sample.positions.count
    let passes = stride(from: 0, to: count, by: perPass).map { $0..<min($0 + perPass, count) }
    let losses = team.map(passes, worker: Tape(parameters, recordsGradients: false)) { tape, pass in
      defer { tape.reset() }
      let tokens = sample.inputs(pass, own: context)
      let last = model.features(of: tokens, on: tape).last(of: tokens)
      return model.head.crossEntropy(last, targets: sample.targets(pass)).perRow.value.scalars
    }
    return Array(losses.joined())
  }
}

extension EffectiveContextRecord {
  /// The share by which a loss may exceed that with all context and still count as the same.
  public static let tolerance = 0.01

  /// The record of some curves: the mean loss with each context, one curve for each seed.
  /// - Precondition: There is at least one curve, and each has a loss for each context.
  public init(contexts: [Int], curves: [[Double]]) {
    self.init(
      contexts: contexts, losses: contexts.indices.map { index in Estimate(curves.map { $0[index] }) },
      effective: Estimate(curves.map { Self.effective($0, of: contexts) }))
  }

  /// The smallest context whose loss is at most 1 % above that of the last, between two that were measured on a straight line over the
  /// logarithm of the context; NaN where losses are not finite.
  static func effective(_ losses: [Double], of contexts: [Int]) -> Double {
    guard let all = losses.last, let index = losses.firstIndex(where: { $0 <= (1 + tolerance) * all }) else {
      return .nan
    }
    guard index > 0 else { return Double(contexts[index]) }
    let (near, far) = (Double(contexts[index - 1]), Double(contexts[index]))
    let (above, below) = (losses[index - 1], losses[index])
    return near * pow(far / near, (above - (1 + tolerance) * all) / (above - below))
  }
}
