// The progress file: what other versions wrote, and what is broken.

import Course
import Foundation
import Testing

@Suite("Progress")
struct ProgressTests {
  private func read(_ text: String) throws -> (progress: LearnerProgress, notes: Int) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("progress-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("p.json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    var notes = 0
    let progress = LearnerProgress.read(file) { _ in notes += 1 }
    return (progress, notes)
  }

  @Test("What is written is read")
  func roundTrip() throws {
    var progress = LearnerProgress()
    progress.exercises["1a"] = LearnerProgress.Entry(passed: true, checks: 3, hints: 1)
    progress.predictions = [.init(lesson: 1, question: "floor", said: "0.6", confidence: 80, right: true)]
    progress.places["1"] = 4
    let text = String(decoding: try JSONEncoder().encode(progress), as: UTF8.self)
    #expect(try read(text).progress == progress)
  }

  @Test("Fields that another version lacks, has or wrote otherwise lose nothing else")
  func otherVersions() throws {
    let entry = #"{"1a": {"passed": true, "checks": 2, "hints": 0}}"#
    for text in [
      #"{"exercises": \#(entry)}"#, #"{"exercises": \#(entry), "streak": 7}"#,
      #"{"exercises": \#(entry), "predictions": "none"}"#,
      #"{"exercises": {"1a": {"passed": true}}}"#,
    ] {
      let (progress, notes) = try read(text)
      #expect(progress.exercises["1a"]?.passed == true && notes == 0, "\(text)")
    }
  }

  @Test("What is no JSON is put aside with a note, and a new file begun", arguments: ["", "{", "[1]", "\u{0}\u{1}"])
  func broken(_ text: String) throws {
    let (progress, notes) = try read(text)
    #expect(progress == LearnerProgress() && notes == 1)
  }
}
