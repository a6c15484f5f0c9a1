// The losses of a model on the held-out parts of a corpus.

import Corpora
import LabErrors
import SequenceKit

/// Scores a model on the parts of a corpus that it was not trained on.
public struct HeldOutEvaluation {
  /// What scores: a model with its weights, and threads.
  public let evaluator: Evaluator
  /// The corpus whose validation and test parts are read.
  public let corpus: Corpus
  /// Positions in a row of evaluation.
  let rowLength: Int
  /// For a text and a model with a bounded context: how far a window moves on.
  let stride: Int
  private let onProgress: (Progress) -> Void

  /// What is being scored, for those who show it.
  public enum Progress: Equatable, Sendable {
    /// A part of the corpus, of so many units.
    case began(part: String, total: Int, unit: String)
    /// So many of them are scored.
    case reached(Int)
    /// All are, or the model's numbers are not finite.
    case ended
  }

  private var model: any SequenceModel { evaluator.model }
  private var blank: Int32 { corpus.tokenizer.blankToken }
  private var readsContinuously: Bool { Self.readsContinuously(corpus, model) }
  /// Rows that a quick loss is of.
  public static let sampledRows = 32

  /// Whether a model's state can be carried on from the first token of a part to the last.
  public static func readsContinuously(_ corpus: Corpus, _ model: any SequenceModel) -> Bool {
    corpus.grammar == nil && model.sight == .left && model.stateCapacity == nil
  }

  /// - Parameters:
  ///   - stride: How far a window moves on; a quarter of the context, if nil.
  ///   - onProgress: Is told what is being scored, and how far it is.
  /// - Throws: `EvaluationError`, if a model that sees both sides has learned a single position.
  public init(
    _ evaluator: Evaluator, corpus: Corpus, stride: Int? = nil, onProgress: @escaping (Progress) -> Void = { _ in }
  ) throws(EvaluationError) {
    self.evaluator = evaluator
    self.corpus = corpus
    self.onProgress = onProgress
    let model = evaluator.model
    let context = model.configuration.contextLength
    guard model.sight == .left || context >= 2 else { throw .contextTooShort }
    let length = model.sight == .left ? context : context - 1
    // A recurrent model can read any story whole, however short those of its training were.
    let isBounded = model.longestSequence != nil || model.stateCapacity != nil
    rowLength = isBounded ? length : max(length, corpus.grammar?.longestStory ?? length)
    self.stride = min(stride ?? max(1, length / 4), length)
  }

  /// How targets get their context, in words.
  public var reading: String {
    if readsContinuously { return "the state is carried through the whole part: each token has all the text before it" }
    if corpus.grammar != nil { return "whole stories, in rows of \(rowLength) tokens" }
    if model.sight != .left { return "windows of \(rowLength + 1) tokens" }
    return "windows of \(rowLength) tokens, \(stride) apart: each token has \(rowLength - stride) to \(rowLength - 1) "
      + "tokens before it"
  }

  /// A mean loss over tokens, in nats.
  public struct Loss: Equatable, Sendable {
    /// In nats; 0 where nothing was scored.
    public let mean: Double
    /// The tokens that it is the mean of.
    public let count: Int

    /// A mean that is known already.
    public init(mean: Double, count: Int) { (self.mean, self.count) = (mean, count) }

    /// The mean over the scored tokens, those that are not NaN.
    public init(_ losses: some Sequence<Float>) {
      var (sum, count) = (0.0, 0)
      for loss in losses where !loss.isNaN {
        sum += Double(loss)
        count += 1
      }
      self.init(mean: sum / Double(max(1, count)), count: count)
    }

    /// Both together.
    public func joined(_ other: Loss) -> Loss {
      let total = count + other.count
      return Loss(mean: (mean * Double(count) + other.mean * Double(other.count)) / Double(max(1, total)), count: total)
    }
  }

