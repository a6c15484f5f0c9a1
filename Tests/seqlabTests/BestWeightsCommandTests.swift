// The best weights beside the last: where they are, that they are those of their step, stopping early, and going on.

import Foundation
import LabKit
import Testing

extension CommandLineTests {
  @Suite("The best weights", .serialized)
  struct BestWeightsCommandTests {
    private let work = Workspace.shared

    /// Letters without any order, some of them rarer: those are learned first, and then the training part by heart.
    private static let letters: String = {
      let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
      var (letters, number) = ("", 7)
      for _ in 0..<1500 {
        number = number * 16_807 % 2_147_483_647
        letters.append(alphabet[(number % 26) * (number / 26 % 26) / 26])
      }
      return letters
    }()

    private static let weightsAlone: Set = [
      "config.json", "manifest.json", "model.safetensors", "tokenizer.json", "training.json",
    ]

    private func train(_ out: String, _ more: [String] = []) throws -> Program.Result {
      try Data(Self.letters.utf8).write(to: work.url("no-order.txt"))
      let flags = [
        "train", "--model", "gru", "--corpus", "no-order.txt", "--threads", "1", "--eval-interval", "10", "--width",
        "32", "--steps", "120", "--learning-rate", "0.01", "--overwrite", "--out", out,
      ]
      let result = try Program.run(flags + more, in: work.folder)
      try #require(result.exitCode == 0, "\(result.errors)")
      return result
    }

    private func json(_ data: Data) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func record(_ folder: String) throws -> TrainingRecord {
      try JSONDecoder().decode(TrainingRecord.self, from: bytes("\(folder)/training.json"))
    }

    private func bytes(_ file: String) throws -> Data { try Data(contentsOf: work.url(file)) }

    private func files(_ folder: String) throws -> Set<String> {
      Set(try FileManager.default.contentsOfDirectory(atPath: work.url(folder).path))
    }

    private func validation(_ folder: String) throws -> Double {
      let result = try Program.run(["eval", "--checkpoint", folder, "--blanks", "1", "--json"], in: work.folder)
      return try #require(try json(Data(result.output.utf8))["validation"] as? Double)
    }

    @Test("best/ has the weights of the best look, bit for bit, and what reads the last weights says so")
    func keepsBoth() throws {
      let said = try train("both")
      let record = try record("both")
      let best = try #require(record.best)
      #expect(record.step == 120 && record.validations.map(\.step) == (1...12).map { $0 * 10 })
      #expect(best == record.validations.min { $0.loss < $1.loss } && (20..<90).contains(best.step))
      _ = try train("until-best", ["--stop-at", "\(best.step)", "--keep", "last"])
      #expect(try bytes("both/best/model.safetensors") == bytes("until-best/model.safetensors"))
      #expect(try bytes("both/best/model.safetensors") != bytes("both/model.safetensors"))
      #expect(try files("both/best") == Self.weightsAlone)
      #expect(try !files("until-best").contains("best"))

      #expect(said.output.contains("best        both/best, the weights after step \(best.step)\n"), "\(said.output)")
      #expect(said.errors.contains("was worse than that after step \(best.step), by "), "\(said.errors)")
      #expect(said.errors.contains("seqlab sample --checkpoint both/best"))
      #expect(try validation("both/best") < validation("both"))
      for (folder, isTold) in [("both", true), ("both/best", false)] {
        let sample = try Program.run(
          ["sample", "--checkpoint", folder, "--prompt", "a", "--tokens", "3"], in: work.folder)
        let told = "these are the weights after step 120; those after step \(best.step) lost "
        #expect(sample.exitCode == 0 && sample.errors.contains(told) == isTold, "\(sample.errors)")
        #expect(sample.errors.contains(": --checkpoint both/best\n") == isTold)
      }
    }

