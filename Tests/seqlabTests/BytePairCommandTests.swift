// Byte pairs from the command line: learned, trained on, evaluated, written with, and told a byte.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("Byte pairs from the command line", .serialized)
  struct BytePairCommandTests {
    private let work = Workspace.shared

    private func run(_ line: String) throws -> Program.Result {
      let result = try Program.run(line.split(separator: " ").map(String.init), in: work.folder)
      try #require(result.exitCode == 0, "\(line)\n\(result.errors)")
      return result
    }

    private func json(_ line: String) throws -> [String: Any] {
      let output = try run(line + " --json").output
      return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    @Test("a vocabulary is learned and saved; models are trained on it, go on, are scored by the byte, and write in it")
    func vocabulary() throws {
      let learned = try json("corpus train-bpe --corpus text.txt --vocabulary 300 --out pairs")
      #expect(learned["vocabulary"] as? Int == 300 && learned["merges"] as? Int == 44)
      let files = try FileManager.default.contentsOfDirectory(atPath: work.url("pairs").path).sorted()
      #expect(files == ["merges.txt", "tokenizer.json", "vocab.json"])

      let flags = Workspace.tiny.joined(separator: " ")
      let trained = try json("train --model transformer --corpus text.txt --vocabulary pairs \(flags) --out by-pairs")
      let loss = try #require(trained["validation"] as? Double)
      #expect(try #require(trained["validationPerByte"] as? Double) < loss)
      _ = try run("train --resume by-pairs --steps 6 --out by-pairs-on")

      let scores = try json("eval --checkpoint by-pairs-on")
      let perByte = try #require(scores["perByte"] as? [String: Double])
      let heldOut = try #require(scores["heldOut"] as? Double)
      // The text is ASCII: a character is a byte.
      let bytesPerToken = try #require(scores["charactersPerToken"] as? Double)
      #expect(abs(try #require(perByte["heldOut"]) - heldOut / bytesPerToken) < 1e-9)
      #expect(bytesPerToken > 2)
      let table = try run("eval --checkpoint by-pairs-on")
      #expect(table.output.contains("  a byte"))

      let written = try run("sample --checkpoint by-pairs-on --prompt the --tokens 40 --seed 3")
      #expect(written.output.hasPrefix("the") && written.output.hasSuffix("\n") && !written.output.contains("blank"))
      let sample = try json("sample --checkpoint by-pairs-on --prompt the --tokens 40 --seed 3")
      let same = try #require(sample["text"] as? String)
      #expect(written.output == (same.hasSuffix("\n") ? same : same + "\n"))
    }

    /// What is noted that a checkpoint was made of.
    private func inputs(of folder: String) throws -> [String] {
      let made = try #require(try json("inspect \(folder)")["provenance"] as? [[String: Any]])
      return (made.first?["inputs"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    }

    @Test(
      "train --from begins with a model's weights and its byte pairs on another text, and is resumed like any training")
    func from() throws {
      let flags = Workspace.tiny.joined(separator: " ")
      _ = try run(
        "train --model transformer --corpus text.txt --tokenizer bpe --vocabulary 290 \(flags) --out before")
      func logits(_ folder: String) throws -> [[Double]] {
        try #require(try json("forward --checkpoint \(folder) --tokens 5,1,7")["logits"] as? [[Double]])
      }
      func distance(_ first: String, _ second: String) throws -> Double {
        zip(try logits(first).joined(), try logits(second).joined()).map { abs($0 - $1) }.max() ?? .infinity
      }
      // Hardly a step from the weights that it began with.
      let line = "train --from before --corpus other.txt --context 8 --batch 2 --threads 1 --steps 2 --eval-interval 1"
      _ = try run(line + " --learning-rate 1e-12 --out same")
      #expect(try distance("before", "same") < 1e-5)
      #expect(try inputs(of: "same") == ["corpus other.txt", "tokenizer", "checkpoint before"])
      // A folder of others has no list of checksums.
      try FileManager.default.copyItem(at: work.url("before"), to: work.url("others"))
      try FileManager.default.removeItem(at: work.url("others/manifest.json"))
      _ = try run(line.replacing("before", with: "others") + " --out of-others")
      #expect(try inputs(of: "of-others").last == "checkpoint others")
      _ = try run(line + " --learning-rate 0.1 --dropout 0.1 --out tuned")
      #expect(try distance("before", "tuned") > 1e-3)
      let vocabularies = try ["before", "tuned"].map { try Data(contentsOf: work.url("\($0)/tokenizer.json")) }
      #expect(vocabularies[0] == vocabularies[1])
      let on = try json("train --resume tuned --steps 3 --out tuned-on")
      #expect(on["steps"] as? Int == 3 && on["validationPerByte"] is Double)
      _ = try run("train --from trained/birnn --steps 1 --batch 2 --eval-interval 0 --threads 1 --out tuned-birnn")

      for (line, code, words) in [
        ("--from before --resume tuned", 64, "give one of them"), ("--from before --width 9", 64, "--width is settled"),
        ("--from before --corpus other.txt --tokenizer char", 64, "--tokenizer is settled"),
        ("--from before --corpus other.txt --vocabulary 300", 64, "--vocabulary is settled"),
        ("--from before --corpus other.txt --context 17", 64, "reads 16 tokens at most"),
        ("--from trained/transformer --corpus other.txt", 65, "another vocabulary"), ("--from nowhere", 66, "nowhere"),
      ] {
        let arguments = ("train " + line + " --out never").split(separator: " ").map(String.init)
        let result = try Program.run(arguments, in: work.folder)
        #expect(result.exitCode == Int32(code) && result.errors.contains(words), "\(line): \(result.errors)")
        #expect(work.isUntouched("never"))
      }
    }

    @Test(
      "without a folder, the vocabulary is learned from the part that is trained on, also for a comparison and a model of blanks"
    )
    func learnedOnTheWay() throws {
      let flags = Workspace.tiny.joined(separator: " ")
      let line = "train --model transformer-bidirectional --corpus text.txt --tokenizer bpe --vocabulary 280 \(flags)"
      _ = try run(line + " --out blanks-by-pairs")
      let config = try JSONSerialization.jsonObject(with: Data(contentsOf: work.url("blanks-by-pairs/config.json")))
      #expect((config as? [String: Any])?["vocab_size"] as? Int == 281)
      let filled = try run("fill --checkpoint blanks-by-pairs --text the,___ --top 1")
      #expect(filled.output.contains("%"))
      let compared = try run(
        "compare --models lstm --corpus text.txt --tokenizer bpe --vocabulary 260 --steps 1 --seeds 1 --scores-only --no-search "
          + "--out compared-by-pairs")
      #expect(compared.errors.contains("by byte pairs"))
    }

    @Test("by character, a byte of ASCII costs what a token costs, and by word less than a token")
    func perByte() throws {
      let scores = try json("eval --checkpoint trained/transformer")
      let perByte = try #require(scores["perByte"] as? [String: Double])
      for part in ["validation", "test", "heldOut"] {
        #expect(abs(try #require(perByte[part]) - (try #require(scores[part] as? Double))) < 1e-9)
      }
      let stories = try json("eval --checkpoint trained/lstm")
      #expect(stories["perByte"] is NSNull)
      let flags = Workspace.tiny.joined(separator: " ")
      let trained = try run("train --model rnn --corpus text.txt --tokenizer word \(flags) --out by-word-bytes")
      #expect(trained.errors.contains("white space between words"))
      let words = try run("eval --checkpoint by-word-bytes")
      #expect(words.output.contains("  a byte") && words.errors.contains("white space between words"))
    }

    @Test("text becomes numbers, and numbers become text; also by files, and with special tokens or without")
    func numbers() throws {
      _ = try run("corpus train-bpe --corpus text.txt --vocabulary 270 --special <s> --out marked")
      let marked = try json("corpus encode --vocabulary marked --text fox<s>fox")
      let ids = try #require(marked["tokens"] as? [Int])
      #expect(ids.contains(0) && marked["bytes"] as? Int == 9)
      let plain = try json("corpus encode --vocabulary marked --text fox<s>fox --no-specials")["tokens"] as? [Int]
      #expect(plain?.isEmpty == false && plain?.contains(0) == false)
      let list = ids.map(String.init).joined(separator: ",")
      #expect(try run("corpus decode --vocabulary marked --tokens \(list)").output == "fox<s>fox\n")
      _ = try run("corpus encode --vocabulary marked --file text.txt --out text.ids")
      _ = try run("corpus decode --vocabulary marked --file text.ids --out back.txt")
      #expect(try Data(contentsOf: work.url("back.txt")) == Data(contentsOf: work.url("text.txt")))
      for (file, code) in [("nowhere.txt", 66), ("latin.txt", 65), ("trained", 66)] {
        let result = try Program.run(["corpus", "encode", "--vocabulary", "marked", "--file", file], in: work.folder)
        #expect(result.exitCode == Int32(code) && result.errorLines.count == 1, "\(result.errors)")
      }
    }
  }
}
