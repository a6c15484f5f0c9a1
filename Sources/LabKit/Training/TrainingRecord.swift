// What is noted of a training, so that it can go on.

import Corpora
import LabErrors
import LabResults

/// What `training.json` notes of a run, so that it can go on as if it had never stopped.
public struct TrainingRecord: Codable, Equatable, Sendable {
  /// How the model is trained.
  public var settings: TrainingSettings
  /// Where the text is found again.
  public var corpus: CorpusSource
  /// The corpus file's SHA-256.
  public var sha256: String
  /// Steps between looks at the validation part; 0 for none.
  public var evalInterval: Int
  /// Which weights are kept; nil in notes of a time when there was no choice.
  public var keep: KeptWeights?
  /// After how many looks without a better one the training stops early; nil: never.
  public var patience: Int?
  /// What made the steps: the sessions of the training, as long as they differ; nil in notes of a time when it was not noted.
  public var provenance: [Provenance]?
  /// Steps made.
  public internal(set) var step = 0
  /// Looks at the validation part, in the order of steps; of very many, not all the older ones.
  public internal(set) var validations: [ValidationLook] = []
  /// The best of them.
  public internal(set) var best: ValidationLook?
  /// What was noted of steps.
  public internal(set) var history: [TrainingStep] = []

  /// The record of a training that starts.
  public init(
    settings: TrainingSettings, corpus: CorpusSource, sha256: String, evalInterval: Int,
    keep: KeptWeights = .both, patience: Int? = nil
  ) {
    (self.settings, self.corpus, self.sha256, self.evalInterval) = (settings, corpus, sha256, evalInterval)
    (self.keep, self.patience) = (keep, patience)
  }

  /// Notes a session that goes on. Who resumes again and again in the same way is noted once.
  public mutating func note(_ session: Provenance) {
    let sessions = provenance ?? []
    if let last = sessions.last, last.command == session.command, last.machine == session.machine,
      last.version == session.version
    {
      return
    }
    provenance = sessions + [session]
  }

  /// Notes a look. Of more than 2 000, every other of the older half is forgotten, but for the best, so that a training of any length holds
  /// and saves as much. Those that patience counts are in the newer half.
  package mutating func note(_ look: ValidationLook, best: ValidationLook?) {
    validations.append(look)
    self.best = best
    let half = max(1000, patience ?? 0)
    guard validations.count - half > half else { return }
    let older = validations.prefix(half).enumerated().filter {
      $0.offset.isMultiple(of: 2) || $0.element.step == best?.step
    }
    validations = older.map(\.element) + validations.dropFirst(half)
  }

  /// Looks since the best one.
  public var looksSinceBest: Int { validations.count { $0.step > best?.step ?? 0 } }

  /// Whether so many looks have gone by without a better one that the training stops early.
  public var isOutOfPatience: Bool { patience.map { looksSinceBest >= $0 } ?? false }

  /// Whether no step is left to make.
  public func isOver(after step: Int) -> Bool { step >= settings.steps || isOutOfPatience }

  /// By how many nats the last look is worse than the best; nil if it is the best, or if these are the notes on the best.
  public var lossAboveBest: Double? {
    guard let best, best.step != step, let last = validations.last, last.loss > best.loss else { return nil }
    return last.loss - best.loss
  }

  /// Checks a record that was read from a file, whatever that holds.
  /// - Throws: `TrainingRecordError`, if no training can have such settings.
  public func check() throws(TrainingRecordError) {
    let schedule = settings.schedule
    let isSound =
      Limits.batch.contains(settings.batchSize) && Limits.length.contains(settings.length)
      && Limits.steps.contains(settings.steps) && (0...settings.steps).contains(step)
      && Limits.threads.contains(settings.threads) && evalInterval >= 0 && settings.logInterval >= 1
      && patience ?? 1 >= 1
      && schedule.peak > 0 && (0...1).contains(schedule.floor) && schedule.warmup >= 0 && schedule.total >= 0
    guard isSound else { throw TrainingRecordError() }
  }
}

/// Notes of a training with settings that none can have.
public struct TrainingRecordError: UserFacingError, Equatable {
  public var message: String { "training.json holds settings that no training can have; train anew" }
  public var exitCode: Int32 { ExitCode.badData }
}
