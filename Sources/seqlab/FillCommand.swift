// `seqlab fill`: what a model would put in the place of blanks.

import ArgumentParser
import Corpora
import LabErrors
import LabKit
import LabReport
import SequenceKit

/// Fills blanks.
struct FillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill", abstract: "Lets a trained model fill the blanks of a text.",
    usage: "seqlab fill --checkpoint <dir> --text <text> [<options>]",
    discussion: """
      A blank is written ___ (three underscores), or as --blank says where the text
      has underscores of its own. birnn and transformer-bidirectional decide by both
      sides of it, the others by the left side alone. Each blank is filled on its own.

        seqlab fill --checkpoint runs/birnn --text "how did the ___ eat the cheese"
        seqlab fill --checkpoint runs/form --blank "[?]" --text "name: ___ [?]: ___"
      """)

  @Option(help: ArgumentHelp("The folder that train has written.", valueName: "dir")) var checkpoint: String
  @Option(help: ArgumentHelp("The text, with ___ for each blank.", valueName: "text")) var text: String
  @Option(help: ArgumentHelp("What stands for a blank in the text", valueName: "mark")) var blank = Tokenizer.blank
  @Option(help: ArgumentHelp("Candidates to show for each blank", valueName: "n")) var top = 5
  @Flag(help: "Print one JSON object.") var json = false
  @OptionGroup var memory: MemoryOptions

  private struct Result: Encodable {
    struct Blank: Encodable {
      let position: Int
      let candidates: [Choice]
    }
    struct Choice: Encodable {
      let token: String
      let probability: Double
    }
    let model, sees, text: String
    let blanks: [Blank]
  }

  func run() throws {
    let top = try Flags.range(top, "top", 1...1_000_000)
    guard !blank.isEmpty else {
      throw UsageError("--blank is empty; name a mark that the text does not have otherwise")
    }
    guard text.contains(blank) else {
      throw UsageError("the text has no blank; write \(printable(blank)) where a word is to be found")
    }
    let trained = try TrainedModel(at: checkpoint, memory)
    let tokenizer = try trained.requireTokenizer()
    guard tokenizer.blankToken >= 0 else {
      throw InputError(
        "the vocabulary of \(printable(checkpoint)) has no token for a blank, so it cannot fill one: seqlab sample goes "
          + "on with a text")
    }
    let tokens = try Prompt.read(text, as: "text", with: tokenizer, blank: blank)
    let length = min(trained.model.longestSequence ?? .max, tokens.count + 1)
    try memory.check("give a shorter --text") { free in
      .reading(trained.model, trained.parameters, rows: 1, length: length, threads: 1, free: free)
    }
    let special = [tokenizer.endToken, tokenizer.unknownToken].compactMap { $0 }
    let fillings = try BlankFiller(trained.model, parameters: trained.parameters, blank: tokenizer.blankToken).fill(
      tokens, start: tokenizer.endToken, excluding: Set(special))
    var filled = tokens
    for filling in fillings { filled[filling.position] = filling.candidates.first?.token ?? filled[filling.position] }
    if json {
      let blanks = fillings.map { filling in
        Result.Blank(
          position: filling.position,
          candidates: filling.candidates.prefix(top).map {
            Result.Choice(token: tokenizer.tokens[Int($0.token)], probability: $0.probability)
          })
      }
      let sees = trained.model.sight == .left ? "left" : "both sides"
      return try Output.json(
        Result(model: trained.identifier, sees: sees, text: tokenizer.decode(filled), blanks: blanks))
    }
    if trained.model.sight == .left {
      Output.note("\(trained.identifier) reads from left to right: it fills a blank by what stands before it.")
    }
    for (index, filling) in fillings.enumerated() {
      try Output.table(table(filling, title: fillings.count > 1 ? "blank \(index + 1)" : "blank", tokenizer, top))
      try Output.result("\n")
    }
    try Output.text(tokenizer.decode(filled))
  }

  private func table(_ filling: BlankFiller.Filling, title: String, _ tokenizer: Tokenizer, _ top: Int) -> Table {
    var table = Table(columns: [Table.Column(title), Table.Column("probability", .right), Table.Column("")])
    for candidate in filling.candidates.prefix(top) {
      table.addRow([
        Table.Cell(tokenizer.tokens[Int(candidate.token)], .strong), Table.Cell(Words.share(candidate.probability)),
        Table.Cell(TextPlot.bar(candidate.probability, of: 1, width: 30), .accent),
      ])
    }
    return table
  }
}
