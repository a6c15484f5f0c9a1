// Comparing from the command line: a folder of results that repeats, tables, and going on after Ctrl-C.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("compare", .serialized)
  struct CompareTests {
    private let work = Workspace.shared

    private func flags(steps: Int = 4) -> [String] {
      [
        "compare", "--profile", "quick", "--corpus", "text.txt", "--context", "16", "--width", "32", "--seeds", "2",
        "--steps", "\(steps)", "--threads", "2",
      ]
    }

    /// The contents of results.json without what differs from run to run: times.
    private func results(_ folder: String) throws -> Data {
      let data = try Data(contentsOf: work.url("\(folder)/results.json"))
      var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      var models = try #require(object["models"] as? [[String: Any]])
      for index in models.indices { models[index]["seconds"] = nil }
      object["models"] = models
      return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    }

    @Test("the same seeds give the same results.json but for times, and the tables fit 80 columns")
    func repeats() throws {
      let first = try Program.run(flags() + ["--out", "compared-1"], in: work.folder)
      let second = try Program.run(flags() + ["--out", "compared-2", "--json"], in: work.folder)
      try #require(first.exitCode == 0 && second.exitCode == 0, "\(first.errors)\(second.errors)")
      #expect(try results("compared-1") == results("compared-2"))
      for line in first.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      for model in ["rnn", "birnn", "lstm", "transformer"] {
        #expect(first.output.contains("\n\(model) "))
        #expect(
          FileManager.default.fileExists(atPath: work.url("compared-1/runs/\(model)-seed2/model.safetensors").path))
      }
      let json = try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [String: Any]
      #expect(json?["schema"] as? Int == 1)
      #expect(try Program.run(flags() + ["--out", "compared-1"], in: work.folder).exitCode == 73)
    }

    @Test("Ctrl-C keeps finished runs, says how to go on, and going on gives the same results")
    func interrupts() throws {
      let running = try Program.start(flags(steps: 60) + ["--out", "stopped"], in: work.folder)
      let deadline = Date() + 20
      while !running.errorsSoFar.contains("✓ rnn, seed 1"), Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
      running.process.interrupt()
      let result = running.wait()
      #expect(result.exitCode == 130 && result.output == "", "\(result.errors)")
      #expect(result.errors.contains("--resume"))
      #expect(!FileManager.default.fileExists(atPath: work.url("stopped/results.json").path))

      let rest = try Program.run(flags(steps: 60) + ["--resume", "stopped"], in: work.folder)
      let whole = try Program.run(flags(steps: 60) + ["--out", "unstopped"], in: work.folder)
      #expect(rest.exitCode == 0 && whole.exitCode == 0, "\(rest.errors)")
      #expect(try results("stopped") == results("unstopped"))
    }
  }
}
