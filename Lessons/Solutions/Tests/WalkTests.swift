// The walk through a lesson, in a pseudo-terminal: predictions, live experiments, going back, and leaving in any way.

import Course
import Foundation
import Testing

@Suite("Walking through a lesson", .serialized)
struct WalkTests {
  private let root: URL
  private var home: URL { root.appendingPathComponent("Lessons") }

  /// A copy of the lessons, beside a ./lab that says at once what the real one would in the first.
  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("walk-\(UUID().uuidString)")
    for lesson in LessonList.all {
      let folder = root.appendingPathComponent("Lessons/\(lesson.folder)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for part in ["Exercises", "README.md"] {
        try FileManager.default.copyItem(
          at: Repository.lessons.appendingPathComponent("\(lesson.folder)/\(part)"),
          to: folder.appendingPathComponent(part))
      }
    }
    let lab = root.appendingPathComponent("lab")
    let script = """
      #!/usr/bin/env bash
      case "$2" in
        floor) echo "next token 0.5853 0.0030 50019" ;;
        ngram) printf '1 4.9 4.9 147\\n4 1.0 1.0184 2.7\\n5 0.9 0.9754 2.6\\n8 1.1 1.1034 3.0\\n' ;;
        birnn) echo "legality  all is seen" ;;
        complexity) printf 'C4  a claim\\ntime  a second\\n' ;;
        *) echo "a story" ;;
      esac
      """
    try script.write(to: lab, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: lab.path)
  }

  private func start(_ lesson: Int = 1) throws -> PseudoTerminal {
    let program = Repository.lessons.appendingPathComponent(".build/release/lesson")
    try #require(
      FileManager.default.isExecutableFile(atPath: program.path), "the program is not built: call ./lab lesson once")
    return try PseudoTerminal(
      program, ["lesson", String(lesson)], environment: ["SEQLAB_LESSONS": home.path, "TERM": "xterm"])
  }

  private func progress() -> LearnerProgress {
    LearnerProgress.read(home.appendingPathComponent(".progress.json")) { _ in }
  }
  private func clean() { try? FileManager.default.removeItem(at: root) }

  private let ask = "empty goes on): "
  private let key = "q: leave] "

  /// Waits for the end of a page, predicting nothing; what the page shows.
  private func page(_ terminal: PseudoTerminal) throws -> String {
    let (before, found) = try terminal.wait(forAny: [ask, key])
    guard found == ask else { return before }
    terminal.type("\n")
    return try before + found + terminal.wait(for: key)
  }

  /// Turns pages until one has some words.
  private func go(_ terminal: PseudoTerminal, to words: String) throws {
    for _ in 0..<40 {
      if try page(terminal).contains(words) { return }
      terminal.type(" ")
    }
    Issue.record("no page has “\(words)”")
  }

  @Test("Answers are asked for before the experiment, absurd ones again, and scored by what was measured just now")
  func predictions() throws {
    defer { clean() }
    let terminal = try start()
    try terminal.wait(for: "q: leave] ")
    // Wrong, absurd, empty: each is asked again or passed over.
    terminal.type(" ")
    for answer in ["seven", "-1e400", "0.61"] {
      try terminal.wait(for: "empty goes on): ")
      terminal.type(answer + "\n")
      try terminal.wait(for: "That is none of")
    }
    try terminal.wait(for: "empty goes on): ")
    terminal.type("0.6\n")
    for sure in ["very", "101"] {
      try terminal.wait(for: "not said) ")
      terminal.type(sure + "\n")
      try terminal.wait(for: "from 0 to 100.")
    }
    try terminal.wait(for: "not said) ")
    terminal.type("80\n")
    try terminal.wait(for: "q: leave] ")
    terminal.type(" ")
    // A curve is drawn, and answered by its name or its number.
    #expect(try terminal.wait(for: "empty goes on): ").contains("1 falls             2 flattens          3 turns"))
    terminal.type("4\n")
    try terminal.wait(for: "That is none of: 1 falls, 2 flattens, 3 turns.")
    try terminal.wait(for: "empty goes on): ")
    terminal.type("2\n")
    try terminal.wait(for: "not said) ")
    terminal.type("\n")
    try terminal.wait(for: "q: leave] ")
    terminal.type(" ")
    try terminal.wait(for: "empty goes on): ")
    terminal.type("8\n")
    try terminal.wait(for: "not said) ")
    terminal.type("\n")
    let prompt = try terminal.wait(for: "q: leave] ")
    #expect(!prompt.contains("Measured"))
    terminal.type(" ")
    try go(terminal, to: "You said 0.6, sure to 80 %. Measured just now: 0.5853. Right.")
    terminal.type(" ")
    let shown = try page(terminal)
    // The turn is seen, though the fall before it is far larger than the rise.
    let measured = "You said flattens. Measured just now: turns, █▃▁█ (▁ is 0.9754, █ is 1.103 or more). Not so"
    #expect(shown.replacing("\n", with: " ").contains(measured), "\(shown)")
    #expect(shown.contains("You said 8. Measured just now: 5, █"), "\(shown)")
    #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown)")
    terminal.type(" ")
    try go(terminal, to: "Figure, drawn just now: runs/lesson-ngram/ngram.svg")
    terminal.type("q")
    #expect(terminal.end() == 0)
    let kept = progress().predictions
    #expect(
      kept.map(\.right) == [true, false, false] && kept.map(\.confidence) == [80, nil, nil]
        && kept.map(\.said) == ["0.6", "flattens", "8"])
  }

  @Test("The place is kept, whether one leaves by q, Ctrl-C, Ctrl-D or is killed; b goes back")
  func places() throws {
    defer { clean() }
    for (index, leave) in ["q", "\u{3}", "\u{4}", nil].enumerated() {
      do {
        let terminal = try start()
        #expect(try page(terminal).contains("   \(index + 1)/"))
        terminal.type(" ")
        #expect(try page(terminal).contains("   \(index + 2)/"))
        terminal.type("b")
        #expect(try page(terminal).contains("   \(index + 1)/"))
        terminal.type(" ")
        #expect(try page(terminal).contains("   \(index + 2)/"))
        if let leave {
          terminal.type(leave)
          #expect(terminal.end() == 0)
        }
      }
      #expect(progress().places["1"] == index + 1)
    }
  }

  @Test(
    "No page is larger than the screen, and after the last one the walk ends", arguments: LessonList.all.map(\.number))
  func pagesFit(_ lesson: Int) throws {
    defer { clean() }
    let terminal = try start(lesson)
    for _ in 0..<60 {
      let shown = try page(terminal)
      let text = shown.split(separator: "\u{1B}[2J\u{1B}[H").last ?? ""
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      // A command's output is as long as it is.
      if !text.contains("\n$ ") { #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 }, "\(text)") }
      terminal.type(" ")
      guard text.contains("Further reading") else { continue }
      try terminal.wait(for: "That was the lesson")
      #expect(terminal.end() == 0 && progress().places[String(lesson)] == nil)
      return
    }
    Issue.record("the walk has no end")
  }

  @Test("A table is set in columns, and what is too long for its column goes on below")
  func tables() throws {
    defer { clean() }
    let terminal = try start(11)
    for _ in 0..<40 {
      let shown = try page(terminal)
      terminal.type(" ")
      guard shown.contains("must hold ") else { continue }
      #expect(!shown.contains("|"), "\(shown)")
      #expect(shown.contains("state t depends on input"), "\(shown)")
      return
    }
    Issue.record("no page has the table")
  }
}
