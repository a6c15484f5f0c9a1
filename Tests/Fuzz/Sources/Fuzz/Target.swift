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
    self.read = { data, place in _ = try? read(data, place) }
  }

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
    Target("manifest") { data, place in try load(place.put(data, "checkpoint/manifest.json")) },
    Target("training") { data, place in
      let folder = place.put(data, "checkpoint/training.json")
      let notes = try Checkpoint.trainingNotes(folder) ?? Data()
      try JSONDecoder().decode(TrainingRecord.self, from: notes).check()
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

  private static func load(_ folder: URL) throws {
    let checkpoint = try Checkpoint.load(folder, models: ModelCatalog.models)
    _ = try Checkpoint.loadTraining(folder, layout: checkpoint.model.parameters)
  }
}