  /// The next-token losses of validation and test: every target once. Nil for a model that sees both sides.
  /// - Throws: `CorpusError` or `GenerationError`, as all that follow.
  public func nextToken() throws -> (validation: [Float], test: [Float])? {
    guard model.sight == .left else { return nil }
    guard corpus.grammar == nil else {
      return (try losses(of: corpus.validation, "validation"), try losses(of: corpus.test, "test"))
    }
    // A text's test part is read on from its validation part.
    let all = try losses(of: corpus.heldOut, "held-out part")
    return (Array(all.prefix(corpus.validation.count)), Array(all.dropFirst(corpus.validation.count)))
  }

  /// The loss on the whole validation part: of the next token, or of blanks for a model that sees both sides.
  public func validationLoss(blanks: Int) throws -> Loss {
    if model.sight == .left {
      return Loss(try losses(of: corpus.validation, "validation"))
    }
    let positions = corpus.blanks(in: corpus.validation, count: blanks, seed: 1).map(\.position)
    return Loss(try blankLosses(of: corpus.validation, at: positions, "validation"))
  }

  /// A quick loss on rows spread evenly over the validation part.
  public func sampledLoss(rows count: Int = Self.sampledRows) throws -> Loss {
    let all = try EvaluationRows(corpus.validation, of: corpus, length: rowLength)
    let kept = min(count, all.count)
    let rows = all.rows((0..<kept).map { $0 * all.count / kept })
    let asked = rows.positions.filter { $0 >= 0 }.map(Int.init)
    let some = model.sight == .masked ? asked.enumerated().filter { $0.offset % 16 == 0 }.map(\.element) : asked
    // In the order of the text, in which sums are made.
    let outcomes = evaluator.outcomes(of: rows, blank: blank, onlyAt: some).sorted { $0.position < $1.position }
    return Loss(outcomes.map(\.loss))
  }

  /// The losses at blanked positions of a part, for a model that sees both sides.
  public func blankLosses(of split: Split, at positions: [Int], _ name: String) throws -> [Float] {
    let rows = try EvaluationRows(split, of: corpus, length: rowLength).rows(holding: positions)
    onProgress(.began(part: name, total: positions.count, unit: "blanks"))
    defer { onProgress(.ended) }
    if model.sight == .around {
      let scores = evaluator.score(rows, of: split, blank: blank)
      return try finite(positions.map { scores.losses[$0] }.filter { !$0.isNaN }, of: positions.count)
    }
    var losses: [Float] = []
    for start in Swift.stride(from: 0, to: positions.count, by: 128) {
      let part = Array(positions[start..<min(start + 128, positions.count)])
      losses += evaluator.outcomes(of: rows, blank: blank, onlyAt: part).map(\.loss).filter { !$0.isNaN }
      onProgress(.reached(start + part.count))
    }
    return try finite(losses, of: positions.count)
  }

  /// The loss of every token of a part; NaN for those that are not asked for, such as a text's first.
  private func losses(of split: Split, _ name: String) throws -> [Float] {
    onProgress(.began(part: name, total: split.count, unit: "tokens"))
    defer { onProgress(.ended) }
    if readsContinuously, let scores = evaluator.scoreContinuously(split, onProgress: { onProgress(.reached($0)) }) {
      return [.nan] + (try finite(Array(scores.losses.dropFirst()), of: split.count - 1))
    }
    let rows = try EvaluationRows(split, of: corpus, length: rowLength, stride: stride)
    var losses = [Float](repeating: .nan, count: split.count)
    for start in Swift.stride(from: 0, to: rows.count, by: 256) {
      let outcomes = evaluator.outcomes(of: rows.rows(start..<min(start + 256, rows.count)), blank: blank)
      _ = try finite(outcomes.map(\.loss), of: outcomes.count)
      for outcome in outcomes { losses[outcome.position] = outcome.loss }
      onProgress(.reached(outcomes.map(\.position).max() ?? 0))
    }
    return losses
  }

  /// The losses, if they are numbers; a text's first token may be missing among blanks.
  private func finite(_ losses: [Float], of count: Int) throws(GenerationError) -> [Float] {
    guard losses.allSatisfy(\.isFinite), losses.count >= count - 1, !losses.isEmpty else {
      throw .notFinite(model: type(of: model).identifier)
    }
    return losses
  }
}
