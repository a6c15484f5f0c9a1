// A comparison that shows what it is doing.

import Foundation
import LabKit

extension Comparison {
  /// Runs the comparison, and tells people on standard error how far it is and which runs are finished.
  /// - Parameters:
  ///   - folder: Keeps finished runs; those that it has already are not trained again.
  ///   - onEvent: Called after each event is shown; it may throw to stop the comparison.
  /// - Throws: `OutputError` or `CheckpointError`, if a run cannot be saved; whatever `onEvent` throws.
  public func runShowingProgress(
    in folder: ComparisonFolder? = nil, onEvent: (Event) throws -> Void = { _ in }
  ) throws -> ComparisonResults {
    let tokensInStep = plan.batchSize * plan.length
    let progress = ProgressReporter("comparing", total: totalSteps * tokensInStep, unit: "tokens")
    var measuring: ProgressReporter?
    defer {
      progress.finish()
      measuring?.finish()
    }
    var finishedSteps = 0
    return try run(in: folder) { event in
      switch event {
      case .tried(let model, let rate, let step, let loss):
        progress.update(
          (finishedSteps + step) * tokensInStep, note: "\(model) at \(rate), loss \(Numbers.fixed(loss, 2))")
      case .chose(let model, let rate):
        finishedSteps += searchSteps(of: model)
        progress.message("✓ \(model): learning rate \(rate)")
      case .trained(let model, let seed, let step, _, let loss):
        progress.update(
          (finishedSteps + step) * tokensInStep, note: "\(model) \(seed), loss \(Numbers.fixed(loss, 2))")
      case .finished(let run):
        finishedSteps += plan.steps
        progress.message(Self.line(for: run))
      case .measuring(let what, let part, let parts):
        progress.finish()
        measuring = measuring ?? ProgressReporter("measuring", total: parts, unit: "parts")
        measuring?.update(part, note: what)
      }
      try onEvent(event)
    }
  }

  private static func line(for run: Run) -> String {
    let name = "\(type(of: run.model).identifier), seed \(run.seed)"
    switch run.scores {
    case .failure(let failure): return "✗ \(name): \(failure.message)"
    case .success: return "✓ \(name): \(Numbers.fixed(run.seconds, 1)) s"
    }
  }
}
