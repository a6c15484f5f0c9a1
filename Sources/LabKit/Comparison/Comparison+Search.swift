// Trying settings, with equal budgets for every model.

import Corpora
import Foundation
import LabResults
import SequenceKit
import TensorCore

extension Comparison {
  /// What every model is trained with: searched, where the plan says so or knows no rate, else the plan's.
  /// - Complexity: `SettingsSearch.totalSteps` training steps for each model.
  func chooseSettings(
    in folder: ComparisonFolder?, onEvent: (Event) throws -> Void
  ) throws -> [String: ComparisonResults.SearchRecord] {
    var records: [String: ComparisonResults.SearchRecord] = [:]
    for type in types {
      let planned = TrainedWith(learningRate: plan.learningRate(of: type.identifier))
      guard let search = plan.search(for: type.identifier) else {
        records[type.identifier] = ComparisonResults.SearchRecord(chosen: planned)
        continue
      }
      var trials = ModelTrials(comparison: self, type: type, search: search, folder: folder)
      var record = ComparisonResults.SearchRecord(trials: try trials.run(onEvent), chosen: planned)
      record.chosen = record.best ?? planned
      records[type.identifier] = record
      try onEvent(.chose(model: type.identifier, settings: record.chosen))
    }
    return records
  }

  /// What a model is tried with beside the rates, at the best of them: the other depth, larger forget biases if it has one, and rates
  /// beside the best one until all models have as many trials.
  func variants(of type: any SequenceModel.Type, at rate: Double, count: Int) -> [TrainedWith] {
    let usual = layers(of: type)
    var settings = [TrainedWith(learningRate: rate, layers: usual == 1 ? 2 : 1)]
    if type.settings.contains(.forgetBias) {
      settings += [3, 5].map { TrainedWith(learningRate: rate, forgetBias: $0) }
    }
    // The grid's step is a factor of two: halfway, then a quarter of the way.
    settings += [0.5, -0.5, 0.25, -0.25].map { power in
      TrainedWith(learningRate: (rate * pow(2, power) * 1e5).rounded() / 1e5)
    }
    return Array(settings.prefix(count))
  }
}

/// The trials of one model.
private struct ModelTrials {
  let comparison: Comparison
  let type: any SequenceModel.Type
  let search: SettingsSearch
  let folder: ComparisonFolder?
  private var made = 0

  init(comparison: Comparison, type: any SequenceModel.Type, search: SettingsSearch, folder: ComparisonFolder?) {
    (self.comparison, self.type, self.search, self.folder) = (comparison, type, search, folder)
  }

  mutating func run(
    _ onEvent: (Comparison.Event) throws -> Void
  ) throws -> [ComparisonResults.SearchRecord.Trial] {
    var trials: [ComparisonResults.SearchRecord.Trial] = []
    func add(_ settings: TrainedWith) throws {
      trials.append(.init(settings, losses: [try loss(of: settings, seed: search.seeds[0], onEvent)]))
    }
    for rate in search.rates { try add(TrainedWith(learningRate: rate)) }
    let best = ComparisonResults.SearchRecord(trials: trials, chosen: trials[0].settings).best ?? trials[0].settings
    for settings in comparison.variants(of: type, at: best.learningRate, count: search.variants) { try add(settings) }
    let finalists = trials.indices.sorted {
      (trials[$0].meanLoss ?? .infinity, $0) < (trials[$1].meanLoss ?? .infinity, $1)
    }.prefix(search.finalists)
    for seed in search.seeds.dropFirst() {
      for place in finalists.sorted() {
        trials[place].losses.append(try loss(of: trials[place].settings, seed: seed, onEvent))
      }
    }
    return trials
  }

  /// Trains a model with some settings, unless the folder remembers it, and scores it on the validation part.
  /// - Returns: The mean loss in nats, of the blanks for a model that fills them; nil if the training failed.
  private mutating func loss(
    of settings: TrainedWith, seed: UInt64, _ onEvent: (Comparison.Event) throws -> Void
  ) throws -> Double? {
    let trial = ComparisonFolder.TrialName(model: type.identifier, settings: settings, seed: seed)
    let before = made * search.steps
    made += 1
    if let known = try folder?.trial(trial) { return known.loss }
    let loss = try comparison.validationLoss(type, settings, steps: search.steps, seed: seed) { step, loss in
      try onEvent(.tried(model: type.identifier, settings: settings, step: before + step, loss: loss))
    }
    if let note = folder?.save(ComparisonFolder.Trial(loss: loss), as: trial) { try onEvent(.noted(note)) }
    return loss
  }
}

extension Comparison {
  /// Rows of the validation part that a trial is scored on, at most, spread evenly: more tell rates no better apart, and of a large text
  /// take far longer than the trial.
  private static let mostRows = 8192

  /// - Returns: nil if the training failed, or no width has as many parameters with so many layers.
  fileprivate func validationLoss(
    _ type: any SequenceModel.Type, _ settings: TrainedWith, steps: Int, seed: UInt64,
    onStep: (Int, Double) throws -> Void
  ) throws -> Double? {
    guard let configuration = try? configuration(of: type, settings) else { return nil }
    let model = try type.init(configuration)
    let trainer = try Trainer(
      model, on: corpus, settings: plan.trainingSettings(peak: settings.learningRate, steps: steps, seed: seed))
    while trainer.nextStep < steps {
      let loss: Double
      do { loss = try trainer.step() } catch { return nil }
      try onStep(trainer.nextStep, loss)
    }
    let all = try EvaluationRows(
      corpus.validation, of: corpus, length: plan.length, stride: max(1, plan.length / 2))
    let blanks =
      type.sight == .masked ? corpus.blanks(in: corpus.validation, count: plan.blankCount, seed: 1).map(\.position) : []
    let kept = min(Self.mostRows, all.count)
    let rows = type.sight == .masked ? all.rows(holding: blanks) : all.rows((0..<kept).map { $0 * all.count / kept })
    let loss = Evaluator(model, parameters: trainer.parameters, threads: plan.threads).score(
      rows, of: corpus.validation, blank: corpus.tokenizer.blankToken, onlyAt: blanks
    ).meanLoss
    return loss.isFinite ? loss : nil
  }
}
