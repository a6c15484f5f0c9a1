// What is fuzzed: each kind of file, read as the lab reads it.

import Corpora
import Course
import Foundation
import LabKit
import LabReport
import ModelCatalog
import SequenceKit
import Studies

/// A kind of file.
struct Target: Sendable {
  let name: String
  /// Reads an input; a refusal is an error of the reader's own kind, and is no fault.
  let read: @Sendable (Data, Place) -> Void

  private init(_ name: String, _ read: @escaping @Sendable (Data, Place) throws -> Void) {
    self.name = name
    self.read = { data, place in
      // What is said of a fault is made of the file, too.
      var said = "read"
      do { try read(data, place) } catch { said = "refused: \(error)" }
      if Self.isTold { print("fuzz: \(said)") }
    }
  }

  /// Whether it is told what became of each input.
  private static let isTold = ProcessInfo.processInfo.environment["FUZZ_TELL"] != nil

  static let all = [
    Target("safetensors") { data, _ in
      let file = try SafetensorsFile(data, path: "input")
      for name in file.names {
        _ = (try? file.type(of: name), try? file.shape(of: name), try? file.bytes(of: name))
        _ = (try? file.floats(name), try? file.doubles(name), try? file.integers(name))
      }
    },
    Target("weights") { data, place in try load(place.put(data, "checkpoint/model.safetensors")) },
    Target("config") { data, place in
      let folder = place.put(data, "checkpoint/config.json")
      _ = try? CheckpointInspection(of: folder, models: ModelCatalog.models)
      try load(folder)
    },
    Target("optimizer") { data, place in try load(place.put(data, "checkpoint/optimizer.safetensors")) },
    Target("shards") { data, place in
      let folder = place.put(data, "shards/model.safetensors.index.json")
      _ = try? CheckpointInspection(of: folder, models: ModelCatalog.models)
      _ = try Checkpoint.load(folder, models: ModelCatalog.models)
    },
    Target("autopsy") { data, place in
      let step = try FailedStep(contentsOf: place.put(data, "failed/autopsy.json"), models: ModelCatalog.models)
      _ = (step.autopsy.place, step.autopsy.advice)
      _ = step.replayed().map { ($0.place, $0.advice) }
    },
    Target("manifest") { data, place in try load(place.put(data, "checkpoint/manifest.json")) },
    Target("training") { data, place in
      let folder = place.put(data, "checkpoint/training.json")
      let notes = try Checkpoint.trainingNotes(folder) ?? Data()
      let record = try JSONDecoder().decode(TrainingRecord.self, from: notes + [0x0A])
      try record.check()
      _ = (record.lossAboveBest, record.looksSinceBest, record.isOver(after: record.step))
      try load(folder)
    },
    Target("tokenizer") { data, _ in
      let tokenizer = try Tokenizer(json: data)
      let ids = try tokenizer.encode("once upon a time ___ é 1")
      _ = tokenizer.decode(ids)
      let again = try Tokenizer(json: tokenizer.json())
      precondition(again == tokenizer, "a tokenizer is not what it was written as")
    },
    Target("bytepairs") { data, _ in
      let pairs = try BytePairs(json: data)
      let text = "once upon a time, it's 10 o'clock é 漢"
      precondition(!pairs.decode(pairs.encode(text)).isEmpty || pairs.encode(text).isEmpty)
    },
    Target("merges") { data, place in
      let pairs = try BytePairs(contentsOf: place.put(data, "merges/merges.txt"))
      _ = pairs.decode(pairs.encode("once upon a time, it's 10 o'clock é 漢"))
    },
    Target("ids") { data, place in
      let ids = data.withUnsafeBytes { bytes in
        (0..<data.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
      }
      _ = place.pairs?.decode(ids)
    },
    Target("grammar") { data, _ in
      let text = String(decoding: data, as: UTF8.self)
      _ = try Corpus.stories(grammar: text, sizes: Corpus.Sizes(train: 100, validation: 30, test: 30))
    },
    Target("results") { data, place in
      let found = try StudyList.finishedComparison(in: place.put(data, "comparison/results.json"))
      let report = StudyList.report(on: found.results, command: "", date: found.date)
      _ = (report.html(lessons: "lessons"), report.csvFiles())
      _ = (StudyList.tables(of: found.results), StudyList.headline(of: found.results))
    },
    Target("plan") { data, place in
      let comparison = try place.comparison(data, free: 8e6)
      _ = try ComparisonFolder(resuming: place.put(data, "comparison/plan.json"), for: comparison)
    },
    Target("run") { data, place in
      _ = place.put(data, "comparison/runs/rnn-seed1-3/run.json")
      try resume(place)
    },
    Target("trial") { data, place in
      _ = place.put(data, "comparison/search/rnn-0.01-seed1001.json")
      try resume(place)
    },
    Target("lock") { data, place in
      let folder = place.put(data, ".run.lock")
      let held = open(folder.appendingPathComponent(".run.lock").path, O_RDONLY)
      defer { close(held) }
      precondition(flock(held, LOCK_EX | LOCK_NB) == 0)
      // Who has it is read from the file.
      do { _ = try FolderLock(folder.appendingPathComponent("run")) } catch { _ = "\(error)" }
    },
    Target("progress") { data, place in
      let file = place.put(data, "progress/progress.json").appendingPathComponent("progress.json")
      let progress = LearnerProgress.read(file) { _ in }
      try progress.write(file)
      precondition(LearnerProgress.read(file) { _ in } == progress, "progress is not what it was written as")
      for name in try FileManager.default.contentsOfDirectory(atPath: place.folder.path + "/progress") {
        unlink(place.folder.path + "/progress/" + name)
      }
    },
    Target("text") { data, place in
      let file = try TextFile.read(place.put(data, "text/text.txt").appendingPathComponent("text.txt"))
      let corpus = try? Corpus.text(file, cut: .characters)
      if let corpus { precondition(corpus.tokenizer.decode(corpus.train.tokens).unicodeScalars.count > 0) }
      _ = try? Corpus.text(file, cut: .words())
    },
  ]

  /// Goes on with the comparison, if all of it is there, and makes its results.
  private static func resume(_ place: Place) throws {
    struct Missing: Error {}
    let comparison = try place.comparison()
    let folder = try ComparisonFolder(
      resuming: place.folder.appendingPathComponent("comparison"), for: comparison)
    _ = try comparison.run(in: folder) { event in
      switch event {
      case .tried, .trained: throw Missing()
      default: break
      }
    }.results()
  }

  private static func load(_ folder: URL) throws {
    let checkpoint = try Checkpoint.load(folder, models: ModelCatalog.models)
    _ = try Checkpoint.loadTraining(folder, layout: checkpoint.model.parameters)
  }
}
