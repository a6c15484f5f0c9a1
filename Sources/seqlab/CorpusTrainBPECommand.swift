// `seqlab corpus train-bpe`: learns a vocabulary of byte pairs.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit
import LabReport

extension CorpusCommand {
  /// Learns byte pairs.
  struct TrainBPE: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "train-bpe", abstract: "Learns a vocabulary of byte pairs from a text.",
      usage: "seqlab corpus train-bpe --out <dir> [--corpus <file>] [<options>]",
      discussion: """
        Of neighbouring tokens, at first bytes, the most frequent pair becomes a
        token, until there are --vocabulary of them: the same merges that the
        tokenizers library learns from the text. The folder gets tokenizer.json,
        vocab.json and merges.txt, which that library and transformers load; train,
        compare and others take it as their --vocabulary.

          seqlab corpus train-bpe --corpus book.txt --vocabulary 512 --out runs/bpe
          seqlab train --model lstm --corpus book.txt --vocabulary runs/bpe \\
            --out runs/lstm
        """)

    @OptionGroup var corpus: CorpusOptions
    @Option(help: ArgumentHelp("The folder for the vocabulary.", valueName: "dir")) var out: String
    @Option(help: ArgumentHelp("How often a pair must occur to become a token", valueName: "n"))
    var minimumFrequency = 0
    @Option(help: ArgumentHelp("A special token; give it again for more.", valueName: "text")) var special: [String] =
      []
    @Flag(help: "Cut each line by itself, as tokenizers does with files.") var lines = false
    @Flag(help: "Print one JSON object.") var json = false

    private struct Result: Encodable {
      let corpus, folder: String
      let vocabulary, merges, bytes, tokens: Int
      let seconds: Double
    }

    func run() throws {
      let size = try size()
      let least = try Flags.range(minimumFrequency, "minimum-frequency", 0...1_000_000_000)
      let text = try text()
      let folder = try AtomicFolder(at: URL(userPath: out))
      let began = ContinuousClock.now
      let progress = ProgressReporter("byte pairs", total: size, unit: "tokens")
      let pairs = try BytePairs.learned(
        from: text, size: size, leastCount: least, specials: special, byLines: lines
      ) { progress.update($0) }
      progress.finish()
      let seconds = (ContinuousClock.now - began).milliseconds / 1e3
      let lists = try pairs.lists()
      try writeAtomically(lists.vocabulary, to: folder.url.appendingPathComponent("vocab.json"))
      try writeAtomically(lists.merges, to: folder.url.appendingPathComponent("merges.txt"))
      try writeAtomically(try pairs.json(), to: folder.url.appendingPathComponent("tokenizer.json"))
      try folder.commit()
      try report(pairs, text, size, seconds)
    }

    /// How many tokens are wanted.
    private func size() throws -> Int {
      let wanted = corpus.vocabulary ?? String(BytePairVocabulary.usualSize)
      guard let number = Int(wanted), corpus.tokenizer ?? "bpe" == "bpe" else {
        throw UsageError(
          "train-bpe learns byte pairs: --vocabulary is how many tokens there are to be, and --tokenizer bpe")
      }
      let least = BytePairVocabulary.sizes.lowerBound + special.count
      return try Flags.range(number, "vocabulary", least...BytePairVocabulary.sizes.upperBound)
    }

    /// The text that is named, or the stories as text.
    private func text() throws -> String {
      guard let file = try corpus.text() else {
        let stories = try corpus.grammar().load()
        return stories.tokenizer.decode(stories.train.tokens)
      }
      for note in file.notes { Output.note(note) }
      return file.text
    }

    private func report(_ pairs: BytePairs, _ text: String, _ size: Int, _ seconds: Double) throws {
      let tokens = pairs.encode(text).count
      let merges = pairs.count - BytePairVocabulary.sizes.lowerBound - special.count
      let name = corpus.corpus ?? CorpusSource.stories
      if json {
        return try Output.json(
          Result(
            corpus: name, folder: out, vocabulary: pairs.count, merges: merges, bytes: text.utf8.count, tokens: tokens,
            seconds: seconds))
      }
      let ratio = Words.number(Double(text.utf8.count) / Double(max(1, tokens)), digits: 2)
      try Output.facts([
        ("text", "\(name), \(Words.count(text.utf8.count)) bytes"),
        ("vocabulary", "\(Words.count(pairs.count)) tokens, \(Words.count(merges)) of them merged"),
        ("as tokens", "\(Words.count(tokens)), of \(ratio) bytes on average"),
        ("learned in", ProgressReporter.duration(seconds)), ("folder", out),
      ])
      if pairs.count < size { Output.note("no more pairs occur often enough: there are fewer tokens than asked for") }
    }
  }
}
