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

  /// Found with `Scripts/train-rates.sh MODEL "0.002 0.004 …"`, in nats of the validation part:
  ///
  /// | model | 0.002 | 0.004 | 0.008 | 0.016 | 0.032 |
  /// |---|---|---|---|---|---|
  /// | lstm | | | 0.815 | 0.801 | 0.817 |
  /// | transformer | | | 0.762 | 0.772 | |
  /// | transformer-bidirectional | 1.433 | 1.329 | | | |
  ///
  /// The others were tried at one rate alone, near that which `compare` has for them: 0.848 (rnn), 0.816 (gru), 0.602 (birnn).
  private static let storyRates = [
    "rnn": 0.008, "birnn": 0.008, "lstm": 0.016, "gru": 0.016, "transformer": 0.008,
    "transformer-bidirectional": 0.004,
  ]

  /// Found with `Scripts/train-rates.sh MODEL "0.004 0.008 …" --corpus tinyshakespeare.txt`, in nats of the validation part:
  ///
  /// | model | 0.004 | 0.008 | 0.016 |
  /// |---|---|---|---|
  /// | lstm | | 1.544 | 1.531 |
  /// | transformer | 1.635 | 1.599 | |
  ///
  /// Those of the others stand to these as on stories.
  private static let textRates = [
    "rnn": 0.008, "birnn": 0.008, "lstm": 0.016, "gru": 0.016, "transformer": 0.008,
    "transformer-bidirectional": 0.004,
  ]
}
