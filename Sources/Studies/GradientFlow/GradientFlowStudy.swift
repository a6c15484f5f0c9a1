// How the gradient fades on its way back through time, before and after training.

import LabKit
import LabReport
import LabResults
import SequenceKit
import TensorCore

/// Gradient flow by lag.
struct GradientFlowStudy: Study {
  /// The curves of each model.
  struct Record: StudyRecord {
    /// By model: embedded tokens and states, untrained and trained, and with other settings.
    var models: [String: [GradientFlowRecord]]
  }

  let id = "gradient-flow"
  let title = "Gradient flow by lag"
  let question = "how much of a loss's gradient arrives at what was read k tokens before"
  let chapter = Chapter.why
  let needs = StudyNeeds.trainedModels

  /// Windows that the mean is taken over.
  static func windows(_ effort: Profile) -> Int { effort.value(quick: 8, standard: 24, full: 64) }

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    Double(Self.windows(profile) * models * (seeds + 2)) * 0.02
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    guard let trained = subject.trained else { return nil }
    let flows = try trained.tests.mapValues { test in
      try GradientFlow(
        test.corpus.test, of: test.corpus, windows: Self.windows(subject.effort), length: trained.length - 1,
        threads: subject.threads)
    }
    var record = Record(models: [:])
    for (index, model) in trained.models.enumerated() {
      try onProgress(StudyProgress(model.id, Double(index) / Double(trained.models.count)))
      record.models[model.id] = try records(of: model, flows)
    }
    return record
  }

  /// Before and after training; and, where the forget bias makes a difference, for several of it. Each seed by its own stories.
  private func records(of model: TrainedModels.Model, _ flows: [UInt64: GradientFlow]) throws -> [GradientFlowRecord] {
    typealias Look = GradientFlow.Look
    func looks(_ parameters: (TrainedModels.Run) throws -> (any SequenceModel, Parameters<Float>)) rethrows -> [Look] {
      try model.runs.compactMap { run in
        let (model, parameters) = try parameters(run)
        return flows[run.seed]?.look(at: model, parameters: parameters)
      }
    }
    func untrained(_ configuration: ModelConfiguration) throws -> [Look] {
      try looks { run in
        let fresh = try model.type.init(configuration)
        return (fresh, Parameters(initializing: fresh.parameters, seed: run.seed))
      }
    }
    var records = GradientFlowRecord.records(of: try untrained(model.configuration), isTrained: false)
    records += GradientFlowRecord.records(of: looks { ($0.model, $0.parameters) }, isTrained: true)
    guard model.type.settings.contains(.forgetBias) else { return records }
    for bias in [1.0, 3, 5] where bias != model.configuration.forgetBias {
      var configuration = model.configuration
      configuration.forgetBias = bias
      records += GradientFlowRecord.records(
        of: try untrained(configuration), isTrained: false, setting: "forget bias \(Int(bias))")
    }
    return records
  }

  func claims(_ record: Record) -> [Claim] { VanishingClaims(record: record).all }

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    let tables = GradientFlowTables(record, legend)
    return [tables.halfLives, tables.curves].compactMap { $0 }
  }

  /// The half-life after training; ≈ where the gradient does not fall at one rate.
  func headline(_ record: Record, _ legend: Legend) -> [HeadlineFact] {
    let lives = record.models.compactMapValues { records -> String? in
      guard let flow = records.first(where: { $0.by == .embedding && $0.isTrained && $0.setting == nil }),
        flow.rSquared.mean.isFinite
      else { return nil }
      guard let life = flow.halfLife else { return "does not fade" }
      // Beyond what was looked at, a fit says that there is little to see, and no number.
      if let last = flow.lags.last, life.mean > Double(last) { return "> \(last) tokens" }
      return (flow.rSquared.mean < 0.9 ? "≈ " : "") + Numbers.significant(life.mean, 2) + " tokens"
    }
    return lives.isEmpty ? [] : [.row("C1", quantity: "the gradient halves in", texts: lives)]
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    GradientFlowSection(record: record, legend: legend).section
  }
}
