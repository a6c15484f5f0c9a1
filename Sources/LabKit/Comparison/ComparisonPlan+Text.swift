// The plan of a comparison on a text.

import Corpora
import LabResults

extension ComparisonPlan {
  /// Looks at the validation part in each run on a text.
  public static let textLooks = 16
  /// The rates that are tried with every model on a text: the best is near the least of them for an RNN on a list of names, near the
  /// largest for an LSTM on a book.
  public static let textRates = [0.002, 0.004, 0.008, 0.016, 0.032, 0.064]
  /// What a text's models are asked beside their scores: what does not hang on the text can be measured without it.
  public static let textStudies = ["blanks", "gradient-flow", "context", "generation", "inside", "samples"]

  /// Takes over what suits a text, in place of what the profile has for the stories: sizes and steps, the best weights on the validation part,
  /// a search for each model's learning rate, and the studies that look at the text. Of a text there is no more to
  /// train on, so that models come to know it by heart, and a rate that was found elsewhere may be far off.
  public mutating func suit(_ text: TextPlan) {
    (referenceWidth, length, batchSize, steps) = (text.width, text.length, text.batchSize, text.steps)
    (referenceLayers, recurrentLayers) = (TextPlan.layers, TextPlan.recurrentLayers)
    validationLooks = Self.textLooks
    studies = Self.textStudies
    searchOnText(Self.textRates)
  }

  /// Has every model tried with these rates on a text: with one seed, for all see the same batches, and with half of the steps.
  public mutating func searchOnText(_ rates: [Double]) {
    (learningRates, defaultLearningRate) = ([:], nil)
    search = SettingsSearch(
      rates: rates, variants: search?.variants ?? 0, steps: trialSteps, seeds: [1001])
  }
}

extension TextPlan {
  /// What suits a corpus that is a text.
  public init(_ corpus: Corpus, profile: Profile) {
    let lineBreak = corpus.tokenizer.number(of: "\n")
    let lines = corpus.train.tokens.count { $0 == lineBreak }
    self.init(
      tokens: corpus.train.count, vocabulary: corpus.vocabularySize,
      cut: corpus.tokenizer.kind == .word ? .word : corpus.tokenizer.kind == .bytePairs ? .bpe : .char,
      lineLength: Double(corpus.train.count) / Double(max(1, lines)), profile: profile)
  }
}
