// `seqlab train --from`: a training that begins with a model's weights, such as GPT-2's.

import Corpora
import Foundation
import LabErrors
import LabKit
import LabResults
import ModelCatalog
import SequenceKit

extension TrainCommand {
  /// Steps where no flag says it: enough to take on a text's manner, few enough for a large model.
  private static let usualSteps = 200

  /// A training that starts with a checkpoint's weights, on a text that is cut as the checkpoint says.
  func begun(from folder: String) throws -> (TrainingSession, need: String) {
    let trained = try TrainedModel(at: folder, memory)
    let tokenizer = try trained.requireTokenizer()
    try checkSettled(by: folder, tokenizer)
    let kind = CorpusSource.Kind(rawValue: tokenizer.kind.rawValue)
    let (source, corpus) = try corpus.load(usualCut: kind, as: tokenizer)
    guard corpus.tokenizer == tokenizer else {
      throw InputError(
        "\(corpus.name) has another vocabulary than \(printable(folder)): only the text that it was trained on will do, unless "
          + "it is by byte pairs")
    }
    var configuration = trained.model.configuration
    if let dropout = options.dropout { configuration.dropout = try Flags.halfOpen(dropout, "dropout", 0..<1) }
    let model = try type(of: trained.model).init(configuration)
    let settings = try options.settings(try defaults(for: model, on: corpus))
    guard PredictionTask.contextLength(for: model.sight, rowLength: settings.length) <= model.longestRow else {
      throw UsageError("--context: \(printable(folder)) reads \(model.longestRow) tokens at most")
    }
    var record = TrainingRecord(settings: settings, corpus: source.absolute, sha256: corpus.sha256, evalInterval: 50)
    try options.setLooks(of: &record)
    let need = try checkMemory(for: model, on: corpus, record)
    record.provenance = [
      Provenance(
        command: CommandName.line, corpus: corpus, threads: settings.threads,
        checkpoint: (folder, URL(userPath: folder)))
    ]
    let trainer = try Trainer(model, on: corpus, settings: settings, parameters: trained.parameters)
    return (TrainingSession(trainer, on: corpus, record: record), need)
  }

  /// Rows as of a model that begins anew, as far as the model reads; and a tenth of its learning rate, less in proportion to the width:
  /// what was learned should not be lost in the first steps.
  private func defaults(for model: any SequenceModel, on corpus: Corpus) throws -> TrainDefaults {
    var defaults = try TrainDefaults(type(of: model), on: corpus)
    let surplus = PredictionTask.contextLength(for: model.sight, rowLength: 0)
    defaults.context = min(defaults.context, model.longestRow - surplus)
    defaults.steps = Self.usualSteps
    defaults.learningRate *= 0.1 * min(1, 64 / Double(model.configuration.width))
    return defaults
  }

  /// Refuses flags for what the checkpoint has settled.
  private func checkSettled(by folder: String, _ tokenizer: Tokenizer) throws(UsageError) {
    let given: [(flag: String, isGiven: Bool)] = [
      ("model", options.model != nil), ("width", options.width != nil), ("layers", options.layers != nil),
      ("heads", options.heads != nil), ("positions", options.positions != nil), ("head", options.head != nil),
      ("forget-bias", options.forgetBias != nil), ("vocabulary", corpus.vocabulary != nil),
      ("tokenizer", corpus.tokenizer.map { $0 != tokenizer.kind.rawValue } ?? false),
    ]
    guard let first = given.first(where: \.isGiven) else { return }
    throw UsageError("--\(first.flag) is settled by \(printable(folder)); leave it out, or train anew")
  }
}

extension SequenceModel {
  /// The most tokens of a row that it reads.
  fileprivate var longestRow: Int { longestSequence ?? Limits.length.upperBound }
}
