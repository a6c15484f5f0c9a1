// A step that failed is saved, named in one line, and fails again as it did.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("replay", .serialized)
  struct ReplayTests {
    private let work = Workspace.shared

    private func fail(_ out: String, threads: String = "2") throws -> Program.Result {
      try Program.run(
        ["train", "--model", "gru", "--corpus", "text.txt", "--width", "8", "--context", "16", "--batch", "4"]
          + ["--steps", "30", "--learning-rate", "1e20", "--threads", threads, "--out", out], in: work.folder)
    }

    @Test("a training that explodes says where and why, and its step fails again in the same place")
    func replays() throws {
      let failed = try fail("exploded")
      let line = failed.errorLines.last.map(String.init) ?? ""
      #expect(failed.exitCode == 70 && failed.output.isEmpty)
      #expect(
        line.contains("gru: the loss or gradient at step 2 is not finite: '") && line.contains(" gave "), "\(line)")
      #expect(line.contains("the largest weight has grown from ") && line.contains(": lower the learning rate"))
      #expect(line.hasSuffix("; the step is saved: seqlab replay exploded-failed"), "\(line)")
      let again = try Program.run(["replay", "exploded-failed"], in: work.folder)
      #expect(again.exitCode == 0 && again.errors.isEmpty, "\(again.errors)")
      #expect(again.output.contains("model  gru\nstep   2\ncause  explosion\n\n'"), "\(again.output)")
      let json = try Program.run(["replay", "exploded-failed", "--json"], in: work.folder)
      let values = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(values["isSame"] as? Bool == true)
      let found = try #require(values["found"] as? [String: Any])
      #expect(found["cause"] as? String == "explosion" && found["step"] as? Int == 2)
      // Once more into the same folder, from the same beginning: the same step.
      #expect(try fail("exploded").errorLines.last == failed.errorLines.last)
    }

    @Test("a folder that was changed or is none is refused in a line")
    func refused() throws {
      _ = try fail("hurt", threads: "1")
      let note = work.url("hurt-failed/autopsy.json")
      let whole = try Data(contentsOf: note)
      let text = String(decoding: whole, as: UTF8.self)
      let edited = text.replacingOccurrences(of: "\"operationsBefore\":", with: "\"operationsBefore\":9")
      try #require(edited != text)
      try Data(edited.utf8).write(to: note)
      func replay(_ folder: String) throws -> Program.Result { try Program.run(["replay", folder], in: work.folder) }
      let changed = try replay("hurt-failed")
      #expect(
        changed.exitCode == 65 && changed.errors.contains("autopsy.json is not what was saved"), "\(changed.errors)")
      try FileManager.default.removeItem(at: work.url("hurt-failed/manifest.json"))
      let other = try replay("hurt-failed")
      #expect(other.exitCode == 65 && other.errors.contains("the step does not fail as it did"), "\(other.errors)")
      for text in [
        "", "{}", "[1",
        String(decoding: whole, as: UTF8.self).replacingOccurrences(of: "\"batchSize\":4", with: "\"batchSize\":0"),
      ] {
        try Data(text.utf8).write(to: note)
        let result = try replay("hurt-failed")
        #expect(result.exitCode == 65 && result.errorLines.count == 1, "\(text.prefix(20)): \(result.errors)")
      }
      #expect(try replay("trained/rnn").errors.contains("there is no autopsy.json in "))
      #expect(try replay("nowhere").exitCode == 66)
    }
  }
}
