// `seqlab bench`: how fast a training step is.

import ArgumentParser
import LabKit
import LabReport
import NeuralLayers
import SequenceKit

/// Times training steps on random tokens.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times a training step against the machine's limit.",
    usage: "seqlab bench --model <name> [<options>]",
    discussion: """
      Prints one JSON object: the median time of a step (forward, backward,
      clipping, AdamW), its counted operations and the longest chain of them, and
      how long they would take at the rate that large matrix products reach on this
      machine. With --profile, prints where that time goes instead, operation by
      operation.

        seqlab bench --model lstm --batch 32 --length 128 --width 128 --vocab 512
        seqlab bench --model transformer --layers 2 --profile
      """)

  @Option(help: ArgumentHelp("One of \(ModelChoice.names).", valueName: "name")) var model: String
  @Option(help: ArgumentHelp("Sequences in a step", valueName: "n")) var batch = 32
  @Option(help: ArgumentHelp("Tokens in a sequence", valueName: "n")) var length = 128
  @Option(help: ArgumentHelp("Width of embeddings and states", valueName: "n")) var width = 128
  @Option(help: ArgumentHelp("Layers", valueName: "n")) var layers = 1
  @Option(help: ArgumentHelp("Attention heads", valueName: "n")) var heads = 4
  @Option(help: ArgumentHelp("Tokens in the vocabulary", valueName: "n")) var vocab = 512
  @Option(
    help: ArgumentHelp(
      "Whose weights the output head has: tied or separate (default: as in PyTorch's models, tied in a Transformer alone).",
      valueName: "kind"))
  var head: HeadKind?
  @Option(help: ArgumentHelp("Steps that are timed, after 5 more", valueName: "n")) var steps = 20
  @Option(help: ArgumentHelp("Threads (default: the machine's cores).", valueName: "n")) var threads: Int?
  @Flag(help: "Run recurrences and attention by their equations, operation by operation.") var plain = false
  @Flag(help: "Print where the time of a step goes.") var profile = false
  @Flag(help: "Print one JSON object, as is done without --profile in any case.") var json = false
  @OptionGroup var memory: MemoryOptions

  func run() throws {
    let type = try ModelChoice.named(model)
    let (batch, length) = (
      try Flags.range(batch, "batch", Limits.batch), try Flags.range(length, "length", Limits.length)
    )
    let steps = try Flags.range(steps, "steps", 1...1_000_000)
    let threads = try Flags.threads(threads)
    let configuration = ModelConfiguration(
      vocabularySize: try Flags.range(vocab, "vocab", 1...1_000_000),
      width: try Flags.range(width, "width", Limits.width),
      layerCount: try Flags.range(layers, "layers", Limits.layers),
      headCount: try Flags.range(heads, "heads", Limits.heads),
      contextLength: length, head: head ?? (type.settings.contains(.heads) ? .tied : .separate))
    let model = try type.init(configuration)
    let settings = TrainingSettings(batchSize: batch, length: length, threads: threads, isPlain: plain)
    try memory.check("choose a smaller --batch, --length, --width or --vocab, or fewer --threads") {
      free in
      .training(model, settings, keepsBest: false, evaluates: false, free: free)
    }
    let progress = ProgressReporter("bench \(type.identifier)", total: steps + 5)
    let benchmark = try StepBenchmark(
      type, configuration, batchSize: batch, length: length, steps: steps, threads: threads, isPlain: plain,
      isProfiled: profile
    ) { progress.update($0) }
    progress.finish()
    guard !json, let profile = benchmark.profile else { return try Output.json(benchmark) }
    let report = StepProfileTable(profile, of: benchmark)
    try Output.table(report.table)
    try Output.text(report.counts)
    try Output.text(report.summary)
  }
}
