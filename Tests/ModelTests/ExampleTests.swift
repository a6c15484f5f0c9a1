// The article on writing a model shows the code of Examples/MyModel, which is built and run: all of it, and nothing else.

import Foundation
import Testing

@Suite("The article on writing a model")
struct ExampleTests {
  private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private func blocks() throws -> [String] {
    try text("Sources/SequenceKit/SequenceKit.docc/WriteAModel.md")
      .matches(of: #/(?ms)^```swift\n(?<code>.*?)^```$/#).map { String($0.code) }
  }

  private let sources = [
    "Examples/MyModel/Sources/MyModel/MinimalGatedModel.swift", "Examples/MyModel/Sources/MyModel/main.swift",
  ]

  @Test("What it shows is in the example")
  func shownIsThere() throws {
    let files = try (sources + ["Examples/MyModel/Package.swift"]).map(text)
    let blocks = try blocks()
    #expect(blocks.count >= 5)
    for block in blocks {
      let isThere = files.contains { $0.contains(block) }
      #expect(isThere, "not as it stands in the example:\n\(block)")
    }
  }

  @Test("What is in the example is shown")
  func thereIsShown() throws {
    let shown = Set(try blocks().flatMap { $0.split(separator: "\n").map(String.init) })
    for path in sources {
      // A file begins with a line on what it is for, and with what it imports.
      let code = try text(path).split(separator: "\n").drop { $0.hasPrefix("// ") || $0.hasPrefix("import ") }
      let missing = code.map(String.init).filter { !shown.contains($0) }
      #expect(missing == [], "\(path): not in the article")
    }
  }
}
