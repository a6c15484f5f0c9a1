// What people see of a comparison while it runs.

import LabKit
import LabReport

/// Shows on standard error how far a comparison with its studies is, how long it will take, and what is finished.
final class ComparisonProgress {
  private let comparison: Comparison
  private let training: ProgressReporter
  private var measuring: ProgressReporter?
  private var pace: StudyPace
  private var finishedSteps = 0
  private var searchStart: ContinuousClock.Instant?
  private var (measuringStart, mostDone) = (ContinuousClock.now, 0.0)

  init(of comparison: Comparison) {
    self.comparison = comparison
    pace = StudyPace(expected: comparison.studySeconds)
    training = ProgressReporter(
      comparison.studies.isEmpty ? "training" : "1/2 training",
      total: comparison.totalSteps * comparison.tokensInStep, unit: "tokens")
  }

  /// Removes what is not meant to stay.
  func finish() {
    training.finish()
    measuring?.finish()
  }

  func show(_ event: Comparison.StudiedEvent) {
    switch event {
    case .comparing(.tried(let model, let settings, let step, let loss)):
      searchStart = searchStart ?? .now
      trained(step, "\(model) at \(settings.learningRate), loss \(Numbers.fixed(loss, 2))")
    case .comparing(.chose(let model, let settings)):
      finishedSteps += comparison.searchSteps(of: model)
      let seconds = searchStart.map { (ContinuousClock.now - $0) / .seconds(1) }
      searchStart = nil
      let time = seconds.map { ", found in \(Numbers.fixed($0, 1)) s" } ?? ""
      training.message("✓ \(model): learning rate \(settings.text)\(time)")
    case .comparing(.extended(let models, let seeds)):
      training.extend(by: models.count * seeds * comparison.plan.steps * comparison.tokensInStep)
      training.message("  not told apart yet: \(models.joined(separator: ", ")) get \(seeds) more seeds")
    case .comparing(.trained(let model, let seed, let step, _, let loss)):
      trained(step, "\(model) \(seed), loss \(Numbers.fixed(loss, 2))")
    case .comparing(.finished(let run)):
      finishedSteps += run.budget
      pace.add(run)
      training.message(Self.line(for: run))
    case .comparing(.noted(let note)): training.message(note)
    case .studying(let what, let done):
      studying(what, done)
    case .studied(let id, let seconds):
      measuring?.message("✓ \(id): \(Numbers.fixed(seconds, 1)) s")
    }
  }

  private func trained(_ step: Int, _ note: String) {
    training.update((finishedSteps + step) * comparison.tokensInStep, note: note)
  }

  /// A study that repeats a disturbed timing is not further back than it was.
  private func studying(_ what: String, _ done: Double) {
    if measuring == nil {
      training.finish()
      measuring = ProgressReporter("2/2 measuring", total: 1000, unit: nil)
      measuringStart = .now
    }
    mostDone = max(mostDone, done)
    let elapsed = (ContinuousClock.now - measuringStart) / .seconds(1)
    measuring?.update(
      Int(mostDone * 1000), note: what, secondsLeft: pace.secondsLeft(done: mostDone, elapsed: elapsed))
  }

  private static func line(for run: Comparison.Run) -> String {
    let name = "\(type(of: run.model).identifier), seed \(run.seed)"
    switch run.scores {
    case .failure(let failure): return "✗ \(name): \(failure.message)"
    case .success: return "✓ \(name), \(run.budget) steps: \(Numbers.fixed(run.seconds, 1)) s"
    }
  }
}

extension Comparison {
  fileprivate var tokensInStep: Int { plan.batchSize * plan.length }
}
