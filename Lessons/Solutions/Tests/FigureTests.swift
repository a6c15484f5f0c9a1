// Figures in lessons: drawn by a command, kept beside the text for light and dark pages, and told in words.

import Course
import Foundation
import Testing

@Suite("Figures of lessons")
struct FigureTests {
  /// A folder with a lesson whose command draws a picture.
  private func folder(_ label: String) throws -> (root: URL, lesson: URL) {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("lesson"), withIntermediateDirectories: true)
    for name in ["a.svg", "a-dark.svg"] {
      try svg(label, name).write(to: root.appendingPathComponent(name + ".source"), atomically: true, encoding: .utf8)
    }
    let file = root.appendingPathComponent("lesson/README.md")
    let text = """
      <!-- run: within 1 % -->
      ```
      $ mkdir -p runs && for f in a.svg a-dark.svg; do cp $f.source runs/$f; done
      ```

      <!-- figure: runs/a.svg -->
      <picture>
      </picture>

      """
    try text.write(to: file, atomically: true, encoding: .utf8)
    return (root, file)
  }

  private func svg(_ label: String, _ name: String) -> String {
    "<svg><title>Loss &lt; 2</title><desc>From 3 to 1.</desc><!-- \(name) --><text x=\"1\">\(label)</text><text>0.5</text></svg>"
  }

  @Test("A figure is copied beside the lesson, in both colours, and its words come from the file")
  func recorded() throws {
    let (root, file) = try folder("loss")
    defer { try? FileManager.default.removeItem(at: root) }
    let recorder = Recorder(root: root)
    #expect(try recorder.outputDifferences(file).count == 1)
    #expect(try recorder.record(file) == 1)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("srcset=\"figures/a-dark.svg\"") && text.contains("src=\"figures/a.svg\""))
    #expect(text.contains("alt=\"Loss &lt; 2. From 3 to 1.\""))
    for name in ["a.svg", "a-dark.svg"] {
      let kept = file.deletingLastPathComponent().appendingPathComponent("figures/\(name)")
      #expect(try String(contentsOf: kept, encoding: .utf8).contains("<!-- \(name) -->"))
    }
    #expect(try recorder.outputDifferences(file).isEmpty)
    // Another number on an axis is no difference; another word is.
    let source = root.appendingPathComponent("a.svg.source")
    for (new, count) in [(">0.7<", 0), (">norm<", 1)] {
      try svg("loss", "a.svg").replacing(new == ">norm<" ? ">loss<" : ">0.5<", with: new)
        .write(to: source, atomically: true, encoding: .utf8)
      #expect(try recorder.outputDifferences(file).count == count, "\(new)")
    }
  }

  @Test("A figure that no command draws, and a marker without a picture, are told")
  func mistakes() throws {
    for text in ["<!-- figure: runs/b.svg -->\n<picture>\n</picture>\n", "<!-- figure: runs/a.svg -->\ntext\n"] {
      let (root, file) = try folder("loss")
      defer { try? FileManager.default.removeItem(at: root) }
      try text.write(to: file, atomically: true, encoding: .utf8)
      #expect(throws: CourseError.self) { try Recorder(root: root).record(file) }
    }
  }

  @Test("Figures of lessons are there, in both colours, and small")
  func present() throws {
    var count = 0
    for lesson in LessonList.all {
      let text = try LessonText(Repository.text(lesson))
      for line in text.lines where line.hasPrefix("  <source") || line.hasPrefix("  <img") {
        let name = try #require(line.firstMatch(of: /(?:srcset|src)="(figures\/[^"]*)"/)?.1)
        let file = Repository.text(lesson).deletingLastPathComponent().appendingPathComponent(String(name))
        let data = try Data(contentsOf: file)
        #expect(data.count < 40_000 && data.starts(with: Data("<svg".utf8)), "\(file.path)")
        count += 1
      }
    }
    #expect(count >= 22)
  }
}
