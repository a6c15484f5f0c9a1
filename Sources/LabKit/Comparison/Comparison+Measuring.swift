// What a comparison measures once its models are trained: gradients, contexts, costs, probes, and then the claims.

import Corpora
import SequenceKit
import TensorCore

extension Comparison {
  /// Adds the plan's measurements to the results, and the verdicts that follow.
  /// - Parameters:
  ///   - runs: Each model's runs, one per seed.
  ///   - onEvent: Told before each measurement; it may throw to stop.
  func measure(
    _ runs: [[Run]], into results: inout ComparisonResults, onEvent: (Event) throws -> Void
  ) throws {
    let plan = plan.measurements
    let parts = types.count * 6 + 1
    var done = 0
    func begin(_ what: String) throws {
      try onEvent(.measuring(what, part: done, of: parts))
      done += 1
    }
    let flow =
      plan.flowWindows > 0
      ? try GradientFlow(
        corpus.test, of: corpus, windows: plan.flowWindows, length: self.plan.length - 1, threads: self.plan.threads)
      : nil
    let context =
      plan.contextTargets > 0
      ? try EffectiveContext(
        corpus.test, of: corpus, targets: plan.contextTargets, length: self.plan.length - 1, threads: self.plan.threads)
      : nil
    let probes =
      plan.probes == .none
      ? nil
      : ProbeStudy(
        reference: reference, seeds: self.plan.seeds, isQuick: plan.probes == .quick, threads: self.plan.threads)
    let prompt = Array(corpus.test.tokens.prefix(6))
    if plan.sampleTokens > 0 { results.prompt = corpus.tokenizer.decode(prompt) }
    let inside =
      plan.insideWindows > 0
      ? try InsideView(
        corpus.test, of: corpus, windows: plan.insideWindows, length: self.plan.length, threads: self.plan.threads)
      : nil
    results.insideExample = inside?.example
    for (index, type) in types.enumerated() {
      let finished = runs[index].filter { if case .success = $0.scores { true } else { false } }
      let name = type.identifier
      try begin("gradient flow of \(name)")
      if let flow { results.models[index].gradientFlow = try records(of: flow, type, configurations[index], finished) }
      try begin("effective context of \(name)")
      if let context {
        let curves = finished.compactMap { context.losses($0.model, parameters: $0.parameters) }
        if !curves.isEmpty {
          results.models[index].effectiveContext = EffectiveContextRecord(contexts: context.contexts, curves: curves)
        }
      }
      try begin("a text by \(name)")
      if plan.sampleTokens > 0, let run = finished.first { results.models[index].sample = sample(run, after: prompt) }
      try begin("a look inside \(name)")
      if let inside, let run = finished.first {
        results.models[index].inside = inside.record(run.model, parameters: run.parameters, seed: run.seed)
      }
      try begin("costs of \(name)")
      if plan.costs != .none {
        results.models[index].complexity = try Complexity.measure(
          type, grid: plan.costs == .quick ? .quick : .full, threads: self.plan.threads)
      }
      try begin("probe tasks by \(name)")
      if let probes {
        results.models[index].probes = try probes.records(of: type) { progress in
          try onEvent(
            .measuring(
              "\(progress.task) \(progress.distance) by \(name), seed \(progress.seed)", part: done - 1, of: parts))
        }
      }
    }
    try begin("position encodings")
    if plan.positions != .none {
      results.positions = try positional.flatMap { try PositionStudy.records(of: $0, seeds: self.plan.seeds) }
    }
    results.claims = Claim.records(of: results)
  }

  /// Before and after training; and, where the forget bias makes a difference, for several of it.
  private func records(
    of flow: GradientFlow, _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, _ runs: [Run]
  ) throws -> [GradientFlowRecord] {
    var records = try flow.untrained(type, configuration, seeds: plan.seeds)
    if !runs.isEmpty {
      records += GradientFlowRecord.records(
        of: runs.map { flow.curves($0.model, parameters: $0.parameters) }, isTrained: true)
    }
    if type.settings.contains(.forgetBias) {
      records += try flow.untrained(type, configuration, forgetBiases: [0, 1, 5], seeds: plan.seeds)
    }
    return records
  }

  /// What a run's model writes; nil where it cannot continue a text.
  private func sample(_ run: Run, after prompt: [Int32]) -> String? {
    let tokenizer = corpus.tokenizer
    let tokens = try? Generator(run.model, parameters: run.parameters).tokens(
      after: prompt, count: plan.measurements.sampleTokens, settings: SamplingSettings(temperature: 0.8, seed: 1),
      excluding: Set([tokenizer.blankToken, tokenizer.unknownToken].compactMap { $0 }))
    return tokens.map { tokenizer.decode($0) }
  }
}
