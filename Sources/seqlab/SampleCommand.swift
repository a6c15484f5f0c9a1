// `seqlab sample`: lets a model write.

import ArgumentParser
import Corpora
import LabKit
import LabReport

/// Continues a text.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Lets a trained model write.",
    usage: "seqlab sample --checkpoint <dir> [--prompt <text>] [<options>]",
    discussion: """
      Draws each next token from what the model says after all before it. A story
      ends where the model ends it, unless --past-end is given. On a terminal, control
      characters are shown as signs; a file or a pipe gets them as they are.

        seqlab sample --checkpoint runs/lstm
        seqlab sample --checkpoint runs/lstm --prompt "once upon a time" --seed 7
        seqlab sample --checkpoint runs/lstm --temperature 0.7 --top-p 0.9
      """)

  @Option(help: ArgumentHelp("The folder that train has written.", valueName: "dir")) var checkpoint: String
  @Option(help: ArgumentHelp("What the text begins with", valueName: "text")) var prompt = ""
  @Option(help: ArgumentHelp("Tokens to write, at most", valueName: "n")) var tokens = 200
  @Option(help: ArgumentHelp("Below 1: safer; above 1: bolder; 0: likeliest", valueName: "t")) var temperature = 1.0
  @Option(help: ArgumentHelp("Draw from the k likeliest tokens only.", valueName: "k")) var topK: Int?
  @Option(help: ArgumentHelp("Draw from the likeliest tokens that have probability p together.", valueName: "p"))
  var topP: Double?
  @Option(help: ArgumentHelp("What tokens are drawn from; equal seeds, equal texts", valueName: "n")) var seed: UInt64 =
    1
  @Option(help: ArgumentHelp("Threads (default: the machine's cores).", valueName: "n")) var threads: Int?
  @Flag(help: "Go on after the end of a story.") var pastEnd = false
  @Flag(help: "Print one JSON object.") var json = false
  @OptionGroup var memory: MemoryOptions

  private struct Result: Encodable {
    let prompt, text: String
    let tokens: [Int32]
  }

  func run() throws {
    let count = try Flags.range(tokens, "tokens", 1...1_000_000)
    let threads = try Flags.threads(threads)
    let settings = SamplingSettings(
      temperature: try Flags.notNegative(temperature, "temperature"),
      topK: try topK.map { k throws(UsageError) in try Flags.range(k, "top-k", 1...1_000_000) },
      topP: try topP.map { p throws(UsageError) in
        guard p > 0, p <= 1 else { throw UsageError("--top-p must be above 0 and at most 1, not \(p)") }
        return p
      }, seed: seed)
    let trained = try TrainedModel(at: checkpoint, memory)
    let tokenizer = try trained.requireTokenizer()
    let generator = try Generator(trained.model, parameters: trained.parameters, threads: threads)
    // A text may have lines to write on, and then the model knows them.
    let blank = prompt.contains(Tokenizer.blank) ? tokenizer.read(Tokenizer.blank, blank: nil) : nil
    guard blank?.unknown.isEmpty ?? true else {
      throw UsageError(
        "the prompt has a blank, \(Tokenizer.blank), which no text of the model's has; seqlab fill fills blanks")
    }
    let prefix = try Prompt.read(prompt, as: "prompt", with: tokenizer)
    guard let start = tokenizer.start(before: prefix) else {
      throw UsageError("this vocabulary has no token that texts begin with; give a --prompt")
    }
    // What is written may have to be read again, from its beginning or as far as a model sees.
    let length = min(trained.model.longestSequence ?? .max, start.count + prefix.count + count)
    let need = try memory.check("choose a shorter --prompt or fewer --tokens") { free in
      .reading(trained.model, trained.parameters, rows: 1, length: length, threads: 1, free: free)
    }
    // A few tokens are there before it is told how long they take.
    let expected = count < 10 ? nil : try generator.expectedSeconds(after: start + prefix, count: count)
    Output.note(need + (expected.map { "; at most about \(ProgressReporter.duration($0.rounded(.up)))" } ?? ""))
    let began = ContinuousClock.now
    // By byte pairs, the text appears as it is written, in whole characters.
    var page = json ? nil : tokenizer.bytePairs.map { StreamedText($0) }
    try page?.begin(with: prefix)
    let written = try generator.tokens(
      after: start + prefix, count: count, settings: settings, stop: pastEnd ? nil : tokenizer.endToken,
      excluding: tokenizer.unwritable(of: trained.model.configuration.vocabularySize), onToken: { page?.write($0) })
    let seconds = (ContinuousClock.now - began).milliseconds / 1e3
    if json {
      return try Output.json(Result(prompt: prompt, text: tokenizer.decode(prefix + written), tokens: written))
    }
    if page == nil { try Output.text(tokenizer.decode(prefix + written)) }
    try page?.end()
    Output.note(
      "\(Words.count(written.count)) tokens, \(Words.count(Int(Double(written.count) / max(seconds, 1e-6)))) a second")
  }
}
