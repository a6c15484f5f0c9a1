// The last map of a language model: from features to logits over the vocabulary.

import TensorCore

/// Turns features into logits, with weights of its own or with those of the token embedding.
public enum OutputHead: Sendable {
  /// logits = features·H + c.
  case linear(Linear)
  /// logits = features·Eᵀ, E being the token embedding.
  case tied(Embedding)

  /// The logits of each row.
  /// - Shape: [.., F] → [.., V].
  public func logits<S>(_ features: Variable<S>) -> Variable<S> {
    switch self {
    case .linear(let layer): layer(features)
    case .tied(let embedding): matmul(features, features.tape[embedding.table], transposingSecond: true)
    }
  }

  /// The cross-entropy of each row's softmax against its target, without holding all logits; see `linearCrossEntropy`.
  /// - Shape: features [rows, F]; a negative target is ignored.
  public func crossEntropy<S>(
    _ features: Variable<S>, targets: [Int32], normalizer: Int? = nil
  ) -> CrossEntropyLoss<S> {
    let tape = features.tape
    return switch self {
    case .linear(let layer):
      linearCrossEntropy(
        features, weight: tape[layer.weight], bias: tape[layer.bias], targets: targets, normalizer: normalizer)
    case .tied(let embedding):
      linearCrossEntropy(
        features, weight: tape[embedding.table], bias: nil, transposingWeight: true, targets: targets,
        normalizer: normalizer)
    }
  }
}
