// Trying learning rates, with equal budgets for every model.

import Corpora
import Foundation
import LabResults
import SequenceKit
import TensorCore

extension Comparison {
  /// The learning rates of all models: searched, where the plan says so or knows none, else the plan's.
  /// - Complexity: rates × seeds × steps training steps for each model.
  func chooseRates(
    in folder: ComparisonFolder?, onEvent: (Event) throws -> Void
  ) throws -> [String: ComparisonResults.LearningRates] {
    var chosen: [String: ComparisonResults.LearningRates] = [:]
    for (index, type) in types.enumerated() {
      let name = type.identifier
      let planned = plan.learningRate(of: name)
      guard let search = plan.search(for: name) else {
        chosen[name] = ComparisonResults.LearningRates(tried: [], validation: [], chosen: planned)
        continue
      }
      var losses: [[Double?]] = Array(repeating: [], count: search.rates.count)
      var trials = 0
      for seed in search.seeds {
        for (place, rate) in search.rates.enumerated() {
          let trial = ComparisonFolder.TrialName(model: name, rate: rate, seed: seed)
          let before = trials * search.steps
          let loss: Double?
          if let known = folder?.trial(trial) {
            loss = known.loss
          } else {
            loss = try run(trial, type, configurations[index], steps: search.steps) { step, loss in
              try onEvent(.tried(model: name, rate: rate, step: before + step, loss: loss))
            }
            try folder?.save(ComparisonFolder.Trial(loss: loss), as: trial)
          }
          losses[place].append(loss)
          trials += 1
        }
      }
      var rates = ComparisonResults.LearningRates(tried: search.rates, validation: losses, chosen: planned)
      rates.chosen = rates.best ?? planned
      chosen[name] = rates
      try onEvent(.chose(model: name, rate: rates.chosen))
    }
    return chosen
  }

  /// Trains a model with a rate, and scores it on the validation part.
  /// - Returns: The mean loss in nats, of the blanks for a model that fills them; nil if the training failed.
  private func run(
    _ trial: ComparisonFolder.TrialName, _ type: any SequenceModel.Type, _ configuration: ModelConfiguration,
    steps: Int,
    onStep: (Int, Double) throws -> Void
  ) throws -> Double? {
    let model = try type.init(configuration)
    let trainer = try Trainer(
      model, on: corpus, settings: plan.trainingSettings(peak: trial.rate, steps: steps, seed: trial.seed))
    while trainer.nextStep < steps {
      let loss: Double
      do { loss = try trainer.step() } catch { return nil }
      try onStep(trainer.nextStep, loss)
    }
    let rows = try EvaluationRows.make(
      corpus.validation, of: corpus, length: plan.length, stride: max(1, plan.length / 2))
    let blanks =
      type.sight == .masked ? corpus.blanks(in: corpus.validation, count: plan.blankCount, seed: 1).map(\.position) : []
    let loss = Evaluator(model, parameters: trainer.parameters, threads: plan.threads).score(
      rows, of: corpus.validation, blank: corpus.tokenizer.blankToken, onlyAt: blanks
    ).meanLoss
    return loss.isFinite ? loss : nil
  }
}
