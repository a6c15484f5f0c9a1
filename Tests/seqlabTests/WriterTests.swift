// One writer for a folder, signals that ask to stop, and a folder that cannot be written any more.

import Foundation
import Testing

extension CommandLineTests {
  @Suite("Writers and signals", .serialized)
  struct WriterTests {
    private let work = Workspace.shared

    private func flags(_ out: String) -> [String] {
      [
        "train", "--model", "rnn", "--corpus", work.url("text.txt").path, "--width", "8", "--context", "16", "--batch",
        "2",
      ]
        + ["--steps", "100000000", "--eval-interval", "10", "--threads", "1", "--out", out]
    }

    private func steps(in folder: String) throws -> Int? {
      let data = try Data(contentsOf: work.url("\(folder)/training.json"))
      return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["step"] as? Int
    }

    @Test("a second writer is told at once who has the folder, and a killed one does not keep it")
    func twoWriters() throws {
      let first = try Program.start(flags("wanted"), in: work.folder)
      first.waitUntilItSays("validation")
      let start = Date()
      for more in [[], ["--overwrite"], ["--resume", "wanted"]] {
        let second = try Program.run(flags("wanted") + more, in: work.folder)
        #expect(second.exitCode == 73 && second.errorLines.count == 1, "\(second.errors)")
        let who = "wanted is being written by process \(first.process.processIdentifier) since 20"
        #expect(second.errors.contains(who), "\(second.errors)")
      }
      #expect(Date().timeIntervalSince(start) < 10)
      kill(first.process.processIdentifier, SIGKILL)
      _ = first.wait()
      let step = try #require(try steps(in: "wanted"))
      let resumed = try Program.run(["train", "--resume", "wanted", "--stop-at", "\(step + 1)"], in: work.folder)
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      #expect(!FileManager.default.fileExists(atPath: work.url(".wanted.lock").path))
    }

    @Test("of several trainings into one new folder, one is done and the others say why not")
    func race() throws {
      let flags = ["train", "--model", "rnn", "--corpus", "text.txt", "--out", "raced/here"] + Workspace.tiny
      for _ in 0..<3 {
        let all = try (0..<3).map { _ in try Program.start(flags, in: work.folder) }.map { $0.wait() }
        #expect(all.map(\.exitCode).sorted() == [0, 73, 73], "\(all.map(\.errors))")
        for result in all where result.exitCode != 0 {
          #expect(
            result.errors.contains("is being written by") || result.errors.contains("holds a checkpoint"),
            "\(result.errors)")
        }
        try FileManager.default.removeItem(at: work.url("raced"))
      }
    }

    @Test("a comparison that goes on is not joined by another")
    func comparison() throws {
      let flags = [
        "compare", "--profile", "quick", "--corpus", "text.txt", "--context", "16", "--width", "32", "--steps",
        "100000", "--threads", "1", "--scores-only", "--models", "rnn", "--no-search",
      ]
      let first = try Program.start(flags + ["--out", "held"], in: work.folder)
      first.waitUntilItSays("rnn")
      while !FileManager.default.fileExists(atPath: work.url("held/plan.json").path), first.process.isRunning {
        Thread.sleep(forTimeInterval: 0.01)
      }
      let second = try Program.run(flags + ["--resume", "held"], in: work.folder)
      #expect(second.exitCode == 73 && second.errors.contains("held is being written by process"), "\(second.errors)")
      first.process.terminate()
      let result = first.wait()
      #expect(result.exitCode == 143 && result.errors.contains("compare --resume"), "\(result.errors)")
    }

    @Test("what schedulers send and a terminal that goes away save as Ctrl-C does", arguments: [SIGTERM, SIGHUP])
    func signals(_ number: Int32) throws {
      let running = try Program.start(flags("signal-\(number)"), in: work.folder)
      running.waitUntilItSays("validation")
      kill(running.process.processIdentifier, number)
      let result = running.wait()
      #expect(result.exitCode == 128 + number && result.output == "")
      let last = result.errorLines.last.map(String.init) ?? ""
      let step = try #require(last.firstMatch(of: /^seqlab: interrupted after step (\d+); saved, go on with:/)).1
      #expect(try steps(in: "signal-\(number)") == Int(step))
    }

