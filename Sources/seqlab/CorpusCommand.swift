// `seqlab corpus`: looks at a corpus.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit
import LabReport

/// The commands about corpora.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus", abstract: "Shows, samples and checks a corpus.",
    discussion: """
      Without --corpus, it is about the stories of Corpus/stories.grammar.

        seqlab corpus show
        seqlab corpus sample --seed 7 --tokens 100
        seqlab corpus check --corpus my.grammar
      """,
    subcommands: [
      Show.self, Sample.self, Floor.self, NGram.self, Check.self, TrainBPE.self, Encode.self, Decode.self,
    ])

  /// The facts of a corpus.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows sizes, kinds of dependency and floors.")

    @OptionGroup var corpus: CorpusOptions
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
      let corpus = try corpus.load().corpus
      let summary = corpus.summary()
      if json { return try Output.json(summary) }
      for remark in corpus.remarks { Output.note(remark) }
      try Output.facts(CorpusFacts.lines(summary))
      guard !summary.kinds.isEmpty else {
        return Output.note("A text file has no known floors and no tagged dependencies.")
      }
      try Output.result("\n")
      try Output.table(CorpusFacts.kinds(summary))
      guard let chances = CorpusFacts.chances(summary) else { return }
      try Output.result("\n")
      try Output.table(chances)
      Output.note(
        "chance: what a predictor gets right that knows the grammar and has forgotten the answer; ceiling: one that has not"
      )
    }
  }

  /// Some text of a corpus.
  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints stories, or the beginning of a text file.",
      discussion: """
        A grammar's stories are written anew for the seed; each is whole. On a terminal,
        control characters are shown as signs; a file or a pipe gets them as they are.
        """)

    @OptionGroup var corpus: CorpusOptions
    @Option(help: ArgumentHelp("What stories are drawn from", valueName: "n")) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Tokens, at least", valueName: "n")) var tokens = 200

    func run() throws {
      let tokens = try Flags.range(tokens, "tokens", 1...10_000_000)
      let text = try corpus.load().corpus.sampleText(tokenCount: tokens, seed: seed)
      try Output.text(text.trimmingCharacters(in: .newlines))
    }
  }

  /// The floors of a grammar.
  struct Floor: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Estimates the loss that no model can go below.",
      discussion: "The means of exact probabilities over newly written stories, in nats a token.")

    @OptionGroup var corpus: CorpusOptions
    @Option(help: ArgumentHelp("What stories and blanks are drawn from", valueName: "n")) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Tokens of stories, at least", valueName: "n")) var tokens = 200_000
    @Option(help: ArgumentHelp("Blanks, at most", valueName: "n")) var blanks = 2000
    @Flag(help: "Print one JSON object.") var json = false

    private struct Result: Encodable {
      let corpus: String
      let nextToken, blankBothSides, blankLeft: ClusteredMean
    }

    func run() throws {
      let tokens = try Flags.range(tokens, "tokens", 1...10_000_000)
      let blanks = try Flags.range(blanks, "blanks", 1...1_000_000)
      let corpus = try corpus.load().corpus
      guard let grammar = corpus.grammar else { throw CorpusFacts.noGrammar(corpus, "floors") }
      let split = grammar.stories(tokenCount: tokens, seed: seed)
      guard let next = split.nextTokenFloor,
        let blank = corpus.blanks(in: split, count: blanks, seed: seed).floorEstimates()
      else { throw InputError("\(corpus.name) has no word to leave blank") }
      if json {
        return try Output.json(
          Result(corpus: corpus.name, nextToken: next, blankBothSides: blank.bothSides, blankLeft: blank.left))
      }
      var table = Table(columns: [
        Table.Column("floor"), Table.Column("nats", .decimal), Table.Column("± error", .decimal),
        Table.Column("tokens", .right),
      ])
      let rows = [
        ("next token", next), ("blank, both sides known", blank.bothSides), ("blank, left side known", blank.left),
      ]
      for (name, estimate) in rows {
        table.addRow([
          Table.Cell(name), Table.Cell(Words.number(estimate.mean, digits: 4), .strong),
          Table.Cell(estimate.standardError.map { Words.number($0, digits: 4) } ?? "–"),
          Table.Cell(Words.count(estimate.count)),
        ])
      }
      try Output.table(table)
    }
  }

  /// The checks of a grammar.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks a grammar, and reads its stories back.")

    @OptionGroup var corpus: CorpusOptions
    @Option(help: ArgumentHelp("What stories are drawn from", valueName: "n")) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Stories", valueName: "n")) var stories = 1000
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
      let stories = try Flags.range(stories, "stories", 1...1_000_000)
      guard try corpus.isGrammar() else {
        let corpus = try corpus.load().corpus
        let train = Words.count(corpus.train.count)
        if json { return try Output.json(corpus.summary()) }
        for remark in corpus.remarks { Output.note(remark) }
        Output.note("A text file has no grammar to check; it can be read and split.")
        return try Output.facts([
          ("text", corpus.name), ("training part", "\(train) tokens"),
          ("held out", "\(Words.count(corpus.heldOut.count)) tokens"), ("verdict", "can be used"),
        ])
      }
      let source = try corpus.grammar()
      let text = try TextFile.read(try source.url()).text
      let grammar = try checked(text, name: source.name)
      let check = grammar.check(stories: stories, seed: seed)
      for warning in check.warnings { Output.note("warning: \(warning)") }
      if json {
        try Output.json(check)
      } else {
        try Output.facts([
          ("grammar", source.name), ("rules", "\(grammar.ruleCount), with \(grammar.alternativeCount) alternatives"),
          (
            "stories", "\(Words.count(check.stories)) written, \(Words.count(check.stories - check.failures)) read back"
          ),
          ("probabilities", "differ by at most \(String(format: "%.1e", check.largestDifference)) nats"),
          ("verdict", check.passed ? "passed" : "failed"),
        ])
      }
      guard check.passed else {
        throw InputError("the check of \(source.name) failed", exitCode: LabErrors.ExitCode.internal)
      }
    }

    /// The grammar; lists all problems that its checks find.
    private func checked(_ text: String, name: String) throws -> Grammar {
      do { return try Grammar(text) } catch {
        guard case .grammarChecks(let problems) = error else { throw error }
        let list = problems.map(\.description)
        if json { try Output.json(["problems": list]) } else { try Output.text(list.joined(separator: "\n")) }
        throw InputError("\(name): \(problems.count) \(problems.count == 1 ? "problem" : "problems") found")
      }
    }
  }
}
