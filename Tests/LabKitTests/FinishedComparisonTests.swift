// A folder of results is read back, or refused in one line that says what is wrong where.

import Foundation
import LabKit
import LabResults
import TestSupport
import Testing

@Suite("A finished comparison")
struct FinishedComparisonTests {
  private struct Lengths: StudyRecord { var tokens: [Int] }
  private let kinds: [String: any StudyRecord.Type] = ["lengths": Lengths.self]

  private func write(_ results: ComparisonResults, to folder: TemporaryFolder) throws {
    try results.json().write(to: folder.file("results.json"))
  }

  @Test("results come back with the records of studies")
  func readsBack() throws {
    let folder = try TemporaryFolder()
    var results = SampleResults.judged()
    results.studies["lengths"] = Lengths(tokens: [1, 2])
    try write(results, to: folder)
    let finished = try FinishedComparison(folder.url, kinds: kinds)
    #expect(finished.results == results && finished.date != nil && finished.name == folder.url.lastPathComponent)
  }

  @Test("a study that this version does not know, or a record of another shape, is damage that has a place")
  func studies() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("results.json").path
    var results = SampleResults.judged()
    results.studies["mystery"] = Lengths(tokens: [])
    try write(results, to: folder)
    let unknown = FinishedComparisonError.damaged(path: path, fault: "a value that cannot be in studies.mystery")
    #expect(throws: unknown) { try FinishedComparison(folder.url, kinds: kinds) }
    #expect(!unknown.message.contains("\n"))

    results.studies["mystery"] = nil
    results.studies["lengths"] = Lengths(tokens: [7])
    let edited = String(decoding: try results.json(), as: UTF8.self).replacing(
      "\"tokens\" : [\n        7", with: "\"count\" : [\n        7")
    try Data(edited.utf8).write(to: folder.file("results.json"))
    #expect(throws: FinishedComparisonError.damaged(path: path, fault: "no tokens in studies.lengths")) {
      try FinishedComparison(folder.url, kinds: kinds)
    }
  }

  @Test("what is not there, and what is of another schema, is told apart")
  func absent() throws {
    let folder = try TemporaryFolder()
    let nowhere = folder.file("nowhere")
    #expect(throws: FinishedComparisonError.missing(path: nowhere.path)) {
      try FinishedComparison(nowhere, kinds: kinds)
    }
    #expect(throws: FinishedComparisonError.unfinished(path: folder.url.path)) {
      try FinishedComparison(folder.url, kinds: kinds)
    }
    let file = folder.file("results.json")
    try Data("{\"schema\": 3}".utf8).write(to: file)
    #expect(throws: FinishedComparisonError.otherSchema(path: file.path, schema: 3)) {
      try FinishedComparison(folder.url, kinds: kinds)
    }
    try Data("[1".utf8).write(to: file)
    #expect(throws: FinishedComparisonError.damaged(path: file.path, fault: "it is not JSON")) {
      try FinishedComparison(folder.url, kinds: kinds)
    }
  }
}
