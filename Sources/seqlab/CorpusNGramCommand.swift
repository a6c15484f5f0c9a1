// `seqlab corpus ngram`: how well counting predicts a corpus, by how many tokens it looks at.

import ArgumentParser
import Corpora
import Foundation
import LabKit
import LabReport

extension CorpusCommand {
  /// The losses of models that count.
  struct NGram: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ngram",
      abstract: "Counts n-grams, and tells their losses by order.",
      discussion: """
        A model of order n counts what came after the n − 1 tokens before, in the
        training part, smoothed by Witten and Bell's method. Losses in nats a token;
        perplexity is e to the loss on the test part. For a text by word, there is
        also that loss for each character, which compares with one by character.
        """)

    @OptionGroup var corpus: CorpusOptions
    @Option(help: ArgumentHelp("The highest order, at most 8", valueName: "n")) var order = 8
    @Option(help: ArgumentHelp("Draw the losses into a folder, too, as ngram.svg", valueName: "dir")) var out: String?
    @Flag(help: "Print one JSON object.") var json = false

    private struct Result: Encodable {
      let corpus: String
      let orders: [NGramLosses]
      let floor: OrNull<Double>
    }

    func run() throws {
      let highest = try Flags.range(order, "order", 1...8)
      let corpus = try corpus.load().corpus
      guard corpus.validation.count > 0, corpus.test.count > 0 else {
        throw InputError("\(corpus.name) is too short: its held-out part has no tokens")
      }
      let model = NGramModel(
        order: highest, training: corpus.train.tokens, vocabularySize: corpus.vocabularySize)
      func loss(_ split: Split, _ order: Int) -> Double {
        let losses = model.negativeLogLikelihoods(of: split.tokens, order: order)
        return losses.reduce(0, +) / Double(losses.count)
      }
      let orders = (1...highest).map { order in
        let test = loss(corpus.test, order)
        return NGramLosses(
          order: order, validation: loss(corpus.validation, order), test: test, perplexity: exp(test),
          testPerCharacter: OrNull(corpus.charactersPerToken.map { test / $0 }))
      }
      let floors = (validation: corpus.validation.nextTokenFloor?.mean, test: corpus.test.nextTokenFloor?.mean)
      if let out {
        try ReportFiles.write(NGramFigure(losses: orders, floor: floors.test).figure, to: URL(userPath: out))
      }
      if json { return try Output.json(Result(corpus: corpus.name, orders: orders, floor: OrNull(floors.test))) }
      let isByWords = corpus.tokenizer.kind == .word
      var table = Table(
        columns: [
          Table.Column("order"), Table.Column("validation", .decimal), Table.Column("test", .decimal),
          Table.Column("perplexity", .decimal),
        ] + (isByWords ? [Table.Column("a character", .decimal)] : []))
      // Chosen on the part that is not judged on.
      let best = orders.min { $0.validation < $1.validation }
      func add(_ name: String, _ numbers: [Double?], _ role: Style.Role?) {
        let cells = zip(numbers, [4, 4, 2, 4]).map { number, digits in
          Table.Cell(number.map { Words.number($0, digits: digits) } ?? "–", role)
        }
        table.addRow([Table.Cell(name, role)] + cells)
      }
      for line in orders {
        add(
          String(line.order),
          [line.validation, line.test, line.perplexity] + (isByWords ? [line.testPerCharacter.value] : []),
          line.order == best?.order ? .strong : nil)
      }
      if let test = floors.test { add("floor", [floors.validation, test, exp(test)], .dim) }
      try Output.table(table)
      if let best {
        Output.note(
          "the validation part chooses order \(best.order): \(Words.number(best.test, digits: 4)) on the test part")
      }
      if model.countedTokens < corpus.train.count {
        Output.note(
          "counted on the first \(Words.count(model.countedTokens)) of \(Words.count(corpus.train.count)) tokens: they have "
            + "\(Words.count(NGramModel.mostGrams)) different n-grams, and more are not kept")
      }
      for remark in corpus.remarks { Output.note(remark) }
    }
  }
}
