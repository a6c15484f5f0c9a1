// Studies from the command line: the list of them, and some that take a moment.

import Foundation
import LabKit
import Studies
import Testing

extension CommandLineTests {
  @Suite("study", .serialized)
  struct StudyTests {
    private let work = Workspace.shared

    private func run(_ arguments: [String]) throws -> Program.Result {
      let result = try Program.run(["study"] + arguments, in: work.folder)
      try #require(result.exitCode == 0, "\(arguments.joined(separator: " "))\n\(result.errors)")
      return result
    }

    private func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func files(_ folder: String) throws -> Set<String> {
      Set(try FileManager.default.contentsOfDirectory(atPath: work.url(folder).path))
    }

    @Test("without a name, all studies are listed with what they ask and need, in 80 columns and in JSON")
    func list() throws {
      let text = try run([]).output
      let lines = text.split(separator: "\n")
      for line in lines { #expect(line.count <= 80, "\(line)") }
      for study in StudyList.all {
        let line = try #require(lines.first { $0.hasPrefix(study.id + " ") }, "\(study.id)")
        #expect(line.hasSuffix(study.needs == .trainedModels ? "checkpoints" : "nothing"), "\(line)")
      }
      let output = try run(["--json"]).output
      #expect(output.dropLast().allSatisfy { $0 != "\n" })
      let listed = try #require(try object(output)["studies"] as? [[String: String]])
      #expect(listed.map { $0["study"] } == StudyList.all.map(\.id))
      #expect(listed.map { $0["asks"] } == StudyList.all.map(\.question))
    }

    @Test("a task over a distance is learned in a moment; tables, page and results tell the same")
    func copy() throws {
      let flags = ["--models", "rnn", "--distance", "4", "--seeds", "1", "--threads", "2", "--profile", "quick"]
      let result = try run(["copy"] + flags + ["--out", "studied-copy"])
      for line in result.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      #expect(result.output.hasPrefix("Copying: right answers by distance in tokens\n"))
      #expect(result.errors.contains("report: ") && result.errors.contains("studied-copy/report.html"))
      #expect(
        try files("studied-copy") == [
          "report.html", "results.json", "task-copy.csv", "task-copy.svg", "task-copy-dark.svg",
        ])
      let json = try object(String(contentsOf: work.url("studied-copy/results.json"), encoding: .utf8))
      let models = try #require((json["record"] as? [String: Any])?["models"] as? [String: [[String: Any]]])
      let record = try #require(models["rnn"]?.first)
      #expect(models.count == 1 && record["distance"] as? Int == CopyTask(gap: 1).distance)
      let score = try #require((record["score"] as? [String: Any])?["mean"] as? Double)
      #expect(score > 2 * (try #require(record["chance"] as? Double)), "hardly more than a guess")
      let page = try String(contentsOf: work.url("studied-copy/report.html"), encoding: .utf8)
      #expect(
        page.contains("./lab study copy --models rnn --profile quick --distance 4 --seeds 1 --threads 2</code>"))
      // The way to a lesson leads there, wherever the page is.
      let link = try #require(page.firstMatch(of: /href="([^"]*11-own-model\/README\.md)"/)?.1)
      let lesson = try #require(URL(string: String(link), relativeTo: work.url("studied-copy/report.html")))
      #expect(FileManager.default.fileExists(atPath: lesson.path), "\(link)")
    }

    @Test("--json prints one object and nothing else")
    func json() throws {
      let flags = ["--models", "rnn,transformer", "--profile", "quick", "--out", "studied-generation", "--json"]
      let output = try run(["generation"] + flags).output
      #expect(output.hasSuffix("\n") && output.dropLast().allSatisfy { $0 != "\n" })
      let json = try object(output)
      #expect(json["study"] as? String == "generation" && json["schema"] as? Int == 6)
      let models = try #require((json["record"] as? [String: Any])?["models"] as? [String: [[String: Any]]])
      #expect(Set(models.keys) == ["rnn", "transformer"])
      #expect(models["rnn"]?.compactMap { $0["context"] as? Int } == [1, 16, 64, 256])
      let file = try object(String(contentsOf: work.url("studied-generation/results.json"), encoding: .utf8))
      #expect(NSDictionary(dictionary: file).isEqual(to: json))
    }

    @Test("checkpoints are looked at on the corpus that they were trained on")
    func checkpoints() throws {
      let flags = ["--checkpoint", "trained/rnn,trained/transformer", "--profile", "quick", "--threads", "2"]
      let result = try run(["gradient-flow"] + flags + ["--out", "studied-flow"])
      for line in result.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      #expect(result.output.contains("\nrnn ") && result.output.contains("\ntransformer "))
      let json = try object(String(contentsOf: work.url("studied-flow/results.json"), encoding: .utf8))
      let models = try #require((json["record"] as? [String: Any])?["models"] as? [String: [[String: Any]]])
      #expect(Set(models.keys) == ["rnn", "transformer"])
      let kinds = try #require(models["rnn"]).map {
        [$0["by"] as? String, ($0["isTrained"] as? Bool).map(String.init)]
      }
      #expect(Set(kinds.map { $0[1] }) == ["true", "false"] && Set(kinds.map { $0[0] }) == ["embedding", "state"])
      #expect(try files("studied-flow").isSuperset(of: ["report.html", "results.json", "gradient-flow.csv"]))
    }

    @Test("of the models that are usual, those that can be asked are; without --out, the folder is named for the study")
    func usual() throws {
      let result = try run(["generation", "--profile", "quick", "--json"])
      let models = (try object(result.output)["record"] as? [String: Any])?["models"] as? [String: Any]
      #expect(models?["lstm"] != nil && models?["birnn"] == nil)
      let line = try #require(result.errorLines.last { $0.contains("report: ") })
      #expect(line.contains("-generation/report.html"), "\(line)")
    }
  }
}
