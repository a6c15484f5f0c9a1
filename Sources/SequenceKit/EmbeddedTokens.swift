// Where a model reads its tokens: the embedding of a batch, for attention and for recurrences.

import NeuralLayers
import TensorCore

extension Embedding {
  /// The embedded tokens, exposed as `.embeddedTokens`.
  /// - Shape: [B, T] → [B, T, width].
  public func callAsFunction<S>(_ tokens: TokenBatch, on tape: Tape<S>) -> Variable<S> {
    let embedded = self(tokens.tokens, on: tape)
      .reshaped(to: [tokens.batchSize, tokens.length, table.shape[1]])
    tape.expose([embedded], as: .embeddedTokens)
    return embedded
  }

  /// The embedded tokens as a recurrence reads them, step by step. They need not exist each on its own, unless the tape is
  /// observed: then they do, and are exposed as `.embeddedTokens`.
  /// - Shape: [B, T] → [T, B, width].
  public func steps<S>(of tokens: TokenBatch, on tape: Tape<S>) -> RecurrentInput<S> {
    let indices = tokens.tokens(in: .timeMajor)
    guard tape.isObserved else { return RecurrentInput(rowsOf: tape[table], at: indices, batchSize: tokens.batchSize) }
    let embedded = self(indices, on: tape).reshaped(to: [tokens.length, tokens.batchSize, table.shape[1]])
    tape.expose([embedded], as: .embeddedTokens)
    return RecurrentInput(embedded)
  }
}

extension ExposedName {
  /// The embedding of each token that a model reads, before anything is added to it. [B, T, width] or [T, B, width].
  public static let embeddedTokens = ExposedName("embedded tokens")
}
