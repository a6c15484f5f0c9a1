// Token numbers for a batch of sequences, and the features that a model makes of them.

import TensorCore

/// A batch of equally long token sequences. [B, T]
public struct TokenBatch: Equatable, Sendable {
  /// Row-major: the first sequence, the second …
  public let tokens: [Int32]
  /// B.
  public let batchSize: Int
  /// T, the same for all sequences.
  public let length: Int

  /// - Precondition: `tokens.count == batchSize · length`.
  public init(_ tokens: [Int32], batchSize: Int, length: Int) {
    precondition(tokens.count == batchSize * length, "\(tokens.count) tokens are not [\(batchSize), \(length)]")
    self.tokens = tokens
    self.batchSize = batchSize
    self.length = length
  }

  /// One sequence.
  public init(_ tokens: [Int32]) { self.init(tokens, batchSize: 1, length: tokens.count) }

  /// The sequences with numbers in a range.
  public func sequences(_ range: Range<Int>) -> TokenBatch {
    TokenBatch(
      Array(tokens[range.lowerBound * length..<range.upperBound * length]), batchSize: range.count, length: length)
  }

  /// The tokens in an order: all of the first sequence first, or all of the first time step first.
  public func tokens(in order: RowOrder) -> [Int32] {
    guard order == .timeMajor else { return tokens }
    var result: [Int32] = []
    result.reserveCapacity(tokens.count)
    for step in 0..<length {
      for sequence in 0..<batchSize { result.append(tokens[sequence * length + step]) }
    }
    return result
  }
}

/// In which order rows stand for the positions of a batch.
public enum RowOrder: Sendable {
  /// [B, T]: sequence by sequence.
  case batchMajor
  /// [T, B]: step by step, which recurrences compute with.
  case timeMajor
}

/// What a model makes of a batch, before the output head: one row of features for every position.
public struct SequenceFeatures<Scalar: TensorScalar> {
  /// [B·T, F], in `order`.
  public let rows: Variable<Scalar>
  /// Which position each row stands for.
  public let order: RowOrder

  /// Features of any rank, made into rows.
  /// - Shape: [B, T, F] or [T, B, F], as `order` says → [B·T, F].
  public init(_ values: Variable<Scalar>, order: RowOrder) {
    rows = values.reshaped(to: [values.shape.rows, values.shape.columns])
    self.order = order
  }

  /// The features of each sequence's last position.
  /// - Parameter tokens: The batch that they were made of.
  /// - Shape: [B, F].
  public func last(of tokens: TokenBatch) -> Variable<Scalar> {
    let (batch, length) = (tokens.batchSize, tokens.length)
    switch order {
    case .timeMajor: return rows.slice((length - 1) * batch..<length * batch, along: 0)
    case .batchMajor:
      return rows.reshaped(to: [batch, length, rows.shape.columns]).slice(length - 1..<length, along: 1)
        .reshaped(to: [batch, rows.shape.columns])
    }
  }
}

/// What a model carries from one call to the next in generation: recurrent states, or keys and values.
public struct SequenceState<Scalar: TensorScalar>: Sendable {
  /// How many tokens have been read.
  public var position = 0
  /// How many tokens can be read before the state must be built anew; nil: any number.
  public let capacity: Int?
  /// The model's own: its layers know what each is.
  public var tensors: [Tensor<Scalar>]

  /// A state before the first token.
  public init(capacity: Int?, tensors: [Tensor<Scalar>]) {
    self.capacity = capacity
    self.tensors = tensors
  }
}
