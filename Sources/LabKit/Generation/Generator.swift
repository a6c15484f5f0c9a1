// Text from a model: each next token is drawn from what the model says after all before it.

import SequenceKit
import TensorCore

/// Continues token sequences with a model that reads from left to right.
///
/// The model reads each token once: its state goes on from token to token. When a state is full, as a Transformer's is after its
/// context, the last half of the context is read again into a new one. A model without a state reads all anew for each token.
public struct Generator {
  /// A model that reads from left to right.
  public let model: any SequenceModel
  /// Its weights.
  public let parameters: Parameters<Float>
  private let threads: Int

  /// - Parameter threads: How many share the products of a large model; the text is the same.
  /// - Throws: `GenerationError.cannotContinue` for models that see both sides.
  public init(
    _ model: any SequenceModel, parameters: Parameters<Float>, threads: Int = 1
  ) throws(GenerationError) {
    guard model.sight == .left else { throw .cannotContinue(model: type(of: model).identifier) }
    self.model = model
    self.parameters = parameters
    self.threads = threads
  }

  /// Draws tokens.
  /// - Parameters:
  ///   - prompt: What the text begins with; at least one token.
  ///   - count: The most tokens that are drawn.
  ///   - stop: A token that ends the text; it is drawn, but not part of the result. Nil: only `count` ends it.
  ///   - excluded: Tokens that are never drawn, such as the blank.
  ///   - onToken: Is told each token as it is drawn.
  /// - Throws: `GenerationError`, if the prompt is empty or the model's numbers are not finite.
  /// - Complexity: one step of the model for each token, or without a state a pass over all before it; and O(V log V) to draw it.
  public func tokens(
    after prompt: [Int32], count: Int, settings: SamplingSettings, stop: Int32? = nil,
    excluding excluded: Set<Int32> = [],
    onToken: (Int32) -> Void = { _ in }
  ) throws(GenerationError) -> [Int32] {
    guard !prompt.isEmpty else { throw .nothingBefore }
    var generator = SeededGenerator(seed: settings.seed, stream: "sampling")
    var reader = StepReader(model, parameters: parameters, threads: threads)
    var (new, result) = (prompt, [Int32]())
    while result.count < count {
      let logits = try reader.logits(after: new)
      let candidates = Distribution.candidates(logits, settings, excluding: excluded)
      guard let token = Distribution.draw(candidates, using: &generator), token != stop else { break }
      result.append(token)
      onToken(token)
      new = [token]
    }
    return result
  }

  /// The time that so many tokens after a prompt will take at most, about: from reading a token three times, or, without a state, as much as
  /// is read for a token in the middle.
  /// - Throws: `GenerationError`, as `tokens` would.
  public func expectedSeconds(after prompt: [Int32], count: Int) throws(GenerationError) -> Double {
    guard let first = prompt.first else { throw .nothingBefore }
    let hasState = model.initialState(batchSize: 1, scalar: Float.self) != nil
    let middle = min(model.longestSequence ?? .max, prompt.count + count / 2)
    var best = Double.infinity
    var reader = StepReader(model, parameters: parameters, threads: threads)
    for turn in 0..<(hasState ? 3 : 2) {
      let start = ContinuousClock.now
      _ = try reader.logits(after: Array(repeating: first, count: hasState || turn > 0 ? 1 : middle))
      best = min(best, (ContinuousClock.now - start).milliseconds / 1e3)
    }
    return best * Double(hasState ? prompt.count + count : count)
  }
}
