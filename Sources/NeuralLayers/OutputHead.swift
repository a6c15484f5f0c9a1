// The last map of a language model: from features to logits over the vocabulary.

import TensorCore

/// Turns features into logits, with the weights of the token embedding E or with weights H of its own.
///
///     logits = f·Eᵀ + c             tied
///     logits = (f·P)·Eᵀ + c         tied, where features f are not as wide as E
///     logits = f·H + c              separate
///
/// In both, checkpoints hold what PyTorch's `head = nn.Linear(F, V)` does: `head.weight` [V, F], which a tied head leaves out, as
/// `safetensors.torch.save_model` does for `head.weight = embed.weight`, and `head.bias`. P is `head_map = nn.Linear(F, d, bias=False)`.
/// - Complexity: 2·rows·F·V operations, and 2·rows·F·d where there is a map.
public struct OutputHead: Sendable {
  /// Whose weights these are.
  public let kind: HeadKind
  /// What tokens are read with.
  public let embedding: Embedding
  /// P, [F, d]; nil unless the head is tied and features have another width than E.
  public let map: Parameter?
  /// E, [V, d], or H, [F, V].
  public let weight: Parameter
  /// c, [V].
  public let bias: Parameter?
  /// The name in checkpoints of weights of its own; under it, a tied head may stand there a second time.
  public let weightName: String

  /// - Parameters:
  ///   - name: What ".weight" and ".bias" are added to in checkpoints.
  ///   - inputs: F, the width of features.
  ///   - hasBias: Whether there is a bias c.
  ///   - initializer: The first values of H; uniform within 1/√F, as PyTorch's, if nil.
  public init(
    _ kind: HeadKind, of embedding: Embedding, inputs: Int, name: String = "head", hasBias: Bool = true,
    initializer: Initializer? = nil, in layout: inout ParameterLayout
  ) {
    (self.kind, self.embedding, weightName) = (kind, embedding, name + ".weight")
    let (vocabulary, width) = (embedding.table.shape[0], embedding.table.shape[1])
    let spread = Initializer.uniform(1 / Double(inputs).squareRoot())
    switch kind {
    case .tied:
      weight = embedding.table
      map =
        inputs == width
        ? nil
        : layout.add(
          .transposed(name + "_map.weight"), shape: [inputs, width], group: "head map", decays: true,
          initializer: spread)
    case .separate:
      weight = layout.add(
        .transposed(weightName), shape: [inputs, vocabulary], group: "head", decays: true,
        initializer: initializer ?? spread)
      map = nil
    }
    bias =
      hasBias
      ? layout.add(
        .same(name + ".bias"), shape: [vocabulary], group: "head", decays: false, initializer: .zeros) : nil
  }

  /// F, the width of features.
  public var inputs: Int { (map?.shape ?? (kind == .tied ? [weight.shape[1]] : weight.shape))[0] }
  /// V, the number of logits.
  public var outputs: Int { weight.shape[kind == .tied ? 0 : 1] }

  /// The scalars that are there for single tokens of the vocabulary: those of E, of H if there is one, and of c.
  public var vocabularyScalarCount: Int {
    embedding.table.shape.count + (kind == .tied ? 0 : weight.shape.count) + (bias?.shape.count ?? 0)
  }

  /// The logits of each row.
  /// - Shape: [.., F] → [.., V].
  public func logits<S>(_ features: Variable<S>) -> Variable<S> {
    let tape = features.tape
    return linear(mapped(features), tape[weight], bias: bias.map { tape[$0] }, transposingWeight: kind == .tied)
  }

  /// The cross-entropy of each row's softmax against its target, without holding all logits; see `linearCrossEntropy`.
  /// - Shape: features [rows, F]; a negative target is ignored.
  public func crossEntropy<S>(
    _ features: Variable<S>, targets: [Int32], normalizer: Int? = nil
  ) -> CrossEntropyLoss<S> {
    let tape = features.tape
    return linearCrossEntropy(
      mapped(features), weight: tape[weight], bias: bias.map { tape[$0] }, transposingWeight: kind == .tied,
      targets: targets, normalizer: normalizer)
  }

  /// - Shape: [.., F] → [.., d].
  private func mapped<S>(_ features: Variable<S>) -> Variable<S> {
    map.map { matmul(features, features.tape[$0]) } ?? features
  }
}
