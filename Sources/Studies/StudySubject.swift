// What a study is made of.

import Corpora
import LabKit
import LabResults
import SequenceKit
import TensorCore

/// Models, seeds and sizes for a study, and the trained models if it needs some.
package struct StudySubject {
  /// The models that are asked.
  package var types: [any SequenceModel.Type]
  /// Models that are not asked by most studies, but by one of what sets them apart from others.
  package var relatives: [any SequenceModel.Type]
  /// The model that others are matched to in size.
  package var reference: any SequenceModel.Type
  /// One run for each of them.
  package var seeds: [UInt64]
  /// Threads that share work.
  package var threads: Int
  /// How thorough to be.
  package var effort: Profile
  /// The distance to ask over, in place of the study's own; nil: those.
  package var distance: Int?
  /// Trained models; nil where there are none.
  package var trained: TrainedModels?

  package init(
    types: [any SequenceModel.Type], relatives: [any SequenceModel.Type] = [], reference: any SequenceModel.Type,
    seeds: [UInt64], threads: Int, effort: Profile,
    distance: Int? = nil, trained: TrainedModels? = nil
  ) {
    (self.types, self.relatives, self.reference) = (types, relatives, reference)
    (self.seeds, self.threads) = (seeds, threads)
    (self.effort, self.distance, self.trained) = (effort, distance, trained)
  }
}

/// Models that were trained on a corpus, and what they are scored on.
package struct TrainedModels {
  /// T, the tokens of a training row.
  package let length: Int
  /// The runs of each model that came to an end, one for each seed; no model without any.
  package let models: [Model]
  /// What the first seed's models were scored on, with the corpus that they were trained on.
  package let test: TestSet
  /// The n-gram model of the first seed's corpus, if it is known already.
  package let ngram: NGramModel?

  /// A model with its runs.
  package struct Model {
    /// Its kind.
    package let type: any SequenceModel.Type
    /// Its size.
    package let configuration: ModelConfiguration
    /// At least one, each with scores.
    package let runs: [Run]

    /// The model's identifier.
    package var id: String { type.identifier }
    /// The run with the first seed.
    package var first: Run { runs[0] }
  }

  /// A run that came to its end.
  package struct Run {
    package let seed: UInt64
    package let model: any SequenceModel
    package let parameters: Parameters<Float>
    /// What it was scored on: with a grammar, each seed has stories of its own.
    package let test: TestSet
    package let scores: TokenScores
  }

  package init(test: TestSet, length: Int, models: [Model], ngram: NGramModel? = nil) {
    (self.test, self.length, self.models, self.ngram) = (test, length, models, ngram)
  }

  /// The test parts of all seeds.
  package var tests: [UInt64: TestSet] {
    Dictionary(models.flatMap(\.runs).map { ($0.seed, $0.test) }) { first, _ in first }
  }

  /// Models that were trained elsewhere, scored here; those of one kind are runs with the seeds 1, 2, 3 …
  /// - Throws: `CorpusError`, if the test part is too short.
  package init(
    _ checkpoints: [(model: any SequenceModel, parameters: Parameters<Float>)], corpus: Corpus, threads: Int
  ) throws(CorpusError) {
    let length =
      checkpoints.map { $0.model.configuration.contextLength - ($0.model.sight == .left ? 0 : 1) }.min() ?? 1
    let test = try TestSet(corpus, length: max(2, length), blankCount: 500)
    var models: [Model] = []
    for (model, parameters) in checkpoints {
      let type = type(of: model)
      let before = models.first { $0.id == type.identifier }?.runs ?? []
      let scores = Evaluator(model, parameters: parameters, threads: threads).score(
        test.rows, of: corpus.test, blank: corpus.tokenizer.blankToken, onlyAt: test.blankPositions)
      let run = Run(seed: UInt64(before.count + 1), model: model, parameters: parameters, test: test, scores: scores)
      models.removeAll { $0.id == type.identifier }
      models.append(Model(type: type, configuration: model.configuration, runs: before + [run]))
    }
    self.init(test: test, length: max(2, length), models: models)
  }

  /// Those of a comparison.
  package init(_ trained: TrainedComparison) {
    let comparison = trained.comparison
    let models = zip(comparison.types.indices, trained.runs).compactMap { index, runs -> Model? in
      let finished = runs.compactMap { run in
        run.finishedScores.map {
          Run(seed: run.seed, model: run.model, parameters: run.parameters, test: run.test, scores: $0)
        }
      }
      return finished.isEmpty
        ? nil
        : Model(type: comparison.types[index], configuration: comparison.configurations[index], runs: finished)
    }
    self.init(test: comparison.test, length: comparison.plan.length, models: models, ngram: trained.ngram)
  }
}

extension Sequence {
  /// Values by keys that differ.
  package func keyed<Value>(_ pair: (Element) throws -> (String, Value)?) rethrows -> [String: Value] {
    var result: [String: Value] = [:]
    for element in self {
      if let (key, value) = try pair(element) { result[key] = value }
    }
    return result
  }
}
