// Small healthy models with planted defects: each defect breaks a property of the contract, and what it says must lead there.

import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore

/// A defect, planted in one of the small models.
enum Defect: String, CaseIterable, Sendable {
  // Of any recurrence, planted in the RNN.
  case dropsLastRow, boldHead, decayingBias, transposedBias, noise, peeks, late, normOverTime, dividesByLength
  case leaksAcrossBatch, subtractsBatchMean, mixedRows, biasTwiceInSteps, stateNotTaken, stateNotLeft, positionStays
  case unusedParameter, constantWeight, truncatedGradient, dropoutInUse, noDropout, costByValue, costAcrossBatch
  case otherByEquations, secretSetting, wastedWork, hiddenTokens, exposedTwice, stubbornHead, forgottenLayers,
    hiddenSetting, faintFeatures
  // Of a memory, planted in the LSTM.
  case memoryForgotten, slotsSwapped, gatesSwappedInSteps, detachedGate
  // Of both directions, planted in the bidirectional RNN.
  case seesItself, shiftedInward, joinedLayers, stepsBothWays, echoAtLengthOne
  // Of attention, planted in the Transformers.
  case maskOffByOne, noMask, positionIgnoredInSteps, capacityLies, shortLongest, untiedHead, constantEmbedding
  case nanAtLengthOne, cacheReplaced, sharedCache, batchInAttention, detachedBranch, attentionDropped
}

/// Which defect models are built with. Loading a checkpoint builds its model anew, from its type alone: so the defect cannot be an
/// argument of `init`.
enum Plant {
  @TaskLocal static var defect: Defect?
}

/// A defect in a model, the property that must catch it, and a part of what is then said.
struct Mutant: CustomStringConvertible, Sendable {
  let model: any SequenceModel.Type
  let defect: Defect
  let property: Property
  let words: String

  var description: String { "\(model.identifier): \(defect.rawValue)" }

  init(_ model: any SequenceModel.Type, _ defect: Defect, _ property: Property, _ words: String) {
    (self.model, self.defect, self.property, self.words) = (model, defect, property, words)
  }

  static let all = recurrent + gated + bidirectional + transformers

  private static let recurrent = [
    Mutant(TinyRNN.self, .dropsLastRow, .shapes, "features for each of 5 positions"),
    Mutant(TinyRNN.self, .boldHead, .loss, "some values start too large"),
    Mutant(TinyRNN.self, .decayingBias, .names, "'spare.bias' of shape [5] decays"),
    Mutant(TinyRNN.self, .transposedBias, .names, "which has no transpose"),
    Mutant(TinyRNN.self, .noise, .determinism, "read twice, the same tokens give logits at position 0 that differ"),
    Mutant(TinyRNN.self, .peeks, .legality, "position 0 sees token 1, which comes later"),
    Mutant(TinyRNN.self, .late, .legality, "nothing sees token 8 of 9"),
    Mutant(TinyRNN.self, .normOverTime, .legality, "position 0 sees token 1, which comes later"),
    Mutant(TinyRNN.self, .dividesByLength, .legality, "knows how many tokens follow"),
    Mutant(TinyRNN.self, .leaksAcrossBatch, .batches, "alone, sequence 1 has logits at position 1 that differ"),
    Mutant(TinyRNN.self, .subtractsBatchMean, .batches, "sums over the batch"),
    Mutant(TinyRNN.self, .mixedRows, .batches, "time-major and batch-major are mixed up"),
    Mutant(TinyRNN.self, .biasTwiceInSteps, .stepping, "does differently where there is a state"),
    Mutant(TinyRNN.self, .stateNotTaken, .stepping, "position 1 has logits that differ"),
    Mutant(TinyRNN.self, .stateNotLeft, .stepping, "leaves in `state`"),
    Mutant(TinyRNN.self, .positionStays, .stepping, "the state says that it has read 0"),
    Mutant(TinyRNN.self, .unusedParameter, .gradients, "'spare.bias' gets no gradient, and the loss does not change"),
    Mutant(TinyRNN.self, .constantWeight, .gradients, "it is read, but not differentiated"),
    Mutant(TinyRNN.self, .truncatedGradient, .slopes, "but the gradient says"),
    Mutant(TinyRNN.self, .dropoutInUse, .dropout, "dropout acts in use"),
    Mutant(TinyRNN.self, .noDropout, .dropout, "dropout does not act in training"),
    Mutant(TinyRNN.self, .costByValue, .costs, "the cost depends on the tokens"),
    Mutant(TinyRNN.self, .costAcrossBatch, .costs, "grows with the batch"),
    Mutant(TinyRNN.self, .wastedWork, .costs, "what is computed, but does not reach the loss"),
    Mutant(TinyRNN.self, .otherByEquations, .equations, "by its equations, the loss is"),
    Mutant(TinyRNN.self, .secretSetting, .settings, "another forget bias gives another model"),
    Mutant(TinyRNN.self, .stubbornHead, .settings, "the head is separate, where tied is asked for"),
    Mutant(TinyRNN.self, .hiddenTokens, .exposure, "exposed 0 times instead of once"),
    Mutant(TinyRNN.self, .exposedTwice, .exposure, "exposed 2 times instead of once"),
    Mutant(TinyRNN.self, .forgottenLayers, .saving, "which the model in config.json does not have"),
    Mutant(TinyRNN.self, .hiddenSetting, .saving, "settings that `configuration` does not hold"),
    Mutant(TinyRNN.self, .faintFeatures, .learning, "after 400 steps on a cycle of 5 tokens"),
  ]

