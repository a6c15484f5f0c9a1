// What the lab asks of a model. A module under Models/ implements this, and nothing else of the lab needs to know it.

import NeuralLayers
import TensorCore

/// Which tokens the features at a position are made from, and so which token they predict.
public enum Sight: String, Sendable {
  /// Features at t see tokens up to t and predict token t + 1.
  case left
  /// Features at t see all tokens but t, and predict token t.
  case around
  /// Features at t see all tokens as given, and predict token t where a blank stands in its place.
  case masked
}

/// A setting that only some models have a use for.
public enum ModelSetting: Sendable {
  /// `ModelConfiguration.headCount`; the width is a multiple of it.
  case heads
  /// `ModelConfiguration.positions`.
  case positions
  /// `ModelConfiguration.forgetBias`.
  case forgetBias
}

/// A sequence model: tokens in, features out, logits by its head.
///
/// A model is a description: which parameters there are, and how features follow from them. It holds no numbers, so that the
/// same value serves Float and Double, training and use, and any number of threads.
public protocol SequenceModel: Sendable {
  /// The name on the command line and in files: "lstm".
  static var identifier: String { get }
  /// One line for people.
  static var summary: String { get }
  /// What tables and charts call it: "LSTM". By default, the identifier.
  static var name: String { get }
  /// Which tokens its features are made from.
  static var sight: Sight { get }
  /// Which settings beside its sizes make a difference to it. By default, none.
  static var settings: Set<ModelSetting> { get }
  /// For a model that sees both sides: the identifier of what it would be with the left side alone, if there is such a model. By
  /// default, none.
  static var leftSided: String? { get }

  /// Declares the model's parameters.
  /// - Throws: `ConfigurationError`, if a setting does not suit this model.
  init(_ configuration: ModelConfiguration) throws(ConfigurationError)

  /// The sizes and options that it was built with.
  var configuration: ModelConfiguration { get }
  /// What is trained: shapes, first values, and names in checkpoints.
  var parameters: ParameterLayout { get }
  /// What turns features into logits over the vocabulary, of the kind that the configuration's `head` says.
  var head: OutputHead { get }

  /// The longest sequence that can be read at once, as where positions are learned; nil: any. By default, any.
  var longestSequence: Int? { get }
  /// How many tokens a state takes up before it must be built anew: the `capacity` of `initialState`, without the cost of
  /// building one; nil: any number, or there are no states. By default, nil.
  var stateCapacity: Int? { get }

  /// How many sequences of a length a thread should take through the model together in training; it takes the others after them, and
  /// adds up the gradients. Few sequences leave their values in the caches and need less memory; a recurrence needs many,
  /// for they share each step's product. By default, any number.
  func sequencesAtOnce(length: Int) -> Int

  /// The features of every position.
  ///
  /// Measurements look at what layers expose: embed tokens with `embedding(tokens, on:)` or, for a recurrence,
  /// `embedding.steps(of:on:)`. `RecurrentLayer` and `MultiHeadAttention` show what they do by themselves, and mark it as that which
  /// mixes positions; what is no such layer calls `Tape.expose` and `Tape.mixing`.
  /// - Parameters:
  ///   - state: What earlier calls left; then the tokens continue the earlier ones, and the state moves on. Nil reads a
  ///     sequence from its beginning. A state other than nil needs a tape that records no gradients.
  ///   - phase: Training, where dropout acts, or evaluation.
  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S>

  /// The state before the first token, for `features(of:state:…)`; nil, the default, if the model cannot be read step by step.
  func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>?
}

extension SequenceModel {
  public static var name: String { identifier }
  public static var settings: Set<ModelSetting> { [] }
  public static var leftSided: String? { nil }
  public var longestSequence: Int? { nil }
  public var stateCapacity: Int? { nil }
  public func sequencesAtOnce(length: Int) -> Int { .max }
  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? { nil }

  /// Which tokens the model's features are made from.
  public var sight: Sight { Self.sight }

  /// The number of trained scalars of the body: of what is neither the token embedding nor weights and biases by which the head tells
  /// tokens apart. It does not grow with the vocabulary. Vectors of positions and a tied head's map to the embedding's width are in it.
  public var bodyScalarCount: Int { parameters.scalarCount - head.vocabularyScalarCount }

  /// The features of whole sequences.
  public func features<S>(of tokens: TokenBatch, phase: Phase = .evaluation, on tape: Tape<S>) -> SequenceFeatures<S> {
    var state: SequenceState<S>?
    return features(of: tokens, state: &state, phase: phase, on: tape)
  }

  /// The logits of every position.
  /// - Shape: tokens [B, T] → [B, T, V].
  public func logits<S>(_ tokens: TokenBatch, on tape: Tape<S>) -> Variable<S> {
    var state: SequenceState<S>?
    return logits(tokens, continuing: &state, on: tape)
  }

  /// The logits after each of some new tokens, and the state moved on past them.
  /// - Shape: tokens [B, T] → [B, T, V].
  public func logits<S>(_ tokens: TokenBatch, continuing state: inout SequenceState<S>?, on tape: Tape<S>) -> Variable<
    S
  > {
    let features = features(of: tokens, state: &state, phase: .evaluation, on: tape)
    let logits = head.logits(features.rows)
    let vocabulary = logits.shape[-1]
    switch features.order {
    case .batchMajor: return logits.reshaped(to: [tokens.batchSize, tokens.length, vocabulary])
    case .timeMajor: return logits.reshaped(to: [tokens.length, tokens.batchSize, vocabulary]).permuted(1, 0, 2)
    }
  }

  /// The mean cross-entropy against a target for every position, in nats.
  /// - Parameters:
  ///   - targets: [B, T] in the batch's order; negative: no loss at that position.
  ///   - normalizer: What the sum of losses is divided by; the number of targets, if nil.
  public func loss<S>(
    _ tokens: TokenBatch, targets: TokenBatch, normalizer: Int? = nil, phase: Phase = .evaluation, on tape: Tape<S>
  ) -> CrossEntropyLoss<S> {
    let features = features(of: tokens, phase: phase, on: tape)
    return head.crossEntropy(features.rows, targets: targets.tokens(in: features.order), normalizer: normalizer)
  }
}
