// Others' checkpoints on the command line: inspect, convert, notes, greedy sampling, PyTorch's "no target".

import Foundation
import Testing

extension CommandLineTests {
  @Suite("Checkpoints of others", .serialized)
  struct ForeignCheckpointTests {
    private let work = Workspace.shared

    private func run(_ arguments: [String]) throws -> Program.Result {
      let result = try Program.run(arguments, in: work.folder)
      try #require(result.exitCode == 0, "\(arguments.joined(separator: " "))\n\(result.errors)")
      return result
    }

    private func json(_ arguments: [String]) throws -> [String: Any] {
      let output = try run(arguments + ["--json"]).output
      return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    @Test("inspect tells what a folder or a file is, and ends well whatever that is")
    func inspects() throws {
      let text = try run(["inspect", "trained/transformer"]).output
      // A command is there to be copied.
      for line in text.split(separator: "\n") where !line.hasPrefix("command: ") {
        #expect(line.count <= 80, "\(line)")
      }
      #expect(text.contains("GPT-2 with 1 layer\n") && text.contains("loads    yes"))
      #expect(text.contains(/transformer\.wte\.weight +\d+ × 8 +F32 +[\d ]+ read/))
      let found = try json(["inspect", "trained/lstm"])
      #expect(found["loads"] as? Bool == true && found["model"] as? String == "lstm" && found["reason"] is NSNull)
      for name in ["damaged/noise", "damaged/bare", "damaged/config", "damaged/huge", "full", "text.txt", "/dev/null"] {
        let found = try json(["inspect", name])
        #expect(found["loads"] as? Bool == false && (found["reason"] as? String)?.isEmpty == false, "\(name)")
        #expect(try run(["inspect", name]).output.contains("It does not load: "))
      }
      #expect(try Program.run(["inspect", "nowhere"], in: work.folder).exitCode == 66)
    }

    @Test("convert writes nanoGPT's form and reads it back; the tokenizer comes along, notes go to people")
    func converts() throws {
      let there = try run(["convert", "trained/transformer", "--to", "nanogpt", "--out", "nano"])
      #expect(there.output == "transformer in the form of nanogpt: nano\n" && there.errors.contains("tanh form"))
      let back = try run(["convert", "nano", "--out", "back"])
      #expect(back.errors.contains("Note: matrices stand as nn.Linear's [out, in]"))
      // What is converted is listed with checksums, as what is trained is.
      for folder in ["nano", "back"] { _ = try run(["verify-run", folder, "--files-only"]) }
      let flags = ["--tokens", "5,1,7", "--double", "--json"]
      let original = try run(["forward", "--checkpoint", "trained/transformer"] + flags).output
      for folder in ["nano", "back"] {
        #expect(try run(["forward", "--checkpoint", folder] + flags).output == original)
      }
      #expect(
        try run(["sample", "--checkpoint", "back", "--tokens", "5", "--prompt", "the dog"]).output.hasPrefix("the dog"))
      for (arguments, code) in [
        (["--to", "tensorflow", "--out", "never"], 64), (["--to", "nanogpt"], 64), (["--out", "nano"], 73),
        (["--out", "full"], 73),
      ] {
        let result = try Program.run(["convert", "trained/transformer"] + arguments, in: work.folder)
        #expect(result.exitCode == Int32(code) && result.errorLines.count == 1, "\(result.errors)")
      }
      let recurrent = try Program.run(
        ["convert", "trained/lstm", "--to", "nanogpt", "--out", "never"], in: work.folder)
      #expect(recurrent.exitCode == 65 && recurrent.errors.contains("it is lstm, and nanoGPT has GPT-2 alone"))
      #expect(work.isUntouched("never"))
    }

    @Test("A temperature of zero takes the likeliest token, whatever the seed; -100 is no target")
    func zeroAndNoTarget() throws {
      let flags = [
        "sample", "--checkpoint", "trained/lstm", "--tokens", "12", "--past-end", "--json", "--prompt", "the",
      ]
      let texts = try ["1", "2"].map { try run(flags + ["--temperature", "0", "--seed", $0]).output }
      let greedy = try run(flags + ["--top-k", "1"]).output
      #expect(texts[0] == texts[1] && texts[0] == greedy)
      func loss(_ targets: String) throws -> Double? {
        try json(["forward", "--checkpoint", "trained/lstm", "--tokens", "5,1,7", "--targets", targets])["loss"]
          as? Double
      }
      #expect(try loss("-100,7,-100") == loss("-1,7,-1") && loss("-100,7,-100") != loss("1,7,2"))
      let none = try Program.run(
        ["forward", "--checkpoint", "trained/lstm", "--tokens", "5", "--targets=-100"], in: work.folder)
      #expect(none.exitCode == 64)
      let other = try Program.run(
        ["forward", "--checkpoint", "trained/lstm", "--tokens", "5,1", "--targets=-99,1"], in: work.folder)
      #expect(other.exitCode == 65 && other.errors.contains("-99"))
    }
  }
}
