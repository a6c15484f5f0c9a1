// What `seqlab eval` prints.

import Corpora
import LabKit
import LabReport
import SequenceKit

/// The losses of a checkpoint, as `eval` shows them. All in nats a token.
struct EvalReport: Encodable {
  let model, checkpoint, corpus, reading: String
  let parameters: Int
  /// Next-token losses; null for a model that sees both sides.
  let validation, test, heldOut: OrNull<Double>
  /// How many tokens they are means of.
  let tokens: Int
  /// By this the losses of a text that is cut into words compare with those by character; null for a grammar.
  let charactersPerToken: OrNull<Double>
  /// The share of the words that are unknown; null for all but words.
  let unknownShare: OrNull<Double>
  /// Next-token losses in nats a byte of text, by which models compare however their text is cut; null for a grammar.
  let perByte: OrNull<PerByte>
  let fillBlank: HeldOutScores.Losses
  /// What no model's expected loss is below; null for a text.
  let floor, fillBlankFloorLeft, fillBlankFloorBothSides: OrNull<HeldOutScores.Losses>
  let note: OrNull<String>
  private let isByWords: Bool

  /// Losses in nats a byte of text, of both held-out parts and of both together.
  struct PerByte: Encodable {
    let validation, test, heldOut: Double

    init(_ losses: HeldOutScores.Losses, _ bytes: HeldOutBytes) {
      validation = bytes.validation.perByte(losses.validation)
      test = bytes.test.perByte(losses.test)
      heldOut = bytes.heldOut.perByte(losses.heldOut)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case model, checkpoint, corpus, reading, parameters, validation, test, heldOut, tokens, charactersPerToken,
      unknownShare, perByte, fillBlank
    case floor, fillBlankFloorLeft, fillBlankFloorBothSides, note
  }

  init(_ trained: TrainedModel, _ checkpoint: String, _ evaluation: HeldOutEvaluation, blanks count: Int) throws {
    let corpus = evaluation.corpus
    model = trained.identifier
    self.checkpoint = checkpoint
    self.corpus = corpus.name
    reading = evaluation.reading
    parameters = trained.model.parameters.scalarCount
    let scores = try HeldOutScores(evaluation, blanks: count)
    let next = scores.nextToken
    (validation, test, heldOut) = (OrNull(next?.validation), OrNull(next?.test), OrNull(next?.heldOut))
    tokens = next?.count ?? 0
    charactersPerToken = OrNull(corpus.charactersPerToken)
    unknownShare = OrNull(corpus.tokenizer.unknownToken.map { _ in corpus.unknownShare })
    perByte = OrNull(next.flatMap { losses in corpus.heldOutBytes.map { PerByte(losses, $0) } })
    isByWords = corpus.tokenizer.kind == .word
    fillBlank = scores.fillBlank
    floor = OrNull(scores.floor)
    fillBlankFloorLeft = OrNull(scores.fillBlankFloorLeft)
    fillBlankFloorBothSides = OrNull(scores.fillBlankFloorBothSides)
    note = OrNull(
      trained.model.sight == .left
        ? nil : "\(trained.identifier) sees both sides of a position, so it has no next-token loss.")
  }

  /// The losses beside their floors.
  var table: Table {
    var table = Table(columns: [
      Table.Column("nats a token"), Table.Column("validation", .decimal), Table.Column("test", .decimal),
      Table.Column("held out", .decimal),
    ])
    func add(_ name: String, _ losses: [Double?], _ role: Style.Role?) {
      table.addRow(
        [Table.Cell(name, role)] + losses.map { Table.Cell($0.map { Words.number($0, digits: 4) } ?? "–", role) })
    }
    func add(_ name: String, _ losses: HeldOutScores.Losses?) {
      if let losses { add(name, [losses.validation, losses.test, losses.heldOut], .dim) }
    }
    add("next token", [validation.value, test.value, heldOut.value], .strong)
    if isByWords, let characters = charactersPerToken.value {
      add("  a character", [validation.value, test.value, heldOut.value].map { $0.map { $0 / characters } }, .strong)
    }
    if let bytes = perByte.value { add("  a byte", [bytes.validation, bytes.test, bytes.heldOut], .strong) }
    add("  floor", floor.value)
    add("fill the blank", [fillBlank.validation, fillBlank.test, fillBlank.heldOut], .strong)
    add("  floor, left side", fillBlankFloorLeft.value)
    add("  floor, both sides", fillBlankFloorBothSides.value)
    return table
  }
}