  private static let gated = [
    Mutant(TinyLSTM.self, .memoryForgotten, .stepping, "position 1 has logits that differ"),
    Mutant(TinyLSTM.self, .slotsSwapped, .stepping, "takes up from it: states, memories"),
    Mutant(TinyLSTM.self, .gatesSwappedInSteps, .stepping, "does differently where there is a state"),
    Mutant(TinyLSTM.self, .detachedGate, .slopes, "values that leave the tape"),
  ]

  private static let bidirectional = [
    Mutant(TinyBidirectionalRNN.self, .seesItself, .legality, "position 0 sees token 0, which it predicts"),
    Mutant(TinyBidirectionalRNN.self, .shiftedInward, .legality, "the states of t − 1 from the left"),
    Mutant(TinyBidirectionalRNN.self, .joinedLayers, .legality, "which it predicts"),
    Mutant(TinyBidirectionalRNN.self, .stepsBothWays, .stepping, "sees what comes later: a step cannot know that"),
    Mutant(TinyBidirectionalRNN.self, .echoAtLengthOne, .lengthOne, "though it must not see itself"),
  ]

  private static let transformers = [
    Mutant(TinyTransformer.self, .maskOffByOne, .legality, "position 0 sees token 1, which comes later"),
    Mutant(TinyTransformer.self, .noMask, .legality, "the mask"),
    Mutant(TinyTransformer.self, .positionIgnoredInSteps, .stepping, "position 1 has logits that differ"),
    Mutant(TinyTransformer.self, .capacityLies, .stepping, "says 10 tokens, but a state has room for 9"),
    Mutant(TinyTransformer.self, .shortLongest, .shapes, "it can read 8 tokens, but is made for a context of 9"),
    Mutant(TinyTransformer.self, .untiedHead, .saving, "tokens are not read from it"),
    Mutant(TinyTransformer.self, .constantEmbedding, .slopes, "'embed.weight'"),
    Mutant(TinyTransformer.self, .nanAtLengthOne, .lengthOne, "divides by `length − 1`"),
    Mutant(TinyTransformer.self, .cacheReplaced, .stepping, "leaves in `state`"),
    Mutant(TinyTransformer.self, .sharedCache, .stepping, "a copy of the state"),
    Mutant(TinyBidirectionalTransformer.self, .batchInAttention, .batches, "hands on between sequences"),
    Mutant(TinyBidirectionalTransformer.self, .detachedBranch, .gradients, "it is read, but not differentiated"),
    Mutant(TinyBidirectionalTransformer.self, .attentionDropped, .learning, "rows that repeat one of 5 tokens"),
  ]
}

/// Values [B, d] of each step as [T, B, d].
func stacked<S>(_ steps: [Variable<S>]) -> Variable<S> {
  // Eight at a time are what one operation joins.
  let parts = stride(from: 0, to: steps.count, by: 8).map { start in
    concatenated(
      steps[start..<min(start + 8, steps.count)].map { $0.reshaped(to: Shape([1] + $0.shape.dimensions)) }, along: 0)
  }
  return concatenated(parts, along: 0)
}

extension SequenceState {
  /// Some zero tensors of one shape, and room for any number of tokens.
  static func zeros(_ count: Int, _ shape: Shape) -> SequenceState {
    SequenceState(capacity: nil, tensors: Array(repeating: Tensor(repeating: 0, shape: shape), count: count))
  }
}

extension Variable {
  /// One step [B, d] of [T, B, d].
  func step(_ index: Int) -> Variable {
    slice(index..<index + 1, along: 0).reshaped(to: [shape[1], shape[2]])
  }

  /// The same numbers, to which no gradient flows.
  var detached: Variable { tape.constant(value) }
}
