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
        "--steps", "\(steps)", "--threads", "2", "--scores-only",
      ]
    }

    /// The contents of results.json without what differs from run to run: times, and the command, which names the folder.
    private func results(_ folder: String) throws -> Data {
      let data = try Data(contentsOf: work.url("\(folder)/results.json"))
      var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      var models = try #require(object["models"] as? [[String: Any]])
      for index in models.indices { models[index]["seconds"] = nil }
      object["models"] = models
      let provenance = try #require(object.removeValue(forKey: "provenance") as? [String: Any])
      #expect((provenance["command"] as? String)?.contains(folder) == true && provenance["inputsSHA256"] != nil)
      return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    }

    @Test("the same seeds give the same results.json but for times, and the tables and the headline fit 80 columns")
    func repeats() throws {
      let first = try Program.run(flags() + ["--out", "compared-1", "--tables"], in: work.folder)
      let second = try Program.run(flags() + ["--out", "compared-2", "--json"], in: work.folder)
      try #require(first.exitCode == 0 && second.exitCode == 0, "\(first.errors)\(second.errors)")
      #expect(try results("compared-1") == results("compared-2"))
      // A folder's path may be longer than a line.
      for line in first.output.split(separator: "\n") where !line.hasSuffix("report.html") {
        #expect(line.count <= 80, "\(line)")
      }
      for model in ["rnn", "birnn", "lstm", "transformer"] {
        #expect(first.output.contains("\n\(model) "))
        #expect(
          FileManager.default.fileExists(atPath: work.url("compared-1/runs/\(model)-seed2-4/model.safetensors").path))
      }
      let json = try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [String: Any]
      #expect(json?["schema"] as? Int == 6)
      #expect(try Program.run(flags() + ["--out", "compared-1"], in: work.folder).exitCode == 73)
    }

    @Test(
      "rates are searched on request, the command to repeat says so, and a file of another schema is refused by its number"
    )
    func search() throws {
      let searched =
        flags() + ["--models", "rnn,lstm", "--learning-rates", "0.002,0.001,0.004", "--out", "searched"]
      let result = try Program.run(searched, in: work.folder)
      try #require(result.exitCode == 0, "\(result.errors)")
      #expect(
        result.errors.contains("✓ lstm: learning rate 0.00") && result.output.contains("! not matched: learning rates"))
      let page = try String(contentsOf: work.url("searched/report.html"), encoding: .utf8)
      #expect(page.contains("--learning-rates 0.001,0.002,0.004") && page.contains("learning-rates.csv"))

      let file = work.url("searched/results.json")
      let old = try String(contentsOf: file, encoding: .utf8).replacing("\"schema\" : 6", with: "\"schema\" : 1")
      try Data(old.utf8).write(to: file)
      let refused = try Program.run(["report", "searched"], in: work.folder)
      #expect(refused.exitCode == 65 && refused.errors.contains("schema 1") && refused.errorLines.count == 1)
    }

    @Test("the page and its CSV files are there, and report makes them again, or puts two runs side by side")
    func reports() throws {
      let flags = flags() + ["--models", "rnn,lstm", "--out"]
      var screen = ""
      for folder in ["shown-2", "shown-1"] {
        let result = try Program.run(flags + [folder], in: work.folder)
        try #require(result.exitCode == 0 && result.output.contains("report.html"), "\(result.errors)")
        screen = result.output
      }
      func read(_ name: String) throws -> String { try String(contentsOf: work.url(name), encoding: .utf8) }
      let html = try read("shown-1/report.html")
      #expect(
        html.contains(
          "./lab compare --profile quick --models rnn,lstm --corpus text.txt --seeds 2 --steps 4 --width 32 --layers 2 "
            + "--context 16 --batch 2 --scores-only --threads 2</code>"))
      let files = try FileManager.default.contentsOfDirectory(atPath: work.url("shown-1").path)
        .filter { $0.hasSuffix(".csv") }
      #expect(files.count >= 4)
      for file in files {
        #expect(html.contains("href=\"\(file)\""))
        try FileManager.default.removeItem(at: work.url("shown-1/\(file)"))
      }
      try Data("old".utf8).write(to: work.url("shown-1/report.html"))
      let again = try Program.run(["report", "shown-1"], in: work.folder)
      #expect(again.exitCode == 0 && again.output == screen, "\(again.errors)\(again.output)")
      #expect(screen.contains("No claim has a verdict") && !screen.contains("Test loss"))
      let tables = try Program.run(["report", "shown-1", "--tables"], in: work.folder)
      #expect(tables.output.hasPrefix("Test loss") && tables.output.hasSuffix("\n" + screen))
      #expect(try Program.run(["report", "shown-1", "--pictures"], in: work.folder).output == screen)
      for file in files {
        let name = file.dropLast(".csv".count)
        for picture in ["\(name).svg", "\(name)-dark.svg"] {
          #expect(try read("shown-1/\(picture)").hasPrefix("<svg"), "\(picture)")
          try FileManager.default.removeItem(at: work.url("shown-1/\(picture)"))
        }
      }
      let json = try Program.run(["report", "shown-1", "--json"], in: work.folder)
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(object?["models"] != nil && object?["machine"] != nil)
      for flag in ["--json", "--tables", "--pictures"] {
        #expect(try Program.run(["report", "shown-1", "shown-2", flag], in: work.folder).exitCode == 64)
      }
      let date = /\d{4}-\d\d-\d\d \d\d:\d\d UTC/
      #expect(try read("shown-1/report.html").replacing(date, with: "") == html.replacing(date, with: ""))
      for file in files { #expect(FileManager.default.fileExists(atPath: work.url("shown-1/\(file)").path)) }

      let pair = try Program.run(["report", "shown-1", "shown-2"], in: work.folder)
      #expect(pair.exitCode == 0, "\(pair.errors)")
      #expect(pair.output.contains("The settings are the same.") && pair.output.contains("compared-with-shown-1"))
      let page = try read("shown-2/compared-with-shown-1/report.html")
      #expect(page.contains("shown-1 and shown-2, side by side") && page.contains("0.000"))
      #expect(try Program.run(["report", "shown-1", "--out", "file"], in: work.folder).exitCode == 73)
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
