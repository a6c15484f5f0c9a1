// Whatever the input: one line on standard error, the right exit code, nothing on standard output, nothing left behind.

import Foundation
import Testing

/// A command line that must fail.
struct BadInput: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  let exitCode: Int32
  /// What the line has to mention.
  let mentions: String

  init(_ line: String, _ exitCode: Int32, _ mentions: String) {
    // An underscore in an argument of its own stands for an empty one; ~ for a space.
    arguments = line.split(separator: " ").map {
      $0 == "_" ? "" : $0.replacingOccurrences(of: "~", with: " ")
    }
    self.exitCode = exitCode
    self.mentions = mentions
  }

  var testDescription: String { (["seqlab"] + arguments).joined(separator: " ") }

  private static let trained = "--checkpoint trained"

  static let commands = [
    BadInput("trian --model lstm", 64, "did you mean train?"),
    BadInput("--colour", 64, "Unknown option"),
    BadInput("models now", 64, "Unexpected argument"),
    BadInput("train --out never --modle lstm", 64, "Did you mean '--model'?"),
    BadInput("train --out never", 64, "--model"),
    BadInput("train --model lstm", 64, "--out"),
    BadInput("train --model lstm --out _", 64, "--out"),
    BadInput("train --model lstm --corpus text.txt --eval-interval 0 --curve never --out never", 64, "--eval-interval"),
    BadInput("train --model lsmt --out never", 64, "did you mean lstm?"),
    BadInput("train --model LSTM --out never", 64, "did you mean lstm?"),
    BadInput("train --model nosuchmodel --out never", 64, "there are rnn, birnn, lstm"),
    BadInput("verify", 64, "<model>"),
    BadInput("verify lsmt", 64, "did you mean lstm?"),
    BadInput("verify nosuchmodel", 64, "there are rnn, birnn, lstm"),
    BadInput("eval", 64, "--checkpoint"),
    BadInput("bench --batch 1", 64, "--model"),
    BadInput("corpus shwo", 64, "shwo"),
    BadInput("seeds --spread 0", 64, "--spread"),
    BadInput("seeds --difference -1", 64, "--difference"),
  ]

  static let sizes =
    [
      "width 0", "width -3", "width 1000000", "layers 0", "heads 0", "context 0", "batch 0",
      "batch 99999999999999999999",
      "steps 0", "steps few", "learning-rate 0", "learning-rate -1", "learning-rate nan", "learning-rate inf",
      "minimum-learning-rate 5", "warmup -1", "dropout 1", "dropout -0.1", "weight-decay -1", "beta2 1", "threads 0",
      "eval-interval -1", "patience -1", "keep most", "forget-bias nan", "seed -1", "stop-at 0", "positions relative",
      "head half",
    ].map { BadInput("train --model transformer --out never --\($0)", 64, String($0.split(separator: " ")[0])) } + [
      BadInput("train --model transformer --out never --width 31", 64, "width 31 is not a multiple of the 2"),
      BadInput("train --model transformer --out never --width 6 --heads 2 --positions rotary", 64, "rotary"),
      BadInput("train --model lstm --out never --patience 3 --eval-interval 0", 64, "--patience needs looks"),
      BadInput("train --model lstm --out never --keep best --eval-interval 0", 64, "--keep best needs looks"),
      BadInput("train --model lstm --out never --width 60000 --layers 900", 64, "memory"),
      BadInput("bench --model lstm --batch 0", 64, "--batch"),
      BadInput("bench --model lstm --length 0", 64, "--length"),
      BadInput("bench --model lstm --vocab 0", 64, "--vocab"),
      BadInput("bench --model transformer --width 9 --heads 2", 64, "width 9"),
      BadInput("bench --model lstm --batch 65536 --length 1000000", 64, "memory"),
      BadInput("bench --model lstm --threads 100000", 64, "--threads"),
    ]

  static let generation = [
    BadInput("sample \(trained)/lstm --temperature -1", 64, "--temperature"),
    BadInput("sample \(trained)/lstm --temperature nan", 64, "--temperature"),
    BadInput("sample \(trained)/lstm --top-k 0", 64, "--top-k"),
    BadInput("sample \(trained)/lstm --top-p 1.5", 64, "--top-p"),
    BadInput("sample \(trained)/lstm --tokens 0", 64, "--tokens"),
    BadInput("sample \(trained)/lstm --prompt the~___", 64, "seqlab fill"),
    BadInput("sample \(trained)/lstm --prompt the~xylophone", 65, "xylophone"),
    BadInput("sample \(trained)/rnn --prompt Ü", 65, "Ü"),
    BadInput("sample \(trained)/birnn", 65, "both sides"),
    BadInput("sample \(trained)/transformer-bidirectional", 65, "both sides"),
    BadInput("sample --checkpoint damaged/numbers", 65, "tokenizer.json"),
    BadInput("fill \(trained)/birnn --text the~dog", 64, "___"),
    BadInput("fill \(trained)/birnn --text the~___~zzz", 65, "zzz"),
    BadInput("fill \(trained)/birnn --text ___ --top 0", 64, "--top"),
    BadInput("fill \(trained)/rnn --text ___", 65, "nothing stands before"),
    BadInput("fill \(trained)/transformer-bidirectional --text the~quick~brown~fox~___", 65, "learned 17 positions"),
    BadInput("forward \(trained)/rnn --tokens 1,x", 64, "--tokens"),
    BadInput("forward \(trained)/rnn --tokens _", 64, "--tokens"),
    BadInput("forward \(trained)/rnn --tokens 1,,2", 64, "--tokens"),
    BadInput("forward \(trained)/rnn --tokens 1,2 --targets 1", 64, "targets"),
    BadInput("forward \(trained)/rnn --tokens 1,2 --targets=-1,-1", 64, "-1"),
    BadInput("forward \(trained)/rnn --tokens 1,2 --gradients g.safetensors", 64, "--targets"),
    BadInput("forward \(trained)/rnn --tokens 1,99999", 65, "99999"),
    BadInput("forward \(trained)/rnn --tokens=-1,2", 65, "vocabulary"),
    BadInput("forward \(trained)/rnn --tokens 1,2 --targets 1,-2", 65, "-2"),
    BadInput("forward \(trained)/transformer --tokens 1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8", 65, "learned 16 positions"),
    BadInput("forward \(trained)/rnn --tokens 1 --targets 1 --gradients no/such/g.safetensors", 73, "no/such"),
  ]

  static let corpora =
    [
      ("nowhere.txt", 66, "nowhere.txt"), ("full", 66, "folder"), ("empty.txt", 65, "empty"),
      ("one.txt", 65, "too short"), ("latin.txt", 65, "byte 300"), ("ambiguous.grammar", 65, "cat"),
      ("unfinished.grammar", 65, "animal"), ("nowhere.grammar", 66, "nowhere.grammar"), ("_", 64, "--corpus"),
      ("text.txt --tokenizer bytes", 64, "char, word and bpe"), ("stories --tokenizer word", 64, "--tokenizer"),
      ("text.txt --tokenizer char --vocabulary 300", 64, "--vocabulary"),
      ("text.txt --tokenizer bpe --vocabulary 255", 64, "from 256"), ("text.txt --vocabulary=-3", 64, "-3"),
      ("text.txt --vocabulary nowhere", 66, "nowhere"), ("text.txt --vocabulary full", 66, "full/tokenizer.json"),
      ("text.txt --vocabulary results/bare/results.json", 65, "there is no \"model\""),
    ].map { BadInput("train --model lstm --out never --corpus \($0.0)", Int32($0.1), $0.2) } + [
      BadInput("train --model lstm --out never --corpus short.txt", 65, "65 tokens"),
      BadInput("train --model lstm --out never --corpus small.grammar", 65, "too few different stories"),
      BadInput("corpus show --corpus nowhere.txt", 66, "nowhere.txt"),
      BadInput("corpus show --corpus full", 66, "folder"),
      BadInput("corpus sample --tokens 0", 64, "--tokens"),
      BadInput("corpus train-bpe --corpus text.txt --vocabulary 255 --out never", 64, "256"),
      BadInput("corpus train-bpe --corpus text.txt --vocabulary 256 --special <s> --out never", 64, "257"),
      BadInput("corpus train-bpe --corpus text.txt --vocabulary few --out never", 64, "how many"),
      BadInput("corpus train-bpe --corpus text.txt --tokenizer word --out never", 64, "bpe"),
      BadInput("corpus train-bpe --corpus nowhere.txt --out never", 66, "nowhere.txt"),
      BadInput("corpus train-bpe --corpus text.txt --out full", 73, "full"),
      BadInput("corpus encode --vocabulary full", 64, "--text"),
      BadInput("corpus encode --vocabulary nowhere --text a", 66, "nowhere"),
      BadInput("corpus decode --vocabulary nowhere --tokens 1", 66, "nowhere"),
      BadInput("corpus floor --corpus text.txt", 65, "floors"),
      BadInput("corpus floor --blanks 0", 64, "--blanks"),
      BadInput("corpus check --corpus unfinished.grammar --stories 0", 64, "--stories"),
      BadInput("eval \(trained)/transformer --corpus other.txt", 65, "vocabulary"),
      BadInput("eval \(trained)/transformer --corpus nowhere.txt", 66, "nowhere.txt"),
      BadInput("eval \(trained)/transformer --stride 0", 64, "--stride"),
    ]

  static let comparisons = [
    BadInput("compare --models rnn,nosuchmodel --out never", 64, "nosuchmodel"),
    BadInput("compare --models rnn,rnn --out never", 64, "twice"),
    BadInput("compare --models _ --out never", 64, "there is no model"),
    BadInput("compare --profile slow --out never", 64, "slow"),
    BadInput("compare --seeds 0 --out never", 64, "--seeds"),
    BadInput("compare --steps 0 --out never", 64, "--steps"),
    BadInput("compare --width 7 --corpus text.txt --context 16 --out never", 64, "width 7 is not a multiple"),
    BadInput("compare --width 2 --corpus text.txt --context 16 --out never", 64, "a multiple of 4"),
    BadInput("compare --width 2 --positions learned --corpus text.txt --context 16 --out never", 64, "within 2 %"),
    BadInput("compare --match tokens --out never", 64, "tokens"),
    BadInput("compare --head half --out never", 64, "half"),
    BadInput("compare --learning-rates 0.1,x --out never", 64, "numbers separated by commas, not 'x'"),
    BadInput("compare --learning-rates 0.1,-1 --out never", 64, "above 0"),
    BadInput("compare --learning-rates 0.1,0.1 --out never", 64, "twice"),
    BadInput("compare --threads 0 --out never", 64, "--threads"),
    BadInput("compare --corpus nowhere.txt --out never", 66, "nowhere.txt"),
    BadInput("compare --corpus full --out never", 66, "folder"),
    BadInput("compare --corpus empty.txt --out never", 65, "empty"),
    BadInput("compare --corpus latin.txt --out never", 65, "byte 300"),
    BadInput("compare --corpus short.txt --out never", 65, "too short"),
    BadInput("compare --corpus text.txt --context 16 --out full", 73, "full"),
    BadInput("compare --corpus text.txt --context 16 --out file/below", 73, "file"),
    BadInput("compare --corpus text.txt --context 16 --resume never", 66, "never"),
    BadInput("compare --corpus text.txt --context 16 --resume full", 66, "plan.json"),
    BadInput("compare --resume full --out never", 64, "--out"),
    BadInput("report", 64, "folder"),
    BadInput("report never", 66, "never"),
    BadInput("report file", 66, "results.json"),
    BadInput("report full", 66, "results.json"),
    BadInput("report results/cut --out never", 65, "results/cut/results.json is damaged"),
    BadInput("report results/other --out never", 65, "another kind"),
    BadInput("report results/bare --out never", 65, "no machine"),
    BadInput("report results/bare never", 65, "damaged"),
    BadInput("report results/old --out never", 65, "has schema 1"),
    BadInput("report full full full", 64, "one folder or two"),
  ]

  static let studies = [
    BadInput("study recal --out never", 64, "did you mean recall?"),
    BadInput("study nosuchstudy --out never", 64, "there are distance, blanks"),
    BadInput("study copy --models birnn --out never", 64, "copy cannot ask birnn: the questions stand at the end"),
    BadInput("study generation --models rnn,birnn --out never", 64, "cannot ask birnn: it cannot be read token by"),
    BadInput("study positions --models rnn --out never", 64, "cannot ask rnn: it has no position encodings"),
    BadInput("study context --checkpoint trained/birnn --corpus stories --out never", 64, "context cannot ask birnn"),
    BadInput("study copy --models nosuchmodel --out never", 64, "there are rnn, birnn, lstm"),
    BadInput("study copy --models rnn,rnn --out never", 64, "twice"),
    BadInput("study copy --distance 0 --out never", 64, "--distance"),
    BadInput("study copy --distance 513 --out never", 64, "between 4 and 512"),
    BadInput("study recall --distance 3 --out never", 64, "between 4 and 512"),
    BadInput("study copy --distance far --out never", 64, "--distance"),
    BadInput("study generation --distance 4 --out never", 64, "generation has no distance to set"),
    BadInput("study copy --seeds 0 --out never", 64, "--seeds"),
    BadInput("study copy --threads 0 --out never", 64, "--threads"),
    BadInput("study copy --profile slow --out never", 64, "slow"),
    BadInput("study copy recall --out never", 64, "recall"),
    BadInput("study copy --checkpoint trained/rnn --out never", 64, "leave out --checkpoint"),
    BadInput("study gradient-flow --out never", 64, "name some with --checkpoint"),
    BadInput("study gradient-flow --checkpoint _ --out never", 64, "--checkpoint names no folder"),
    BadInput("study gradient-flow --checkpoint trained/rnn --models rnn --out never", 64, "leave out --models"),
    BadInput("study gradient-flow --checkpoint nowhere --out never", 66, "nowhere"),
    BadInput("study gradient-flow --checkpoint full --out never", 66, "config.json"),
    BadInput("study gradient-flow --checkpoint damaged/weights --out never", 65, "model.safetensors"),
    BadInput("study gradient-flow --checkpoint damaged/numbers --corpus text.txt --out never", 65, "tokenizer.json"),
    BadInput("study gradient-flow --checkpoint trained/rnn --corpus other.txt --out never", 65, "vocabulary"),
    BadInput("study gradient-flow --checkpoint trained/rnn --corpus nowhere.txt --out never", 66, "nowhere.txt"),
    BadInput("study distance --checkpoint trained/rnn --out never", 65, "nothing for distance to measure"),
    BadInput("study generation --models rnn --profile quick --out file", 73, "file"),
    BadInput("study generation --models rnn --profile quick --out file/below", 73, "file"),
  ]

  static let checkpoints =
    [
      ("nowhere", 66, "nowhere"), ("file", 66, "folder"), ("full", 66, "config.json"),
      ("damaged/bare", 66, "config.json"),
      ("damaged/config", 65, "config.json"), ("damaged/unknown", 65, "nosuchmodel"), ("damaged/huge", 65, "layers"),
      ("damaged/tokenizer", 65, "occurs twice"), ("damaged/weights", 65, "model.safetensors"),
      ("damaged/noise", 65, "model.safetensors"),
    ].flatMap { name, code, mentions in
      [
        "eval --checkpoint \(name)", "sample --checkpoint \(name)", "fill --checkpoint \(name) --text ___",
        "train --resume \(name)",
      ].map { BadInput($0, Int32(code), mentions) }
    } + [
      BadInput("forward --checkpoint nowhere --tokens 1", 66, "nowhere"),
      BadInput("forward --checkpoint damaged/weights --tokens 1", 65, "model.safetensors"),
      BadInput("eval --checkpoint damaged/training", 65, "training.json"),
      BadInput("train --resume damaged/training --out never", 65, "training.json"),
      BadInput("train --resume damaged/untrainable --out never", 65, "training.json"),
      BadInput("train --resume trained/lstm/best --out never", 65, "no optimizer.safetensors"),
      BadInput("train --resume trained/lstm --out never --width 9", 64, "--width"),
      BadInput("train --resume trained/lstm --out never --head separate", 64, "--head is settled by"),
      BadInput("train --resume trained/lstm --out never --model rnn", 64, "--model"),
      BadInput("train --resume trained/lstm --out never --minimum-learning-rate 0.0005", 64, "with 0.0016;"),
      BadInput("train --resume trained/lstm --out never --steps 2", 64, "4 steps"),
      BadInput("train --resume trained/rnn --out never --corpus other.txt", 65, "other.txt"),
      BadInput("train --model lstm --corpus text.txt --context 16 --out full", 73, "full"),
      BadInput("train --model lstm --corpus text.txt --context 16 --out file", 73, "file"),
      BadInput("train --model lstm --corpus text.txt --context 16 --out file/below", 73, "file"),
      BadInput("train --model lstm --corpus text.txt --context 16 --out trained/lstm", 73, "--overwrite"),
    ]
}

