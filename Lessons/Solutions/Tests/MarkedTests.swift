// Blocks that are recorded: what is taken from sources, and when two outputs say the same.

import Course
import Foundation
import Testing

@Suite("Recorded blocks")
struct MarkedTests {
  /// A folder with a source, and a lesson that shows a part of it.
  private func folder(_ lesson: String, _ source: String) throws -> (root: URL, lesson: URL) {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("recorded-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try source.write(to: root.appendingPathComponent("A.swift"), atomically: true, encoding: .utf8)
    let file = root.appendingPathComponent("README.md")
    try lesson.write(to: file, atomically: true, encoding: .utf8)
    return (root, file)
  }

  @Test("Code is taken by marker or by declaration, without its indentation, and a change is seen")
  func code() throws {
    let source = """
      enum A {
        // lesson: middle
        let x = 1
          + 2
        // end
        func twice(_ x: Int) -> Int {
          x + x
        }
      }
      """
    let lesson = """
      <!-- code: A.swift#middle -->
      ```swift
      ```
      and
      <!-- code: A.swift#twice -->
      ```swift
      old
      ```
      """
    let (root, file) = try folder(lesson, source)
    defer { try? FileManager.default.removeItem(at: root) }
    let recorder = Recorder(root: root)
    #expect(try recorder.codeDifferences(file).count == 2)
    try recorder.record(file)
    #expect(try recorder.codeDifferences(file).isEmpty)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("```swift\nlet x = 1\n  + 2\n```\nand"))
    #expect(text.contains("```swift\nfunc twice(_ x: Int) -> Int {\n  x + x\n}\n```"))
    try source.replacing("x + x", with: "2 * x").write(
      to: root.appendingPathComponent("A.swift"), atomically: true, encoding: .utf8)
    #expect(try recorder.codeDifferences(file).count == 1)
  }

  @Test(
    "Output agrees within its tolerance and not beyond; words must be the same",
    arguments: [
      ("loss 0.5915 in 3 rows", "loss 0.5920 in 3 rows", 0.01, true), ("loss 0.5915", "loss 0.6915", 0.01, false),
      ("loss 0.5915", "cost 0.5915", 0.5, false), ("a  1.0 ±0.2", "a 1.0  ±0.2", 0.0, true), ("1.0", "1.1", 0.0, true),
      ("1.00", "1.02", 0.0, false), ("20", "23", 0.01, false), ("5e-10", "6e-10", 0.0, true),
      ("−1.00", "1.00", 0.01, false), ("the right  200  12", "the right  269  10", 0.6, false),
      ("the right  26  12", "the right  37  10", 0.6, true), ("took 200.0 ms", "took 269.0 ms", 0.6, true),
    ])
  func tolerance(_ was: String, _ is: String, _ tolerance: Double, _ agrees: Bool) throws {
    let lesson = "<!-- run: within \(tolerance * 100) % -->\n```\n$ cat A.swift\n\(was)\n```\n"
    let (root, file) = try folder(lesson, `is` + "\n")
    defer { try? FileManager.default.removeItem(at: root) }
    let recorder = Recorder(root: root)
    #expect(try recorder.outputDifferences(file).isEmpty == agrees)
    try recorder.record(file)
    #expect(try String(contentsOf: file, encoding: .utf8).contains("$ cat A.swift\n\(`is`)\n```"))
  }

  @Test("Commands are counted, and the numbers of what they print")
  func counts() throws {
    let lesson = """
      <!-- run: within 1 % -->
      ```
      $ ./lab seeds 3
      seeds  ± 0.5, 40 %
      ───── ▁▂█ 1 200
      $ ./lab x
      −1e-3 of 2.5×
      ```
      <!-- code: A.swift#x -->
      ```swift
      let x = 1
      ```
      """
    let (root, file) = try folder(lesson, "let x = 1\n")
    defer { try? FileManager.default.removeItem(at: root) }
    let counts = try Recorder(root: root).counts(file)
    #expect(counts.commands == 2 && counts.numbers == 6)
  }

  @Test("A command that fails, a source that is missing and a marker without a block are told")
  func mistakes() throws {
    for lesson in [
      "<!-- run: within 1 % -->\n```\n$ false\n```\n", "<!-- code: B.swift#x -->\n```\n```\n",
      "<!-- code: A.swift#nothing -->\n```\n```\n",
      "<!-- code: A.swift#x -->\ntext\n", "<!-- run: within many -->\n```\n$ true\n```\n",
    ] {
      let (root, file) = try folder(lesson, "let x = 1\n")
      defer { try? FileManager.default.removeItem(at: root) }
      #expect(throws: CourseError.self) { try Recorder(root: root).record(file) }
    }
  }
}