    @Test("a signal that the program was started to ignore stays ignored")
    func ignored() throws {
      let shell = ["/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"]
      let running = try Program.start(flags("ignoring"), in: work.folder, starter: shell)
      running.waitUntilItSays("validation")
      for number in [SIGINT, SIGHUP] { kill(running.process.processIdentifier, number) }
      let before = running.errorsSoFar.count
      let deadline = Date() + 20
      while running.errorsSoFar.count < before + 1000, running.process.isRunning, Date() < deadline {
        Thread.sleep(forTimeInterval: 0.01)
      }
      #expect(running.process.isRunning)
      running.process.terminate()
      #expect(running.wait().exitCode == 143)
    }

    @Test("where the folder can no longer be written, the training goes to another place, and says where")
    func gone() throws {
      try FileManager.default.createDirectory(at: work.url("elsewhere"), withIntermediateDirectories: true)
      let running = try Program.start(
        flags("leaving/run"), in: work.folder, variables: ["TMPDIR": work.url("elsewhere").path])
      running.waitUntilItSays("validation")
      // A full disk cannot be had in a test everywhere; a folder that has become a file can.
      let process = running.process.processIdentifier
      kill(process, SIGSTOP)
      try FileManager.default.moveItem(at: work.url("leaving"), to: work.url("left"))
      try Data("in the way".utf8).write(to: work.url("leaving"))
      kill(process, SIGCONT)
      running.waitUntilItSays("; saved in ")
      running.process.interrupt()
      let result = running.wait()
      #expect(result.exitCode == 130, "\(result.errors)")
      let refuge = try #require(result.errors.firstMatch(of: /leaving\/run\S*: [a-z ]+; saved in (\S+) instead/)).1
      #expect(refuge.hasPrefix(work.url("elsewhere").path) && !result.errors.contains(".tmp"))
      #expect(result.errors.hasSuffix("go on with: seqlab train --resume \(refuge)\n"), "\(result.errors)")
      let step = try #require(result.errors.firstMatch(of: /interrupted after step (\d+)/)).1
      let next = "\((Int(step) ?? 0) + 1)"
      let resumed = try Program.run(["train", "--resume", String(refuge), "--stop-at", next], in: work.folder)
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
    }

    @Test("a comparison, too: it is shown, all of it is in the other place, and can be gone on with from there")
    func comparisonGone() throws {
      try FileManager.default.createDirectory(at: work.url("rescued"), withIntermediateDirectories: true)
      let flags = [
        "compare", "--profile", "quick", "--corpus", "text.txt", "--context", "16", "--width", "32", "--steps", "20",
        "--seeds", "2", "--threads", "1", "--scores-only", "--models", "rnn,lstm", "--learning-rates", "0.01,0.02",
      ]
      let running = try Program.start(
        flags + ["--out", "going/run"], in: work.folder, variables: ["TMPDIR": work.url("rescued").path])
      while !FileManager.default.fileExists(atPath: work.url("going/run/plan.json").path), running.process.isRunning {
        Thread.sleep(forTimeInterval: 0.001)
      }
      let process = running.process.processIdentifier
      kill(process, SIGSTOP)
      try FileManager.default.moveItem(at: work.url("going"), to: work.url("went"))
      try Data("in the way".utf8).write(to: work.url("going"))
      kill(process, SIGCONT)
      let result = running.wait()
      #expect(result.exitCode == 73 && result.output.contains("lstm"), "\(result)")
      let refuge = try #require(result.errors.firstMatch(of: /going\/run\S*: [a-z ]+; saved in (\S+) instead/)).1
      #expect(refuge.hasPrefix(work.url("rescued").path) && !result.errors.contains(".tmp"), "\(result.errors)")
      #expect(result.errorLines.last?.contains("; the comparison is in \(refuge): move it from there") == true)
      #expect(result.errorLines.count(where: { $0.contains(" instead") }) == 1, "\(result.errors)")
      let verified = try Program.run(["verify-run", String(refuge), "--corpus", "text.txt"], in: work.folder)
      #expect(verified.exitCode == 0 && verified.output.contains("the same bit for bit"), "\(verified)")

      let before = try Data(contentsOf: URL(fileURLWithPath: refuge + "/results.json"))
      let again = try Program.run(flags + ["--resume", String(refuge)], in: work.folder)
      #expect(again.exitCode == 0, "\(again.errors)")
      let after = try Data(contentsOf: URL(fileURLWithPath: refuge + "/results.json"))
      func models(_ data: Data) throws -> NSArray? {
        (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["models"] as? NSArray
      }
      // Nothing was trained anew: even the times are those of before.
      #expect(try models(before) == models(after) && models(after)?.count == 2)
    }
  }
}
