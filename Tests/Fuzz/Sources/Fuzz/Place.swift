// A folder in memory, with good files beside the one that is mutated.

import Corpora
import Foundation
import LabKit
import LabResults
import ModelCatalog
import SequenceKit

/// Good files of each kind, copied so that a target can write its own into them.
final class Place: Sendable {
  let folder: URL
  /// Made once: the text of the comparison, and byte pairs.
  private let corpus: Corpus?
  let pairs: BytePairs?
  /// That of the good plan, made when it is first asked for: matching sizes takes longer than all that is read.
  private let whole = OnceMade<Comparison>()

  /// - Parameter hasChecksums: Whether the lists of checksums are kept: they would refuse what is mutated before it is looked at closely.
  init(copying base: URL, hasChecksums: Bool) throws {
    let parent = ProcessInfo.processInfo.environment["FUZZ_PLACE"] ?? NSTemporaryDirectory()
    folder = URL(fileURLWithPath: parent).appendingPathComponent(
      "seqlab-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.copyItem(at: base, to: folder)
    corpus = try? Corpus.text(TextFile.read(folder.appendingPathComponent("text.txt")), cut: .characters)
    pairs = try? BytePairs(contentsOf: folder.appendingPathComponent("bytepairs"))
    guard !hasChecksums else { return }
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where (path as NSString).lastPathComponent == "manifest.json" {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(path))
    }
  }

  /// Writes a file, and returns the folder that it is in.
  func put(_ data: Data, _ path: String) -> URL {
    let file = folder.appendingPathComponent(path)
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0, "cannot write \(file.path)")
    data.withUnsafeBytes { bytes in
      precondition(write(descriptor, bytes.baseAddress, bytes.count) == bytes.count)
    }
    close(descriptor)
    return file.deletingLastPathComponent()
  }

  /// What plan.json holds.
  private struct Noted: Decodable {
    let plan: ComparisonPlan
    let models: [String]
  }
  private struct Refused: Error {}

  /// The comparison of a plan, as `verify-run` makes it.
  /// - Parameter free: The memory that there is; nil, where the plan is known to need little.
  func comparison(_ json: Data, free: Double?) throws -> Comparison {
    let noted = try JSONDecoder().decode(Noted.self, from: json + [0x0A])
    guard let corpus else { throw Refused() }
    if let free { try check(noted.plan, corpus, free: free) }
    let models = noted.models.compactMap { id in ModelCatalog.models.first { $0.identifier == id } }
    return try Comparison(noted.plan, corpus: corpus, models: models, reference: ModelCatalog.reference)
  }

  /// The comparison whose files are whole.
  func comparison() throws -> Comparison {
    try whole.value { try comparison(contents("comparison/plan.json"), free: nil) }
  }

  private func check(_ plan: ComparisonPlan, _ corpus: Corpus, free: Double) throws {
    try plan.check()
    // Work is counted in a step, which takes as long as its tokens ask for.
    guard plan.matched != .flops || plan.batchSize * plan.length <= 1024 else { throw Refused() }
    let model = try ModelCatalog.reference.init(
      plan.referenceConfiguration(vocabularySize: corpus.vocabularySize))
    guard MemoryNeed.comparing([model], by: plan, free: free).bytes <= free else { throw Refused() }
  }

  /// A file that is whole.
  func contents(_ path: String) -> Data { (try? Data(contentsOf: folder.appendingPathComponent(path))) ?? Data() }
}

/// Something that is made once. All inputs are read on one thread.
private final class OnceMade<Value>: @unchecked Sendable {
  private var made: Value?

  func value(_ make: () throws -> Value) rethrows -> Value {
    if let made { return made }
    let value = try make()
    made = value
    return value
  }
}

/// Where the system collects what Objective-C hands out, that is done after each input.
func autoreleased(_ body: () -> Void) {
  #if canImport(ObjectiveC)
    autoreleasepool { body() }
  #else
    body()
  #endif
}
