// Scoring a model on a part of a corpus: the loss of every target, and whether the likeliest token was right.

import Corpora
import SequenceKit
import TensorCore

/// Scores models. Rows are shared out to threads; the result does not depend on how many.
public struct Evaluator {
  /// The model to score.
  public let model: any SequenceModel
  /// Its weights.
  public let parameters: Parameters<Float>
  /// Threads that rows are shared out to.
  public let threads: Int
  /// The most bytes of logits that a thread holds at once, but for those of a single row.
  private static let logitBytes = 1 << 26

  /// Rows that go through a model together: fewer where rows are long and vocabularies large, and no more than it trains on together.
  package static func rowsPerPass(_ model: any SequenceModel, length: Int) -> Int {
    let fitting = logitBytes / 4 / max(1, model.configuration.vocabularySize * length)
    return max(1, min(16, fitting, model.sequencesAtOnce(length: length)))
  }

  /// - Parameter threads: At least 1; the scores do not depend on it.
  public init(_ model: any SequenceModel, parameters: Parameters<Float>, threads: Int = ThreadTeam.availableCores) {
    self.model = model
    self.parameters = parameters
    self.threads = threads
  }

  /// Scores every target of the rows.
  /// - Parameters:
  ///   - rows: What to score; see `EvaluationRows`.
  ///   - split: The split that the rows come from.
  ///   - blank: The blank's token number.
  ///   - onlyAt: Restricts a model that fills blanks to these positions, each of which costs it a row of its own; others ignore it.
  public func score(_ rows: Rows, of split: Split, blank: Int32, onlyAt: [Int]? = nil) -> TokenScores {
    var scores = TokenScores(count: split.count)
    for outcome in outcomes(of: rows, blank: blank, onlyAt: onlyAt) {
      scores.losses[outcome.position] = outcome.loss
      scores.isCorrect[outcome.position] = outcome.isCorrect
    }
    return scores
  }

  /// How a model did at a target.
  struct Outcome {
    /// Where the target stands in the split.
    let position: Int
    let loss: Float
    let isCorrect: Bool
  }

  /// How the model did at every target of the rows, as `score` puts it together: for rows of a split that is much larger.
  func outcomes(of rows: Rows, blank: Int32, onlyAt: [Int]? = nil) -> [Outcome] {
    if model.sight == .masked { return blankOutcomes(of: rows, blank: blank, at: onlyAt) }
    return outcomes(PredictionTask(rows, sight: model.sight, blank: blank) { _ in false })
  }

  /// How the model did at the targets of a task.
  private func outcomes(_ task: PredictionTask) -> [Outcome] {
    let rowsPerPass = Self.rowsPerPass(model, length: task.tokens.length)
    let passes = stride(from: 0, to: task.tokens.batchSize, by: rowsPerPass).map {
      $0..<min($0 + rowsPerPass, task.tokens.batchSize)
    }
    return Array(
      ThreadTeam(count: threads, for: passes.count)
        .map(passes, worker: Tape(parameters, recordsGradients: false)) { tape, pass in run(task, pass, on: tape) }
        .joined())
  }

  /// One pass of some rows through the model.
  private func run(_ task: PredictionTask, _ range: Range<Int>, on tape: Tape<Float>) -> [Outcome] {
    defer { tape.reset() }
    let (tokens, targets) = task.sequences(range)
    let positions = TokenBatch(
      Array(task.positions[range.lowerBound * tokens.length..<range.upperBound * tokens.length]),
      batchSize: tokens.batchSize, length: tokens.length)
    let features = model.features(of: tokens, on: tape)
    let logits = model.head.logits(features.rows)
    let orderedTargets = targets.tokens(in: features.order)
    let losses = crossEntropy(logits, targets: orderedTargets).perRow.value.scalars
    let vocabulary = logits.shape.columns
    return logits.withUnsafeScalars { logits in
      zip(positions.tokens(in: features.order), orderedTargets).enumerated().compactMap { row, pair in
        guard pair.1 >= 0 else { return nil }
        let scores = logits[row * vocabulary..<(row + 1) * vocabulary]
        let right = scores[scores.startIndex + Int(pair.1)]
        return Outcome(
          position: Int(pair.0), loss: losses[row], isCorrect: scores.allSatisfy { $0 <= right })
      }
    }
  }

  /// Asks a model that fills blanks: a row for each position, with that position blanked.
  private func blankOutcomes(of rows: Rows, blank: Int32, at positions: [Int]?) -> [Outcome] {
    var cells: [Int: Int] = [:]
    for (cell, position) in rows.positions.enumerated() where position >= 0 { cells[Int(position)] = cell }
    let wanted = (positions ?? cells.keys.sorted()).compactMap { cells[$0] }
    return stride(from: 0, to: wanted.count, by: 1024).flatMap { start in
      let chunk = Array(wanted[start..<min(start + 1024, wanted.count)])
      let length = rows.length + 1
      return outcomes(
        PredictionTask(rows.rows(chunk.map { $0 / rows.length }), sight: .masked, blank: blank) { index in
          index % length == chunk[index / length] % rows.length + 1
        })
    }
  }
}
