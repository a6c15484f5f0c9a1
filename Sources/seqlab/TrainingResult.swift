// What `seqlab train` says at its end.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// What came of a training, and where its weights are.
struct TrainingResult: Encodable {
  struct Best: Encodable {
    let step: Int
    let loss: Double
    /// The folder with its weights; null if they were not kept.
    let checkpoint: OrNull<String>
  }
  private let model, checkpoint, objective: String
  private let parameters, steps, tokens, validationTokens: Int
  private let seconds: Double
  private let loss, validation: OrNull<Double>
  /// The validation loss in nats a byte of text, by which models compare however their text is cut; null for a grammar, and for blanks.
  private let validationPerByte: OrNull<Double>
  private let best: OrNull<Best>
  private let stoppedEarly: Bool
  /// The share of the held-out words of a text by word that are unknown; null for all others.
  private let unknownShare: OrNull<Double>

  /// What people are told, in names and values.
  let facts: [(name: String, value: String)]
  /// What they should know beside it.
  let notes: [String]

  private enum CodingKeys: CodingKey {
    case model, checkpoint, objective, parameters, steps, tokens, validationTokens, seconds, loss, validation, best
    case validationPerByte, stoppedEarly, unknownShare
  }

  /// - Parameters:
  ///   - destination: Where the training was saved.
  ///   - loss: Of the last step, if there was one to make.
  ///   - validation: Of the last weights on the whole validation part, if the training is over.
  init(
    _ session: TrainingSession, _ destination: String, loss: Double?, validation: HeldOutEvaluation.Loss?,
    seconds: Double
  ) {
    let (trainer, record) = (session.trainer, session.record)
    model = type(of: trainer.model).identifier
    checkpoint = destination
    objective = trainer.model.sight == .left ? "next token" : "fill the blank"
    parameters = trainer.model.parameters.scalarCount
    (steps, tokens, validationTokens) = (trainer.nextStep, trainer.tokensTrained, validation?.count ?? 0)
    self.seconds = seconds
    (self.loss, self.validation) = (OrNull(loss), OrNull(validation?.mean))
    validationPerByte = OrNull(validation.flatMap { session.perByte($0) })
    stoppedEarly = record.isOutOfPatience
    unknownShare = OrNull(session.corpus.tokenizer.unknownToken.map { _ in session.corpus.unknownShare })
    let kept = session.bestFolder(in: destination)
    best = OrNull(record.best.map { Best(step: $0.step, loss: $0.loss, checkpoint: OrNull(kept)) })
    facts = Self.facts(session, destination, loss: loss, validation: validation, seconds: seconds)
    let ofWords = validationPerByte.value.flatMap { _ in CorpusFacts.bytesOfWords(session.corpus) }
    notes = [session.worseThanBest(in: destination), session.overfitting, ofWords].compactMap { $0 }
  }

  private static func facts(
    _ session: TrainingSession, _ destination: String, loss: Double?, validation: HeldOutEvaluation.Loss?,
    seconds: Double
  ) -> [(name: String, value: String)] {
    let (trainer, record) = (session.trainer, session.record)
    let (settings, isCausal) = (trainer.settings, trainer.model.sight == .left)
    let (name, count) = (type(of: trainer.model).identifier, trainer.model.parameters.scalarCount)
    let made = Words.count(trainer.nextStep - session.firstStep)
    var facts: [(name: String, value: String)] = [
      ("model", "\(name), \(Words.count(count)) parameters"),
      (
        "trained",
        "\(made) steps of \(settings.batchSize) × \(settings.length) tokens in " + ProgressReporter.duration(seconds)
      ),
    ]
    if let loss { facts.append(("last loss", Words.nats(loss))) }
    if let validation {
      let unit = isCausal ? "a token" : "a blank"
      let perByte = session.perByte(validation).map { "; \(Words.nats($0)) a byte" } ?? ""
      facts.append(
        ("validation", "\(Words.nats(validation.mean)) \(unit), over \(Words.count(validation.count))\(perByte)"))
    } else {
      facts.append(("stopped", "after step \(trainer.nextStep) of \(settings.steps); --resume \(destination) goes on"))
    }
    if isCausal, let floor = session.corpus.validation.nextTokenFloor, validation != nil {
      facts.append(("floor", "\(Words.nats(floor.mean)) a token"))
    }
    if record.isOutOfPatience, let best = record.best {
      let looks = "\(record.looksSinceBest) looks no better than that of step \(best.step)"
      facts.append(("ended early", "after step \(trainer.nextStep): \(looks)"))
    }
    if record.keep == .best, session.isOver, let best = record.best, session.hasBest {
      facts.append(("checkpoint", "\(destination), the best weights: those after step \(best.step)"))
    } else {
      facts.append(("checkpoint", destination))
      if let folder = session.bestFolder(in: destination), let best = record.best {
        let step = best.step == trainer.nextStep ? "the last step" : "step \(best.step)"
        facts.append(("best", "\(folder), the weights after \(step)"))
      }
    }
    return facts
  }
}

extension TrainingSession {
  /// A next-token loss on the validation part of a text, in nats a byte; nil for all else.
  fileprivate func perByte(_ loss: HeldOutEvaluation.Loss) -> Double? {
    guard trainer.model.sight == .left else { return nil }
    return corpus.heldOutBytes?.validation.perByte(loss.mean)
  }

  /// Where the best weights are, once the training is saved; nil if they were not kept.
  fileprivate func bestFolder(in destination: String) -> String? {
    guard hasBest else { return nil }
    return record.keep == .best && isOver ? destination : destination + "/" + Checkpoint.bestName
  }

  /// That the last weights are worse than the best, by how much, and where those are; nil if they are not.
  fileprivate func worseThanBest(in destination: String) -> String? {
    guard let difference = record.lossAboveBest, let best = record.best, let last = record.validations.last else {
      return nil
    }
    let start =
      "the look after step \(last.step) was worse than that after step \(best.step), by "
      + "\(Words.number(difference, digits: 3)) nats (\(Words.number(last.loss, digits: 3)) and "
      + "\(Words.number(best.loss, digits: 3)))"
    guard let folder = bestFolder(in: destination) else {
      return start + ", whose weights were not kept; --keep both does"
    }
    return start + "; the better weights: seqlab sample --checkpoint \(folder)"
  }

  /// That the loss on a text's validation part has risen since its best look, and what helps; nil if it has not.
  fileprivate var overfitting: String? {
    // lesson: overfits
    let looks = record.validations
    guard corpus.grammar == nil, let best = looks.min(by: { $0.loss < $1.loss }), let last = looks.last,
      last.loss > best.loss * 1.01
    else { return nil }
    // end
    return "it overfits: the validation loss was least after step \(best.step), and rose by "
      + "\(Words.number(last.loss - best.loss, digits: 2)) since; fewer --steps, a smaller --width, --dropout 0.2 or "
      + "more text may help, more steps do not"
  }
}
