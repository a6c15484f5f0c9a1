// The root of the command line: what `seqlab --help` shows.

import ArgumentParser
import LabKit
import LabResults

/// `seqlab`.
struct SeqLab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seqlab",
    abstract: "Trains small sequence models and shows how they differ.",
    discussion: """
      Examples:
        seqlab compare --profile quick
        seqlab study recall --models rnn,lstm --distance 64
        seqlab reproduce --quick
        seqlab report runs/today
        seqlab train --model lstm --out runs/lstm
        seqlab eval --checkpoint runs/lstm
        seqlab sample --checkpoint runs/lstm --prompt "once upon a time"
        seqlab fill --checkpoint runs/lstm --text "the dog ___ at the cat"
        seqlab inspect runs/lstm
        seqlab corpus sample --tokens 100

      Without --corpus, the stories of Corpus/stories.grammar are the corpus. A
      folder written by train is a checkpoint. Results go to standard output,
      progress and notes to standard error. A command's own help has examples:
      seqlab train --help

      The lessons: ./lab lesson
      A model of your own: ./lab new-model --help
      """,
    version: "seqlab \(Provenance.currentVersion)",
    subcommands: [
      CompareCommand.self, StudyCommand.self, ReproduceCommand.self, ReportCommand.self, TrainCommand.self,
      EvalCommand.self,
      SampleCommand.self,
      FillCommand.self, ForwardCommand.self, InspectCommand.self, ConvertCommand.self, BenchCommand.self,
      CorpusCommand.self, ModelsCommand.self,
      VerifyCommand.self, VerifyRunCommand.self, ReplayCommand.self, SlopesCommand.self, SeedsCommand.self,
    ])

  /// The names of all commands.
  static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }
}