    @Test("out of patience, training ends early, as it does when it was stopped in between")
    func patience() throws {
      let said = try train("patient", ["--patience", "3"])
      let record = try record("patient")
      let best = try #require(record.best)
      #expect(record.step == best.step + 30 && record.step < 120 && record.looksSinceBest == 3)
      #expect(said.output.contains("after step \(record.step): 3 looks no better than that of step \(best.step)"))
      #expect(said.output.contains("validation"))
      // Stopped between two looks, and right at one.
      for stop in [best.step + 15, best.step + 20] {
        _ = try train("impatient", ["--patience", "3", "--stop-at", "\(stop)"])
        let rest = try Program.run(["train", "--resume", "impatient", "--json"], in: work.folder)
        let result = try json(Data(rest.output.utf8))
        #expect(result["stoppedEarly"] as? Bool == true && result["steps"] as? Int == record.step)
        #expect((result["best"] as? [String: Any])?["checkpoint"] as? String == "impatient/best")
        for file in ["model.safetensors", "optimizer.safetensors", "best/model.safetensors"] {
          #expect(try bytes("impatient/\(file)") == bytes("patient/\(file)"), "\(file), stopped at \(stop)")
        }
        // The commands that made it are others; all else is the same.
        var (notes, whole) = (try self.record("impatient"), try self.record("patient"))
        #expect(notes.provenance?.map(\.firstStep) == [nil, stop] && whole.provenance?.count == 1)
        (notes.provenance, whole.provenance) = (nil, nil)
        #expect(notes == whole, "stopped at \(stop)")
      }
      // With more patience, it goes on to where it would have come.
      let more = try Program.run(["train", "--resume", "impatient", "--patience", "0"], in: work.folder)
      #expect(more.exitCode == 0, "\(more.errors)")
      _ = try train("patience-none")
      #expect(try bytes("impatient/model.safetensors") == bytes("patience-none/model.safetensors"))
    }

    @Test(
      "--keep best leaves the best weights alone, and says that its training cannot go on; --keep last leaves the last")
    func keepsOne() throws {
      let said = try train("best-alone", ["--keep", "best"])
      _ = try train("last-alone", ["--keep", "last"])
      _ = try train("both-kept")
      let best = try #require(try record("both-kept").best)
      #expect(try bytes("best-alone/model.safetensors") == bytes("both-kept/best/model.safetensors"))
      #expect(try bytes("last-alone/model.safetensors") == bytes("both-kept/model.safetensors"))
      #expect(try files("best-alone") == Self.weightsAlone)
      #expect(try record("best-alone").step == best.step && !files("last-alone").contains("best"))
      #expect(said.output.contains("best-alone, the best weights: those after step \(best.step)"))
      let resumed = try Program.run(["train", "--resume", "best-alone"], in: work.folder)
      #expect(resumed.exitCode == 65 && resumed.errors.contains("its training cannot go on"), "\(resumed.errors)")
      // Until it is over, it can.
      _ = try train("best-later", ["--keep", "best", "--stop-at", "\(best.step + 5)"])
      #expect(try Program.run(["train", "--resume", "best-later"], in: work.folder).exitCode == 0)
      #expect(try bytes("best-later/model.safetensors") == bytes("best-alone/model.safetensors"))
      #expect(try files("best-later") == files("best-alone"))
    }

    @Test(
      "where best/ was taken away or another put in its place, going on says so, and keeps what is better from then on")
    func lostBest() throws {
      _ = try train("lost", ["--stop-at", "60"])
      let best = try #require(try record("lost").best)
      try FileManager.default.removeItem(at: work.url("lost/best"))
      let resumed = try Program.run(["train", "--resume", "lost"], in: work.folder)
      #expect(resumed.exitCode == 0)
      #expect(resumed.errors.contains("the weights of step \(best.step), the best so far, are not in lost/best"))
      #expect(try !files("lost").contains("best") && resumed.errors.contains("whose weights were not kept"))

      _ = try train("exchanged", ["--stop-at", "60"])
      try FileManager.default.removeItem(at: work.url("exchanged/best"))
      try FileManager.default.copyItem(at: work.url("trained/rnn/best"), to: work.url("exchanged/best"))
      let other = try Program.run(["train", "--resume", "exchanged"], in: work.folder)
      #expect(other.exitCode == 0 && other.errors.contains("are not in exchanged/best"), "\(other.errors)")
    }
  }
}
