// What was saved is checked, and its numbers are computed again.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("verify-run", .serialized)
  struct VerifyRunTests {
    private let work = Workspace.shared

    private func verify(_ arguments: String...) throws -> Program.Result {
      try Program.run(["verify-run"] + arguments, in: work.folder)
    }

    /// Changes one bit in the middle of a file.
    private func flip(_ name: String) throws {
      var data = try Data(contentsOf: work.url(name))
      data[data.count / 2] ^= 1
      try data.write(to: work.url(name))
    }

    @Test("a checkpoint's files and those of its best weights are checked, and its last look is made again")
    func checkpoint() throws {
      let result = try verify("trained/rnn")
      #expect(
        result.exitCode == 0 && result.output.contains("files            9 as they were saved\n"), "\(result.errors)")
      #expect(result.output.contains("validation loss  1 number, the same bit for bit\n"), "\(result.output)")
      try FileManager.default.copyItem(at: work.url("trained/rnn"), to: work.url("hit"))
      try flip("hit/best/model.safetensors")
      let hit = try verify("hit")
      #expect(hit.exitCode == 65 && hit.output.contains("damaged  best/model.safetensors\n"), "\(hit.output)")
      #expect(hit.errors == "seqlab: hit: 1 of its files are not what was saved\n", "\(hit.errors)")
      try FileManager.default.removeItem(at: work.url("hit/training.json"))
      #expect(try verify("hit", "--files-only").output.contains("damaged  training.json\n"))
      #expect(try verify("trained").exitCode == 0)
      #expect(try verify("full").exitCode == 65)
      #expect(try verify("nowhere").exitCode == 66)
    }

    @Test("a trial of a search that was changed is refused by name, and so is its list")
    func trial() throws {
      let flags = [
        "compare", "--profile", "quick", "--models", "rnn", "--corpus", "text.txt", "--context", "16", "--width", "32",
        "--steps", "4", "--threads", "1", "--scores-only", "--learning-rates", "0.01,0.02",
      ]
      let made = try Program.run(flags + ["--out", "tried"], in: work.folder)
      try #require(made.exitCode == 0, "\(made.errors)")
      for name in ["rnn-0.02-seed1001.json", "manifest.json"] {
        let file = "tried/search/\(name)"
        let whole = try Data(contentsOf: work.url(file))
        try flip(file)
        let resumed = try Program.run(flags + ["--resume", "tried"], in: work.folder)
        #expect(resumed.exitCode == 65 && resumed.errorLines.last?.contains(name) == true, "\(resumed.errors)")
        #expect(try verify("tried", "--files-only").output.contains("damaged  search/"), "\(name)")
        try whole.write(to: work.url(file))
      }
      #expect(try Program.run(flags + ["--resume", "tried"], in: work.folder).exitCode == 0)
    }

    @Test("a comparison's losses come out again from its weights; what was edited, damaged or exchanged is told")
    func comparison() throws {
      let flags = [
        "compare", "--profile", "quick", "--models", "rnn,lstm", "--corpus", "text.txt", "--context", "16", "--width",
        "32", "--seeds", "2", "--steps", "4", "--threads", "2", "--scores-only",
      ]
      let made = try Program.run(flags + ["--out", "checked"], in: work.folder)
      try #require(made.exitCode == 0, "\(made.errors)")
      let whole = try verify("checked", "--corpus", "text.txt")
      #expect(whole.exitCode == 0 && whole.output.contains(" numbers, the same bit for bit\n"), "\(whole.errors)")
      let other = try verify("checked", "--corpus", "other.txt")
      #expect(other.exitCode == 65 && other.errors.contains("name it with --corpus"), "\(other.errors)")

      func copy(_ name: String) throws {
        try FileManager.default.copyItem(at: work.url("checked"), to: work.url(name))
      }
      try copy("edited")
      let file = work.url("edited/results.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let loss = try #require(text.firstMatch(of: /"mean" : (\d)\./)).1
      try Data(text.replacing("\"mean\" : \(loss).", with: "\"mean\" : 0.", maxReplacements: 1).utf8).write(to: file)
      #expect(try verify("edited", "--files-only").output.contains("damaged  results.json\n"))
      let report = try Program.run(["report", "edited"], in: work.folder)
      #expect(
        report.exitCode == 0 && report.errors.contains("results.json is not what compare wrote"), "\(report.errors)")

      try copy("rotten")
      try flip("rotten/runs/lstm-seed2-4/model.safetensors")
      let resumed = try Program.run(flags + ["--resume", "rotten"], in: work.folder)
      #expect(resumed.exitCode == 65 && resumed.errors.contains("lstm-seed2-4/model.safetensors is not what was saved"))

      // The files of one run under another's name are whole, and yet the numbers are not those of the results.
      try copy("swapped")
      try FileManager.default.removeItem(at: work.url("swapped/runs/rnn-seed2-4"))
      try FileManager.default.copyItem(
        at: work.url("checked/runs/rnn-seed1-4"), to: work.url("swapped/runs/rnn-seed2-4"))
      let exchanged = try verify("swapped", "--corpus", "text.txt")
      #expect(exchanged.exitCode == 65 && exchanged.errors.contains("do not come out again"), "\(exchanged.errors)")
    }

    @Test("a folder without checksums is read, and that they are missing is said")
    func others() throws {
      try FileManager.default.copyItem(at: work.url("trained/rnn"), to: work.url("unlisted"))
      try FileManager.default.removeItem(at: work.url("unlisted/manifest.json"))
      let result = try Program.run(["eval", "--checkpoint", "unlisted", "--blanks", "2"], in: work.folder)
      #expect(result.exitCode == 0 && result.errors.contains("unlisted has no manifest.json"), "\(result.errors)")
    }
  }
}