/// One after the other, since they share a folder and look at what is left in it.
@Suite("The command line", .serialized)
struct CommandLineTests {}

extension CommandLineTests {
  @Suite("Bad input", .serialized)
  struct BadInputTests {
    @Test(
      "ends with one line, its exit code, and nothing else",
      arguments: BadInput.commands + BadInput.sizes + BadInput.generation + BadInput.corpora + BadInput.checkpoints
        + BadInput.comparisons + BadInput.studies)
    func fails(_ bad: BadInput) throws {
      let result = try Program.run(bad.arguments, in: Workspace.shared.folder)
      let told = "\(bad.testDescription)\n\(result.errors)"
      #expect(result.exitCode == bad.exitCode, "\(told)")
      #expect(result.output == "", "\(told)")
      #expect(result.errorLines.count == 1 && result.errors.hasSuffix("\n"), "\(told)")
      #expect(result.errors.hasPrefix("seqlab: ") && result.errors.contains(bad.mentions), "\(told)")
      #expect(Workspace.shared.isUntouched("never"), "\(told)")
    }

    @Test("all problems of a grammar are listed by its check, and end it")
    func grammarProblems() throws {
      let result = try Program.run(["corpus", "check", "--corpus", "ambiguous.grammar"], in: Workspace.shared.folder)
      #expect(result.exitCode == 65)
      #expect(result.output.contains("line 2") && result.errorLines.count == 1)
    }

    @Test(
      "a result that cannot be written is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
      arguments: [["models"], ["corpus", "sample"], ["--help"]])
    func fullDisk(_ arguments: [String]) throws {
      let result = try Program.run(arguments, in: Workspace.shared.folder, output: "/dev/full")
      #expect(result.exitCode == 73)
      #expect(result.errorLines.count == 1)
    }
  }
}
