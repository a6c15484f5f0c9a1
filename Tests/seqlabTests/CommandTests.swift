// Every command does what it says, with settings that take no time.

import Foundation
import LabKit
import Testing

extension CommandLineTests {
  @Suite("Commands", .serialized)
  struct CommandTests {
    private let work = Workspace.shared

    /// Runs a command that must succeed; gives what it wrote to standard output.
    func run(_ arguments: [String]) throws -> String {
      let result = try Program.run(arguments, in: work.folder)
      try #require(result.exitCode == 0, "\(arguments.joined(separator: " "))\n\(result.errors)")
      return result.output
    }

    /// As `run`; standard output must be one JSON object on one line.
    func json(_ arguments: [String]) throws -> [String: Any] {
      let output = try run(arguments + ["--json"])
      #expect(output.hasSuffix("\n") && output.dropLast().allSatisfy { $0 != "\n" })
      return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    @Test(
      "help is written for 80 columns, and comes with examples",
      arguments: [
        "", "compare", "study", "report", "train", "eval", "sample", "fill", "forward", "bench", "corpus", "models",
        "verify", "verify-run", "slopes", "seeds", "inspect", "convert", "corpus train-bpe", "corpus encode",
        "corpus decode",
      ])
    func help(_ command: String) throws {
      let words = command.split(separator: " ").map(String.init)
      let text = try run(words + ["--help"])
      #expect(text.contains("seqlab \(command)"))
      for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      #expect(try run(["help"] + words) == text)
    }

    @Test("help, errors and hints say what was typed: the script's name, or the program's own")
    func typed() throws {
      func run(_ arguments: [String], _ command: String?) throws -> Program.Result {
        try Program.start(arguments, in: work.folder, command: command).wait()
      }
      let help = try run(["compare", "--help"], "./lab").output
      #expect(help.contains("USAGE: ./lab compare [") && help.contains("  ./lab compare --profile quick\n"))
      #expect(!help.contains("seqlab "))
      let root = try run(["--help"], "../my lab/lab").output
      #expect(root.contains("USAGE: ../my lab/lab <subcommand>") && root.contains("../my lab/lab fill --checkpoint"))
      // What a user wrote stays as it is.
      let wrong = try run(["compare", "--models", "seqlab compare"], "./lab").errors
      #expect(wrong.hasPrefix("lab: there is no model 'seqlab"), "\(wrong)")
      #expect(try run(["nothing"], "./lab").errors == "lab: there is no command 'nothing'; see ./lab --help\n")
      let direct = try run(["nothing"], nil).errors
      #expect(direct.hasPrefix("seqlab: ") && direct.hasSuffix("/seqlab --help\n"), "\(direct)")
    }

    @Test("the version has a number")
    func version() throws { #expect(try run(["--version"]).contains(/^seqlab \d+\.\d+\.\d+\n$/)) }

    @Test("models lists the catalogue in 80 columns")
    func models() throws {
      let names = try #require(try json(["models"])["models"] as? [[String: String]]).compactMap { $0["model"] }
      // More of them may have been added.
      #expect(Set(names).isSuperset(of: ["rnn", "birnn", "lstm", "gru", "transformer", "transformer-bidirectional"]))
      let text = try run(["models"])
      for name in names { #expect(text.contains("\n\(name) ")) }
      for line in text.split(separator: "\n") { #expect(line.count <= 80) }
    }

    @Test(
      "verify holds a model to the contract, in 80 columns and in JSON", arguments: ["birnn", "transformer"])
    func verify(_ model: String) throws {
      let text = try run(["verify", model])
      for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      #expect(text.contains(model))
      #expect(text.contains(/\n✓  legality  +no position sees what it predicts.* \d+\.\d\d\n/))
      #expect(text.contains("\n–  stepping") == (model == "birnn"))
      #expect(!text.contains("✗") && !text.contains("…"))
      let result = try json(["verify", model])
      #expect(result["model"] as? String == model && result["holds"] as? Bool == true)
      #expect((result["configurations"] as? [String])?.isEmpty == false)
      let properties = try #require(result["properties"] as? [[String: Any]])
      #expect(properties.count >= 15)
      for property in properties {
        let doesHold = property["verdict"] as? String == "holds"
        #expect(doesHold ? property["reason"] is NSNull : property["property"] as? String == "stepping")
        #expect(try #require(property["seconds"] as? Double) < 10)
      }
    }

    @Test("corpus shows, samples, bounds and checks the stories")
    func stories() throws {
      let facts = try json(["corpus", "show"])
      #expect(facts["name"] as? String == "stories" && (facts["kinds"] as? [Any])?.isEmpty == false)
      let text = try run(["corpus", "show"])
      for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      let sample = try run(["corpus", "sample", "--tokens", "50", "--seed", "3"])
      #expect(sample == (try run(["corpus", "sample", "--tokens", "50", "--seed", "3"])))
      #expect(sample != (try run(["corpus", "sample", "--tokens", "50", "--seed", "4"])))
      let floor = try json(["corpus", "floor", "--tokens", "5000", "--blanks", "100"])
      let both = try #require((floor["blankBothSides"] as? [String: Any])?["mean"] as? Double)
      let left = try #require((floor["blankLeft"] as? [String: Any])?["mean"] as? Double)
      #expect(both > 0 && both < left)
      #expect(try json(["corpus", "check", "--stories", "20"])["failures"] as? Int == 0)
      #expect(try run(["corpus", "check", "--stories", "20"]).contains("passed"))
    }

    @Test("corpus ngram tells the losses of counting, by order, none below the floor")
    func orders() throws {
      let result = try json(["corpus", "ngram", "--order", "3"])
      let losses = try #require(result["orders"] as? [[String: Any]]).compactMap { $0["test"] as? Double }
      let floor = try #require(result["floor"] as? Double)
      #expect(losses.count == 3 && losses == losses.sorted(by: >) && losses.allSatisfy { $0 > floor })
      #expect(try run(["corpus", "ngram", "--order", "3", "--out", "counted"]).contains("perplexity"))
      for name in ["ngram.svg", "ngram-dark.svg", "ngram.csv"] {
        let text = try String(contentsOf: work.url("counted/\(name)"), encoding: .utf8)
        #expect(text.contains(name == "ngram.csv" ? "3," : "the one of order 3 predicts best"), "\(name)")
      }
      // Without a grammar there is no floor. The text's lines differ in their numbers alone: one letter tells the next.
      let text = try json(["corpus", "ngram", "--corpus", "text.txt", "--order", "2"])
      #expect(text["floor"] is NSNull)
      let two = try #require(text["orders"] as? [[String: Any]]).compactMap { $0["perplexity"] as? Double }
      #expect(two[1] < two[0] && two[1] > 1)
      // By word there is also the loss for each character. A line has 13 words and marks, and 53 characters.
      let flags = ["corpus", "ngram", "--corpus", "text.txt", "--tokenizer", "word", "--order", "2"]
      let words = try #require(try json(flags)["orders"] as? [[String: Any]])
      for order in words {
        let (word, character) = (order["test"] as? Double ?? 0, order["testPerCharacter"] as? Double ?? 0)
        #expect(word > 0 && abs(word / character - 53.0 / 13) < 0.1)
      }
      let told = try Program.run(flags, in: work.folder)
      #expect(told.output.contains("a character") && told.errors.contains("of the held-out words"))
    }

    @Test("slopes counts a backward pass as about two forward ones, and a quotient is best at a middling step")
    func slopes() throws {
      let flags = ["slopes", "--width", "12", "--vocab", "20", "--length", "8", "--batch", "2"]
      let result = try json(flags)
      let ratio = try #require(result["ratio"] as? Double)
      #expect(ratio > 1.5 && ratio < 2.5)
      let rows = try #require(result["quotients"] as? [[String: Double]])
      let (floats, doubles) = (rows.compactMap { $0["float"] }, rows.compactMap { $0["double"] })
      #expect(rows.count == 13 && floats.count == 13 && doubles.count == 13)
      // Rounding stops both: a Float long before a Double, and neither at the first or the last step.
      let (best, bestFloat) = (try #require(doubles.min()), try #require(floats.min()))
      #expect(best < 1e-6 && bestFloat > 10 * best && bestFloat < 0.1)
      #expect(doubles[0] > 100 * best && doubles[12] > 100 * best && floats[12] > 10 * bestFloat)
      #expect(try run(flags).contains("times a forward pass"))
    }

    @Test("seeds tells what a number of them can show, and how many a difference needs")
    func seeds() throws {
      let result = try json(["seeds", "--spread", "0.02", "--difference", "0.02"])
      #expect(result["needed"] as? Int == 10 && result["difference"] as? Double == 0.02)
      let rows = try #require(result["rows"] as? [[String: Double]])
      let three = try #require(rows.first { $0["seeds"] == 3 })
      // 4.30265 · 0.02 / √3, and 0.025^(1/3).
      #expect(abs(try #require(three["halfWidth"]) - 0.0496828) < 1e-6)
      #expect(abs(try #require(three["leastShareOfWins"]) - 0.2924018) < 1e-6)
      // Of a difference as large as the spread, three seeds find one in six.
      #expect(abs(try #require(three["found"]) - 0.1786) < 1e-3)
      let text = try run(["seeds"])
      #expect(text.contains("\n3 ") && text.contains("29.2 %") && text.contains("2.48"))
      for line in text.split(separator: "\n") { #expect(line.count <= 80) }
      #expect(try json(["seeds"])["needed"] is NSNull)
      #expect(
        try run(["seeds", "--spread", "2", "--difference", "1"]).contains("\nneeded  34 seeds, to find 1.0 in 80 %"))
    }

    @Test("corpus tells of a text file what there is to tell")
    func texts() throws {
      #expect(try json(["corpus", "show", "--corpus", "text.txt"])["tokenizer"] as? String == "char")
      #expect(try run(["corpus", "show", "--corpus", "text.txt", "--tokenizer", "word"]).contains("'word'"))
      #expect(try run(["corpus", "sample", "--corpus", "text.txt", "--tokens", "10"]) == "line 0: th\n")
      #expect(try run(["corpus", "check", "--corpus", "text.txt"]).contains("can be used"))
    }

    @Test(
      "training writes a whole checkpoint",
      arguments: ["rnn", "birnn", "lstm", "transformer", "transformer-bidirectional"])
    func trains(_ model: String) throws {
      let files = try FileManager.default.contentsOfDirectory(atPath: work.url("trained/\(model)").path)
      #expect(
        Set(files) == [
          "config.json", "model.safetensors", "tokenizer.json", "training.json", "optimizer.safetensors", "best",
          "manifest.json",
        ])
    }

    @Test("train tells its result, and replaces a checkpoint only when told to")
    func trainingResult() throws {
      let flags = ["train", "--model", "rnn", "--corpus", "text.txt", "--out", "again"] + Workspace.tiny
      let result = try json(flags)
      #expect(result["steps"] as? Int == 4 && result["tokens"] as? Int == 128)
      #expect(try #require(result["validation"] as? Double) > 0)
      #expect(try Program.run(flags, in: work.folder).exitCode == 73)
      #expect(try run(flags + ["--overwrite"]).contains("validation"))
    }

    @Test(
      "stopped and resumed training is what it would have been, bit for bit",
      arguments: ["lstm", "transformer", "transformer-bidirectional"])
    func resumes(_ model: String) throws {
      let flags = [
        "train", "--model", model, "--corpus", "text.txt", "--width", "8", "--heads", "2", "--context", "16", "--batch",
        "3",
        "--dropout", "0.2", "--threads", "2", "--steps", "20", "--eval-interval", "6",
      ]
      _ = try run(flags + ["--out", "whole-\(model)"])
      _ = try run(flags + ["--out", "half-\(model)", "--stop-at", "10"])
      #expect(try run(["train", "--resume", "half-\(model)", "--out", "rest-\(model)"]).contains("10 steps"))
      // The flags may be given again; and without --out, the folder itself goes on.
      _ = try run(flags + ["--resume", "half-\(model)"])
      let best = ["best/config.json", "best/model.safetensors", "best/tokenizer.json", "best/training.json"]
      for file in ["model.safetensors", "optimizer.safetensors", "training.json"] + best {
        let whole = try work.contents("whole-\(model)/\(file)")
        #expect(whole == (try work.contents("rest-\(model)/\(file)")), "\(file)")
        #expect(whole == (try work.contents("half-\(model)/\(file)")), "\(file)")
      }
    }

    @Test("Ctrl-C saves what has been trained, says so in one line, and exits with 130")
    func interrupts() throws {
      let arguments =
        ["train", "--model", "lstm", "--corpus", "text.txt", "--width", "8", "--context", "16", "--batch", "2"]
        + ["--steps", "100000000", "--eval-interval", "10", "--threads", "1", "--out", "interrupted"]
      let running = try Program.start(arguments, in: work.folder)
      let deadline = Date() + 10
      while !running.errorsSoFar.contains("step "), Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
      running.process.interrupt()
      let result = running.wait()
      #expect(result.exitCode == 130)
      #expect(result.output == "")
      let last = result.errorLines.last.map(String.init) ?? ""
      let step = try #require(last.firstMatch(of: /^seqlab: interrupted after step (\d+)/)).1
      let record = try Data(contentsOf: work.url("interrupted/training.json"))
      let saved = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
      #expect(saved["step"] as? Int == Int(step))
      let more = "\((Int(step) ?? 0) + 2)"
      #expect(try run(["train", "--resume", "interrupted", "--steps", more]).contains("2 steps"))
    }

    @Test(
      "eval gives every held-out token's loss, and what both sides tell", arguments: ["rnn", "lstm", "transformer"])
    func evaluates(_ model: String) throws {
      let result = try json(["eval", "--checkpoint", "trained/\(model)", "--blanks", "20"])
      let (validation, test) = (result["validation"] as? Double ?? 0, result["test"] as? Double ?? 0)
      let heldOut = try #require(result["heldOut"] as? Double)
      #expect(validation > 1 && test > 1 && min(validation, test) <= heldOut && heldOut <= max(validation, test))
      let text = try String(contentsOf: work.url("text.txt"), encoding: .utf8)
      if model != "lstm" { #expect(result["tokens"] as? Int == text.count - text.count * 9 / 10 - 1) }
      #expect((result["floor"] is NSNull) == (model != "lstm"))
      #expect(try run(["eval", "--checkpoint", "trained/\(model)", "--blanks", "20"]).contains("next token"))
    }

    @Test("a model that sees both sides has no next-token loss", arguments: ["birnn", "transformer-bidirectional"])
    func evaluatesBlanks(_ model: String) throws {
      let result = try json(["eval", "--checkpoint", "trained/\(model)", "--blanks", "20"])
      #expect(result["validation"] is NSNull && result["heldOut"] is NSNull)
      #expect((result["note"] as? String)?.contains("no next-token loss") == true)
      let fill = try #require(result["fillBlank"] as? [String: Any])
      #expect(try #require(fill["heldOut"] as? Double) > 1)
    }

    @Test("the stride of evaluation changes the context, not what is asked")
    func strides() throws {
      let losses = try ["1", "16"].map {
        try json(["eval", "--checkpoint", "trained/transformer", "--blanks", "1", "--stride", $0])
      }
      #expect(losses[0]["tokens"] as? Int == losses[1]["tokens"] as? Int)
      #expect(losses[0]["heldOut"] as? Double != losses[1]["heldOut"] as? Double)
    }

    @Test("sample repeats with its seed, and goes on from the prompt", arguments: ["rnn", "lstm", "transformer"])
    func samples(_ model: String) throws {
      let flags = [
        "sample", "--checkpoint", "trained/\(model)", "--tokens", "30", "--past-end", "--temperature", "1.5",
      ]
      let prompt = ["--prompt", "the dog"]
      let first = try run(flags + prompt)
      #expect(first.lowercased().hasPrefix("the dog"))
      #expect(first == (try run(flags + prompt)))
      #expect(first != (try run(flags + prompt + ["--seed", "2"])))
      let tokens = try json(flags + prompt + ["--top-k", "3", "--top-p", "0.9"])["tokens"] as? [Int]
      #expect(tokens?.count == 30)
      _ = try run(["sample", "--checkpoint", "trained/\(model)", "--tokens", "5"])
    }

    @Test("fill ranks what may stand in each blank", arguments: ["birnn", "lstm"])
    func fills(_ model: String) throws {
      let flags = ["fill", "--checkpoint", "trained/\(model)", "--text", "the ___ appeared in the ___ ."]
      let blanks = try #require(try json(flags + ["--top", "600"])["blanks"] as? [[String: Any]])
      #expect(blanks.compactMap { $0["position"] as? Int } == [1, 5])
      for blank in blanks {
        let candidates = try #require(blank["candidates"] as? [[String: Any]])
        let sum = candidates.compactMap { $0["probability"] as? Double }.reduce(0, +)
        #expect(abs(sum - 1) < 1e-9)
      }
      #expect(!(try run(flags)).contains("___"))
      let notes = try Program.run(flags, in: work.folder).errors
      #expect(notes.contains("left to right") == (model == "lstm"))
    }

    @Test(
      "forward gives logits and loss, in both precisions, and gradients by name",
      arguments: ["lstm", "birnn", "transformer"])
    func forward(_ model: String) throws {
      let flags = ["forward", "--checkpoint", "trained/\(model)", "--tokens", "5,1,7", "--targets", "1,7,2"]
      let single = try json(flags + ["--gradients", "\(model).safetensors"])
      let double = try json(flags + ["--double"])
      let logits = try #require(single["logits"] as? [[Double]])
      #expect(logits.count == 3 && Set(logits.map(\.count)).count == 1)
      let exact = try #require(double["logits"] as? [[Double]])
      for (row, exactRow) in zip(logits, exact) {
        for (value, exactValue) in zip(row, exactRow) { #expect(abs(value - exactValue) < 1e-5) }
      }
      // The loss is that of the logits.
      var sum = 0.0
      for (row, target) in zip(exact, [1, 7, 2]) { sum += log(row.reduce(0) { $0 + exp($1) }) - row[target] }
      #expect(abs(try #require(double["loss"] as? Double) - sum / 3) < 1e-10)
      let gradients = try SafetensorsFile(contentsOf: work.url("\(model).safetensors"))
      let weights = try SafetensorsFile(contentsOf: work.url("trained/\(model)/model.safetensors"))
      #expect(gradients.names == weights.names.filter { $0 != "lm_head.weight" })
      for name in gradients.names { #expect(try gradients.shape(of: name) == weights.shape(of: name)) }
      #expect(try json(Array(flags.prefix(5)))["loss"] is NSNull)
      #expect(try run(flags).contains("nats a target"))
      // Numbers need no tokenizer.
      _ = try run(["forward", "--checkpoint", "damaged/numbers", "--tokens", "1,2"])
    }

    @Test(
      "a public text is read, learned from and scored",
      .enabled(if: ProcessInfo.processInfo.environment["SEQLAB_DATA"] != nil))
    func publicText() throws {
      let data = try #require(ProcessInfo.processInfo.environment["SEQLAB_DATA"])
      let text = URL(fileURLWithPath: data).appendingPathComponent("tinyshakespeare.txt").path
      let facts = try json(["corpus", "show", "--corpus", text])
      #expect(facts["trainTokens"] as? Int == 1_003_854)
      let flags = [
        "--corpus", text, "--width", "16", "--layers", "1", "--heads", "2", "--context", "32", "--batch", "8",
      ]
      let result = try json(
        ["train", "--model", "transformer", "--steps", "100", "--learning-rate", "1e-2", "--out", "public"] + flags)
      #expect(try #require(result["validation"] as? Double) < 3.2)
    }
  }
}
