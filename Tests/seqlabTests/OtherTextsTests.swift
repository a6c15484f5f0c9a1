// Texts as people have them, from the command line: other systems' line ends, pipes, unknown words, what a terminal would obey.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("Other people's texts", .serialized)
  struct OtherTextsTests {
    private let work = Workspace.shared

    private func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: work.url(name)) }

    /// Runs a script that must succeed.
    private func shell(_ script: String) throws -> Program.Result {
      let result = try Program.shell(script, in: work.folder)
      try #require(result.exitCode == 0, "\(script)\n\(result.errors)")
      return result
    }

    private func run(_ command: String) throws -> Program.Result {
      let result = try Program.run(command.split(separator: " ").map(String.init), in: work.folder)
      try #require(result.exitCode == 0, "\(command)\n\(result.errors)")
      return result
    }

    private func json(_ result: Program.Result) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private let tiny = Workspace.tiny.joined(separator: " ")

    @Test("a text from Windows is the same text, with a note on what was dropped")
    func windows() throws {
      let text = try String(contentsOf: work.url("text.txt"), encoding: .utf8)
      try write("\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n"), "windows.txt")
      let (plain, windows) = (
        try json(run("corpus show --corpus text.txt --json")), try run("corpus show --corpus windows.txt")
      )
      #expect(windows.output.contains(try #require(plain["sha256"] as? String)))
      #expect(windows.errors.contains("byte-order mark is dropped") && windows.errors.contains("80 line feeds (CR LF"))
      #expect((try json(run("corpus show --corpus windows.txt --json"))["notes"] as? [String])?.count == 2)
      let trained = try run("train --model rnn --corpus windows.txt --out windows --json \(tiny)")
      #expect(trained.errors.contains("byte-order mark is dropped"))
      // It is the text that the model was trained on, whatever its line ends.
      let scores = try json(run("eval --checkpoint windows --corpus text.txt --blanks 5 --json"))
      #expect(scores["tokens"] as? Int == text.count - text.count * 9 / 10 - 1)
    }

    @Test("a piped text is read as a file is, once")
    func pipes() throws {
      let file = try json(run("corpus show --corpus text.txt --json"))
      for script in [
        "cat text.txt | $SEQLAB corpus show --corpus - --json",
        "$SEQLAB corpus show --corpus /dev/stdin --json < text.txt",
        "cat text.txt | $SEQLAB corpus show --corpus /dev/fd/0 --json",
        "mkfifo fifo; cat text.txt > fifo & $SEQLAB corpus show --corpus fifo --json; rm fifo",
      ] {
        let piped = try json(shell(script))
        #expect(
          piped["sha256"] as? String == file["sha256"] as? String
            && piped["trainTokens"] as? Int == file["trainTokens"] as? Int)
      }
      let nothing = try Program.shell("printf '' | $SEQLAB corpus show --corpus -", in: work.folder)
      #expect(nothing.exitCode == 65 && nothing.errors.contains("nothing came through standard input"))
      let wide = try Program.shell("printf 'a\\0b\\0' | $SEQLAB corpus show --corpus -", in: work.folder)
      #expect(wide.exitCode == 65 && wide.errors.contains("… | iconv -f UTF-16LE -t UTF-8 | …"))
    }

    @Test("a model of a piped text is scored and trained on when the text is given again, and else says what to do")
    func pipedTraining() throws {
      _ = try shell("cat text.txt | $SEQLAB train --model rnn --corpus - --out piped \(tiny)")
      _ = try run("train --model rnn --corpus text.txt --out filed \(tiny)")
      for command in [
        "eval --checkpoint piped", "train --resume piped --steps 6", "study gradient-flow --checkpoint piped",
      ] {
        let gone = try Program.run(command.split(separator: " ").map(String.init), in: work.folder)
        #expect(gone.exitCode == 66 && gone.errors.contains("name the same text with --corpus FILE"), "\(gone.errors)")
      }
      let named = try json(run("eval --checkpoint piped --corpus text.txt --blanks 5 --json"))
      let filed = try json(run("eval --checkpoint filed --blanks 5 --json"))
      #expect(named["heldOut"] as? Double == filed["heldOut"] as? Double)
      let again = try json(shell("cat text.txt | $SEQLAB eval --checkpoint piped --corpus - --blanks 5 --json"))
      #expect(again["heldOut"] as? Double == filed["heldOut"] as? Double)
      _ = try shell("cat text.txt | $SEQLAB train --resume piped --corpus - --steps 6")
      #expect(try run("train --resume piped --corpus text.txt --steps 8").output.contains("2 steps"))
      // Now the file is noted.
      _ = try run("eval --checkpoint piped --blanks 5")
    }

    @Test("another text is scored whole if all its characters are known; else they are named, with their share")
    func otherText() throws {
      try write("the lazy fox jumps over the quick brown dog\n", "known.txt")
      let result = try run("eval --checkpoint trained/rnn --corpus known.txt --blanks 5 --json")
      #expect(try json(result)["tokens"] as? Int == 43 && result.errors.contains("all of it is scored"))
      try write("the lazy fox jumps over THE quick brown dog\n", "unknown.txt")
      let unknown = try Program.run(
        ["eval", "--checkpoint", "trained/rnn", "--corpus", "unknown.txt"], in: work.folder)
      #expect(unknown.exitCode == 65 && unknown.errorLines.count == 1)
      #expect(unknown.errors.contains("does not have “E”, “H” and “T”, 6.8 % of the text"), "\(unknown.errors)")
      let asked = try Program.run(
        ["eval", "--checkpoint", "trained/rnn", "--corpus", "text.txt", "--tokenizer", "word"], in: work.folder)
      #expect(asked.exitCode == 64 && asked.errors.contains("the checkpoint's tokenizer is 'char'"))
    }

    /// A text by word: each line has a word of its own, which is unknown.
    private func writeWords() throws {
      let lines = (0..<120).map { "the cat number\($0) sat on the mat, and the café was ___\n" }
      try write(lines.joined(), "words.txt")
      if !FileManager.default.fileExists(atPath: work.url("by-word").path) {
        _ = try run("train --model lstm --corpus words.txt --tokenizer word --out by-word \(tiny)")
      }
    }

    @Test("the share of unknown words is said by train, eval, corpus show and compare")
    func unknownShare() throws {
      try writeWords()
      // A line has 14 words and marks, its end among them; one is unknown.
      let share = 1.0 / 14
      let shown = try run("corpus show --corpus words.txt --tokenizer word")
      #expect(
        shown.output.contains("unknown     7.2 % of the training part")
          && shown.errors.contains("held-out words and 7.2 %"))
      let facts = try json(run("corpus show --corpus words.txt --tokenizer word --json"))
      #expect(abs(try #require(facts["unknownHeldOut"] as? Double) - share) < 0.01)
      let trained = try run(
        "train --model rnn --corpus words.txt --tokenizer word --out said --json --overwrite \(tiny)")
      #expect(
        abs(try #require(json(trained)["unknownShare"] as? Double) - share) < 0.01
          && trained.errors.contains("are unknown"))
      let scored = try run("eval --checkpoint by-word --blanks 5 --json")
      #expect(
        abs(try #require(json(scored)["unknownShare"] as? Double) - share) < 0.01
          && scored.errors.contains("are unknown"))
      #expect(try json(run("eval --checkpoint trained/rnn --blanks 5 --json"))["unknownShare"] is NSNull)
      let compared = try run(
        "compare --models rnn --corpus words.txt --tokenizer word --steps 2 --seeds 1 --width 16 --context 16 --scores-only "
          + "--no-search --json --out compared-words")
      let results = try json(compared)
      #expect((results["notes"] as? [String])?.contains { $0.contains("are unknown") } == true)
      #expect(((results["corpus"] as? [String: Any])?["unknownShare"] as? Double ?? 0) > 0.05)
      let page = try String(contentsOf: work.url("compared-words/report.html"), encoding: .utf8)
      #expect(page.contains("are unknown: which of them it was is not in the loss"))
      // By character nothing is unknown.
      #expect(!(try run("corpus show --corpus words.txt --tokenizer char").errors.contains("unknown")))
    }

    @Test("a prompt's unknown words are named, and the others are read")
    func prompts() throws {
      try writeWords()
      func sample(_ prompt: String) throws -> Program.Result {
        let result = try Program.run(
          ["sample", "--checkpoint", "by-word", "--tokens", "2", "--prompt", prompt], in: work.folder)
        try #require(result.exitCode == 0, "\(result.errors)")
        return result
      }
      let unknown = try sample("the zebra sat on the yak")
      #expect(
        unknown.errors.contains("reads as <unk>: “yak” and “zebra”")
          && unknown.output.hasPrefix("the <unk> sat on the <unk>"))
      #expect(!(try sample("the cat sat").errors.contains("<unk>")))
      // The text has lines to write on, and words whose letters may have their marks behind them.
      let lines = try sample("the cafe\u{301} was ___")
      #expect(lines.output.hasPrefix("the café was ___") && !lines.errors.contains("<unk>"))
      let fill = try Program.run(
        ["fill", "--checkpoint", "by-word", "--blank", "[?]", "--text", "the [?] was ___", "--json"], in: work.folder)
      let blanks = try #require(json(fill)["blanks"] as? [[String: Any]])
      #expect(blanks.compactMap { $0["position"] as? Int } == [1])
      let none = try Program.run(
        ["fill", "--checkpoint", "by-word", "--blank", "", "--text", "the ___"], in: work.folder)
      #expect(none.exitCode == 64 && none.errors.contains("--blank is empty"))
    }

    @Test("a prompt is brought to the form of the training text")
    func forms() throws {
      try write(String(repeating: "un café, été à Nîmes\n", count: 40), "french.txt")
      _ = try run("train --model rnn --corpus french.txt --tokenizer char --out french \(tiny)")
      let result = try Program.run(
        ["sample", "--checkpoint", "french", "--tokens", "1", "--prompt", "e\u{301}te\u{301}"], in: work.folder)
      #expect(result.exitCode == 0 && result.errors.contains("composed (NFC), as in the training text"))
      #expect(Array(result.output.unicodeScalars).starts(with: Array("\u{E9}t\u{E9}".unicodeScalars)))
      try write("e\u{301}te\u{301} a\u{300} Ni\u{302}mes", "decomposed.txt")
      #expect(
        try run("eval --checkpoint french --corpus decomposed.txt --blanks 2").errors.contains(
          "decomposed.txt: letters with marks are composed"))
    }

    @Test(
      "a terminal is shown signs in the place of control characters; a file gets them as they are",
      .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func terminals() throws {
      try write(String(repeating: "ab\u{1B}[31mred\u{7}\u{9B}2J\n", count: 30), "control.txt")
      let piped = try run("corpus sample --corpus control.txt --tokens 14")
      #expect(piped.output == "ab\u{1B}[31mred\u{7}\u{9B}2J\n")
      for term in ["xterm", "dumb"] {
        let shown = try shell(
          "TERM=\(term) script -qec \"$SEQLAB corpus sample --corpus control.txt --tokens 14\" /dev/null < /dev/null")
        #expect(shown.output.contains("ab␛[31mred␇\u{FFFD}2J"), "\(shown.output.debugDescription)")
      }
      _ = try run("train --model rnn --corpus control.txt --tokenizer char --out control \(tiny)")
      let sample = "sample --checkpoint control --tokens 200 --temperature 3"
      #expect(try run(sample).output.unicodeScalars.contains("\u{1B}"))
      let shown = try shell("script -qec \"$SEQLAB \(sample)\" /dev/null < /dev/null")
      #expect(!shown.output.unicodeScalars.contains("\u{1B}") && shown.output.contains("␛"))
      // JSON says the same on a terminal, in characters that none obeys.
      let json = try shell("script -qec \"$SEQLAB \(sample) --json\" /dev/null < /dev/null").output
      #expect(!json.unicodeScalars.contains("\u{9B}") && json.contains("\\u009b"))
    }

    @Test("a text of words without spaces is learned by character, and by word with a note")
    func unspaced() throws {
      let lines = (0..<3000).map { "日云张姜珍菜剑，芥黄号光天珍。\($0 % 7)宿金黄玄黄潜地剑\n" }
      try write(lines.joined(), "chinese.txt")
      #expect(try json(run("corpus show --corpus chinese.txt --json"))["tokenizer"] as? String == "char")
      let words = try run("corpus show --corpus chinese.txt --tokenizer word")
      #expect(words.errors.contains("of its letters are Chinese") && words.errors.contains("--tokenizer char"))
    }
  }
}
