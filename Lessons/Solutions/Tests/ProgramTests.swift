// The program as a learner runs it, on a copy of the lessons without any solution.

import Course
import Foundation
import Testing

@Suite("The program `lesson`", .serialized)
struct ProgramTests {
  /// A copy of the lessons that only these tests write to.
  let home: URL

  init() throws {
    home = FileManager.default.temporaryDirectory.appendingPathComponent("lessons-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    for lesson in LessonList.all {
      let folder = home.appendingPathComponent(lesson.folder)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for part in ["Exercises", "README.md"] {
        try FileManager.default.copyItem(
          at: Repository.lessons.appendingPathComponent("\(lesson.folder)/\(part)"),
          to: folder.appendingPathComponent(part))
      }
    }
  }

  private func answer(_ exercise: Exercise, _ lesson: Lesson) -> URL {
    home.appendingPathComponent("\(lesson.folder)/\(exercise.file)")
  }

  private func run(_ arguments: String...) throws -> (status: Int32, output: String, errors: String) {
    let program = Repository.lessons.appendingPathComponent(".build/release/lesson")
    try #require(
      FileManager.default.isExecutableFile(atPath: program.path), "the program is not built: call ./lab lesson once")
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["SEQLAB_LESSONS": home.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let files = ["output", "errors"].map { home.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    let deadline = Date() + 600
    while process.isRunning && Date() < deadline { usleep(2000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOf: files[0], encoding: .utf8),
      try String(contentsOf: files[1], encoding: .utf8)
    )
  }

  private func clean() { try? FileManager.default.removeItem(at: home) }

  @Test(
    "Exercises fail as handed out, each with a message of its own, and a solution passes", arguments: LessonList.all)
  func shippedFailsAndSolvedPasses(_ lesson: Lesson) throws {
    defer { clean() }
    let shipped = try run("check", String(lesson.number))
    #expect(shipped.status == 1)
    #expect(shipped.output.contains("0 of \(lesson.exercises.count) right"), "\(shipped.output)")
    let messages = shipped.output.split(separator: "\n").filter { $0.contains(/^ {4}[A-Z]{3,}:/) }
    #expect(Set(messages).count == lesson.exercises.count, "\(shipped.output)")
    for exercise in lesson.exercises {
      let solution = Repository.lessons.appendingPathComponent("Solutions/\(lesson.folder)/\(exercise.file)")
      try Data(contentsOf: solution).write(to: answer(exercise, lesson))
    }
    let solved = try run("check", String(lesson.number))
    #expect(
      solved.status == 0 && solved.output.contains("\(lesson.exercises.count) of \(lesson.exercises.count) right"))
  }

  private var first: (lesson: Lesson, exercise: Exercise) { (LessonList.all[0], LessonList.all[0].exercises[0]) }

