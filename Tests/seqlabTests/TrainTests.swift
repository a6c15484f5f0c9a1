// Training from the command line: what is done without flags, and what is said at the end.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("train", .serialized)
  struct TrainTests {
    private let work = Workspace.shared

    @Test("who trains too long on too little is told that it overfits, and not to train on")
    func overfits() throws {
      let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
      var (letters, number) = ("", 1)
      for _ in 0..<1500 {
        number = number * 16_807 % 2_147_483_647
        letters.append(alphabet[number % 26])
      }
      try Data(letters.utf8).write(to: work.url("letters.txt"))
      let flags = ["train", "--model", "gru", "--corpus", "letters.txt", "--threads", "1", "--eval-interval", "20"]
      let result = try Program.run(
        flags + [
          "--width", "48", "--steps", "200", "--learning-rate", "0.01", "--curve", "curve", "--out", "by-heart",
        ], in: work.folder)
      #expect(result.exitCode == 0 && result.errors.contains("it overfits: the validation loss was least after step "))
      #expect(result.errors.contains("more steps do not"))
      // The figure says the same, and has a point for every look.
      let svg = try String(contentsOf: work.url("curve/learning.svg"), encoding: .utf8)
      #expect(svg.contains("<title>What was not read is predicted best after step "))
      let csv = try String(contentsOf: work.url("curve/learning.csv"), encoding: .utf8).split(separator: "\r\n")
      #expect(csv.count == 1 + 10 && csv.last?.hasPrefix("200,") == true && csv.allSatisfy { !$0.contains(",,") })
      #expect(FileManager.default.fileExists(atPath: work.url("curve/learning-dark.svg").path))
      let short = try Program.run(
        flags + ["--width", "8", "--steps", "20", "--learning-rate", "0.001", "--out", "unlearned"], in: work.folder)
      #expect(short.exitCode == 0 && !short.errors.contains("overfits"))
    }

    @Test("without flags, a model has the sizes that a comparison would give it on the text, and its own rate")
    func defaults() throws {
      let result = try Program.run(
        ["train", "--model", "lstm", "--corpus", "text.txt", "--steps", "2", "--json", "--out", "by-default"],
        in: work.folder)
      try #require(result.exitCode == 0, "\(result.errors)")
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: work.url("by-default/training.json")))
          as? [String: Any])
      let settings = try #require(record["settings"] as? [String: Any])
      #expect(settings["length"] as? Int == 64 && (settings["batchSize"] as? Int ?? 0) >= 2)
      let compared = try Program.run(
        [
          "compare", "--models", "lstm", "--corpus", "text.txt", "--steps", "1", "--seeds", "1", "--scores-only",
          "--no-search", "--out", "as-compared",
        ], in: work.folder)
      try #require(compared.exitCode == 0, "\(compared.errors)")
      func width(_ folder: String) throws -> Int? {
        let config = try JSONSerialization.jsonObject(with: Data(contentsOf: work.url("\(folder)/config.json")))
        return (config as? [String: Any])?["width"] as? Int
      }
      #expect(try width("by-default") == width("as-compared/runs/lstm-seed1-1") && width("by-default") ?? 0 > 32)
      #expect(compared.output.contains("not matched: learning rates") && !compared.errors.contains("tried with"))
    }
  }
}
