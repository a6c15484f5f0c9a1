// What `seqlab train` does where no flag says otherwise.

import Corpora
import LabKit
import LabResults
import ModelCatalog
import SequenceKit

/// Sizes, steps and learning rate of a training, for a model and a kind of corpus: the best of a search, within a minute of training.
struct TrainDefaults: Equatable {
  var width, layers, heads, context, batch, steps: Int
  var learningRate: Double

  /// Rates were found by `Scripts/train-rates.sh`, which tries several with all else as it is here.
  ///
  /// - Parameter corpus: What is trained on. Of a text, the model has the size that a comparison gives it, and thrice the work.
  init(_ type: any SequenceModel.Type, on corpus: Corpus) throws {
    let id = type.identifier
    guard corpus.grammar != nil else {
      let text = TextPlan(corpus, profile: .full)
      var plan = ComparisonPlan(.full, threads: 1)
      plan.suit(text)
      let model = try Comparison(plan, corpus: corpus, models: [type], reference: ModelCatalog.reference)
        .configurations[0]
      (width, layers, heads) = (model.width, model.layerCount, model.headCount)
      (context, batch, steps) = (text.length, text.batchSize, text.steps)
      learningRate = Self.textRates[id] ?? 0.008
      return
    }
    // A row takes a whole story, of at most 256 tokens but for the longest few.
    (context, batch, steps) = (256, 16, 1200)
    // A model that learns from the blanked seventh of its positions learns to attend late: later still in long rows.
    if type.sight == .masked { (context, batch, steps) = (128, 32, 2000) }
    let hasAttention = type.settings.contains(.heads)
    (layers, heads) = (hasAttention ? 2 : 1, 2)
    width = Self.widths[id] ?? (hasAttention ? 64 : 128)
    learningRate = Self.storyRates[id] ?? 0.008
  }

  /// Both directions of a bidirectional RNN have this width.
  private static let widths = ["birnn": 96]

  /// Found with `Scripts/train-rates.sh MODEL "0.004 0.008 …"`, in nats of the validation part:
  ///
  /// | model | 0.002 | 0.004 | 0.006 | 0.008 | 0.016 | 0.032 | 0.064 | 0.128 |
  /// |---|---|---|---|---|---|---|---|---|
  /// | rnn | | 0.858 | | 0.848 | 0.848 | | | |
  /// | birnn | | 0.612 | | 0.602 | 0.629 | | | |
  /// | lstm | | | | 0.815 | 0.801 | 0.817 | 0.799 | |
  /// | gru | | | | 0.831 | 0.816 | 0.797 | 0.744 | 0.858 |
  /// | transformer | | 0.787 | | 0.762 | 0.772 | | | |
  /// | transformer-bidirectional | 1.433 | 1.329 | 1.224 | 1.503 | | | | |
  private static let storyRates = [
    "rnn": 0.008, "birnn": 0.008, "lstm": 0.016, "gru": 0.064, "transformer": 0.008,
    "transformer-bidirectional": 0.006,
  ]

  /// Found with `Scripts/train-rates.sh MODEL "0.004 0.008 …" --corpus tinyshakespeare.txt`, in nats of the validation part:
  ///
  /// | model | 0.002 | 0.004 | 0.006 | 0.008 | 0.016 | 0.032 |
  /// |---|---|---|---|---|---|---|
  /// | rnn | | 1.587 | | 1.578 | 1.597 | |
  /// | birnn | 0.781 | 0.738 | | 0.781 | 0.849 | |
  /// | lstm | | | | 1.544 | 1.531 | 1.535 |
  /// | gru | | | | 1.512 | 1.514 | 1.621 |
  /// | transformer | | 1.635 | | 1.599 | 1.638 | |
  /// | transformer-bidirectional | 1.744 | 1.402 | 1.486 | 3.329 | | |
  private static let textRates = [
    "rnn": 0.008, "birnn": 0.004, "lstm": 0.016, "gru": 0.008, "transformer": 0.008,
    "transformer-bidirectional": 0.004,
  ]
}
