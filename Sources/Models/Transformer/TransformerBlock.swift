// One block of the Transformer.

import NeuralLayers
import SequenceKit
import TensorCore

/// x + Attention(LayerNorm(x)), then x + GELU(LayerNorm(x)·W₁ + b₁)·W₂ + b₂; or another activation, where others
/// trained with it.
struct TransformerBlock: Sendable {
  let attentionNorm, networkNorm: LayerNorm
  let attention: MultiHeadAttention
  let up, down: Linear
  let activation: Activation

  init(index: Int, _ configuration: ModelConfiguration, options: AttentionOptions, in layout: inout ParameterLayout) {
    let (name, width) = ("transformer.h.\(index)", configuration.width)
    let (inner, epsilon) = (configuration.innerWidth ?? 4 * width, configuration.normEpsilon)
    let group = "block \(index + 1)"
    // GPT-2 starts the maps that write to the sum of all blocks smaller, so that the sum starts at the same size for any depth.
    let outputDeviation = 0.02 / Double(2 * configuration.layerCount).squareRoot()
    activation = configuration.activation
    attentionNorm = LayerNorm(
      "\(name).ln_1", width: width, epsilon: epsilon, group: "\(group) attention", in: &layout)
    attention = MultiHeadAttention(
      "\(name).attn", width: width, options: options, isRotary: configuration.positions == .rotary, deviation: 0.02,
      outputDeviation: outputDeviation, group: "\(group) attention", in: &layout)
    networkNorm = LayerNorm(
      "\(name).ln_2", width: width, epsilon: epsilon, group: "\(group) network", in: &layout)
    up = Linear(
      "\(name).mlp.c_fc", inputs: width, outputs: inner, initializer: .normal(deviation: 0.02),
      isTransposedInCheckpoint: false, group: "\(group) network", in: &layout)
    down = Linear(
      "\(name).mlp.c_proj", inputs: inner, outputs: width, initializer: .normal(deviation: outputDeviation),
      isTransposedInCheckpoint: false, group: "\(group) network", in: &layout)
  }

  /// - Shape: [B, T, d] → [B, T, d].
  func callAsFunction<S>(
    _ x: Variable<S>, state: inout SequenceState<S>?, layer: Int, dropout: Dropout, phase: inout Phase
  ) -> Variable<S> {
    let x = dropout.residual(x, &phase) { addend in
      let normed = attentionNorm(x)
      return state?.attended(normed, adding: addend, by: attention, layer: layer)
        ?? attention(normed, adding: addend)
    }
    return dropout.residual(x, &phase) { addend in
      let widened = up(networkNorm(x))
      return activation == .gelu
        ? down(applyingGELUTo: widened, adding: addend) : down(activation(widened), adding: addend)
    }
  }
}

extension SequenceState {
  /// Attends over the keys and values of a layer, which those of the new positions join in place.
  /// - Shape: [B, T, d] → [B, T, d].
  fileprivate mutating func attended(
    _ x: Variable<Scalar>, adding addend: Variable<Scalar>?, by attention: MultiHeadAttention, layer: Int
  ) -> Variable<Scalar> {
    attention(x, adding: addend, cache: &tensors[layer], position: position)
  }
}