  /// Hands the exercises out, and changes the first.
  private func edit(_ change: (String) -> String) throws -> URL {
    _ = try run("check", first.exercise.id)
    let file = answer(first.exercise, first.lesson)
    try change(try String(contentsOf: file, encoding: .utf8)).write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  @Test("A file that does not compile is told by file, line and words, and keeps no other from being checked")
  func compileErrors() throws {
    defer { clean() }
    _ = try edit { $0.replacing("Double(total)", with: "Dubble(totl) + a + b + c") }
    let result = try run("check", "1")
    #expect(result.status == 1)
    let places = result.output.split(separator: "\n").filter {
      $0.contains("Counts.swift:") && $0.contains("cannot find")
    }
    #expect(places.count == 3, "\(result.output)")
    #expect(result.output.contains("1b") && result.output.contains("CONST"))
    try FileManager.default.removeItem(at: answer(first.exercise, first.lesson))
    _ = try edit { $0.replacing("Double(total)", with: "total") }
    let mixed = try run("check", "1a")
    #expect(mixed.output.contains("whole number (Int) beside a Double. Write Double(…) around it"), "\(mixed.output)")
  }

  @Test("An answer that crashes, or never ends, is told with the input")
  func crashes() throws {
    defer { clean() }
    _ = try edit { $0.replacing("let total", with: "_ = [1, 2][context.count + 7]\n    let total") }
    let crash = try run("check", "1a")
    #expect(crash.status == 1)
    #expect(crash.output.contains("stopped by itself: Index out of range"), "\(crash.output)")
    // The inputs that no property draws are told, too.
    #expect(crash.output.contains("text: "), "\(crash.output)")
    try FileManager.default.removeItem(at: answer(first.exercise, first.lesson))
    _ = try edit {
      $0.replacing(
        "let total", with: "let below = probability(of: word, after: Array(context.dropFirst()))\n    let total"
      )
      .replacing("return Double(counts[word, default: 0])", with: "return below + Double(counts[word, default: 0])")
    }
    let recursion = try run("check", "1a")
    #expect(recursion.status == 1)
    #expect(
      recursion.output.contains("stopped by itself: does a function call itself without an end?")
        && recursion.output.contains("text: "), "\(recursion.output)")
    try FileManager.default.removeItem(at: answer(first.exercise, first.lesson))
    _ = try edit { $0.replacing("let total", with: "while context.isEmpty && vocabularySize < 5 {}\n    let total") }
    let endless = try run("check", "1a")
    #expect(endless.status == 1)
    #expect(
      endless.output.contains("is there a loop without an end?") && endless.output.contains("text: "),
      "\(endless.output)")
  }

  @Test("An answer that has to wait longer than it may compute is checked all the same")
  func waiting() throws {
    defer { clean() }
    _ = try edit { text in
      text.replacing("let total", with: "pause\n    let total")
        + "\nimport Foundation\nlet pause: Void = Thread.sleep(forTimeInterval: 11)\n"
    }
    let result = try run("check", "1a")
    #expect(result.status == 1 && result.output.contains("not yet"), "\(result.output)")
  }

  @Test("--watch checks again when a file was saved, and goes nowhere by itself")
  func watches() throws {
    defer { clean() }
    let file = try edit { $0 }
    let program = Repository.lessons.appendingPathComponent(".build/release/lesson")
    let terminal = try PseudoTerminal(program, ["check", "1a", "--watch"], environment: ["SEQLAB_LESSONS": home.path])
    #expect(try terminal.wait(for: "waiting for a file").contains("ZERO"))
    // Nothing happens while nothing is saved.
    #expect(throws: PseudoTerminal.Missing.self) { try terminal.wait(for: "waiting for a file", seconds: 1.5) }
    let solution = Repository.lessons.appendingPathComponent("Solutions/\(first.lesson.folder)/\(first.exercise.file)")
    try Data(contentsOf: solution).write(to: file)
    #expect(try terminal.wait(for: "waiting for a file").contains("right, on"))
  }

  @Test("A hint gives one tier more each time, and a solution comes after success or if asked for anyway")
  func hintsAndSolutions() throws {
    defer { clean() }
    for tier in 1...3 {
      let hint = try run("hint", "1a")
      #expect(
        hint.status == 0 && hint.output.contains("hint \(tier) of 3") && !hint.output.contains("hint \(tier + 1) of"))
    }
    #expect(try run("solution", "1a").status == 1)
    // This copy has no solutions: what is asked for anyway is missing, and that is said.
    let anyway = try run("solution", "1a", "--anyway")
    #expect(anyway.status == 66 && anyway.errors.contains("there is no"))
  }

  @Test("Reset keeps what was written beside, however often")
  func reset() throws {
    defer { clean() }
    for (number, name) in ["old", "old.2"].enumerated() {
      let file = try edit { _ in "// mine \(number)\n" }
      #expect(try run("reset", "1a").status == 0)
      let kept = try String(contentsOf: file.appendingPathExtension(name), encoding: .utf8)
      #expect(kept == "// mine \(number)\n")
      #expect(try String(contentsOf: file, encoding: .utf8).contains("struct Counts"))
    }
    #expect(try run("reset", "1a").output.contains("as it was handed out"))
  }

  @Test("What was written is never overwritten by a new version of the exercise")
  func keepsWork() throws {
    defer { clean() }
    let file = try edit { _ in "// mine\n" }
    let shipped = home.appendingPathComponent("\(first.lesson.folder)/Exercises/\(first.exercise.file)")
    try "// newer\n".write(to: shipped, atomically: true, encoding: .utf8)
    _ = try run("check", "1")
    #expect(try String(contentsOf: file, encoding: .utf8) == "// mine\n")
  }

  @Test("Progress survives being broken, and is put aside")
  func brokenProgress() throws {
    defer { clean() }
    try "{ not json".write(to: home.appendingPathComponent(".progress.json"), atomically: true, encoding: .utf8)
    let result = try run("hint", "1a")
    #expect(result.status == 0 && result.errors.contains(".progress.json.broken"))
    #expect(try run("hint", "1a").output.contains("hint 2"))
  }

  @Test("The list shows what is solved; a lesson can be read without a terminal")
  func lists() throws {
    defer { clean() }
    let list = try run("lesson")
    #expect(list.status == 0 && list.output.contains("Predicting the next word") && list.output.contains("1a ·"))
    // The exercises begin in one column.
    let columns = Set(
      list.output.split(separator: "\n").prefix(LessonList.all.count).map {
        $0.firstIndex(of: "·")?.utf16Offset(in: $0)
      })
    #expect(columns.count <= 2 && !columns.contains(nil), "an id has two or three characters: \(columns)")
    let unasked = try run("lesson", "1")
    #expect(unasked.status == 0 && unasked.errors.contains("--no-input"), "\(unasked.errors)")
    let text = try run("lesson", "1", "--no-input")
    #expect(text.errors.isEmpty)
    #expect(text.status == 0 && text.output.contains("The equations") && !text.output.contains("<!--"))
  }

  @Test("--me tells how often one was right by how sure one was, --export writes a table")
  func meAndExport() throws {
    defer { clean() }
    #expect(try run("lesson", "--me").output.contains("No prediction"))
    var progress = LearnerProgress()
    progress.predictions = [.init(lesson: 1, question: "a", said: "1", confidence: nil, right: true)]
    try progress.write(home.appendingPathComponent(".progress.json"))
    let unsure = try run("lesson", "--me").output
    #expect(unsure.contains("1 of 1 predictions right") && !unsure.contains("of all"), "\(unsure)")
    progress.exercises["1a"] = .init(passed: true, checks: 4, hints: 2)
    progress.predictions = [(90, true), (90, true), (90, false), (40, false), (nil, true)].enumerated().map {
      index, one in
      .init(lesson: 1, question: "\(index)", said: "1", confidence: one.0, right: one.1)
    }
    try progress.write(home.appendingPathComponent(".progress.json"))
    let me = try run("lesson", "--me").output
    #expect(me.contains("3 of 5 predictions right"))
    #expect(me.contains(/71–90 % +67 %\t3/) && me.contains(/0–50 % +0 %\t1/), "\(me)")
    let file = home.appendingPathComponent("p.csv")
    #expect(try run("lesson", "--export", file.path).status == 0)
    #expect(
      try String(contentsOf: file, encoding: .utf8).hasPrefix("exercise,passed,checks,hints\n1a,yes,4,2\n1b,no,0,0\n"))
    #expect(try run("lesson", "--export", "/nowhere/p.csv").status == 73)
  }

  @Test(
    "A wrong command is one line and the usage, and ends with 64",
    arguments: [
      ["check"], ["check", "99"], ["check", "1z"], ["check", "--al"], ["hint", "x"], ["lesson", "0"], ["nonsense"],
    ])
  func wrongCommands(_ arguments: [String]) throws {
    defer { clean() }
    let result = try run(arguments[0], arguments.count > 1 ? arguments[1] : "")
    #expect(result.status == 64 && result.output.isEmpty && result.errors.hasPrefix("lab: "), "\(result)")
  }
}
