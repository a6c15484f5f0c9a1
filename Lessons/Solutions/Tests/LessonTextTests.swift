// The texts of the lessons: their shape, their links, their code, and the numbers in them.

import Course
import Foundation
import Testing

@Suite("Texts of lessons", .counting("commands run", "numbers compared with what they print"))
struct LessonTextTests {
  static let sections = [
    "The question", "Predict", "The equations", "From scratch", "Run it", "What to see", "What is not so simple",
    "Exercises",
    "Further reading",
  ]

  @Test("Each lesson has the same sections in the same order", arguments: LessonList.all)
  func shape(_ lesson: Lesson) throws {
    let text = try LessonText(Repository.text(lesson))
    #expect(text.title.hasPrefix("\(lesson.number). "))
    // From the third on, a lesson opens with a question from two lessons before.
    let opening = lesson.number > 2 ? ["Before you begin"] : []
    #expect(text.sections.map(\.title) == opening + Self.sections)
    #expect(lesson.exercises.count >= 2)
    #expect(lesson.exercises.allSatisfy { $0.hints.count == 3 && $0.contrasts.count == 2 })
    let whole = text.lines.joined(separator: "\n")
    #expect(whole.contains(/\*\*C[0-9]+\*\*/), "a lesson is tied to a claim")
    #expect(whole.contains("Many think"), "a lesson refutes a misconception")
    for exercise in lesson.exercises { #expect(whole.contains("`\(exercise.file)`")) }
    let predictions = try text.predictions
    #expect(predictions.count >= 2)
    // What is predicted is measured by a command that the lesson runs, and its recorded output holds the answer.
    for prediction in predictions {
      let start = try #require(text.lines.firstIndex(of: "$ \(prediction.command)"), "\(prediction.command)")
      let output = text.lines[(start + 1)...].prefix { $0 != "```" && !$0.hasPrefix("$ ") }
      #expect(prediction.measured(in: Array(output)) != nil, "\(prediction.id)")
    }
  }

  @Test("Code in lessons is that of the sources", arguments: LessonList.all)
  func codeIsTrue(_ lesson: Lesson) throws {
    let found = try Recorder(root: Repository.root).codeDifferences(Repository.text(lesson))
    #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    let blocks = try LessonText(Repository.text(lesson)).lines.count { $0.hasPrefix("<!-- code: ") }
    #expect(blocks > 0, "a lesson shows code of the lab")
  }

  @Test("Every link to a file leads to one")
  func linksResolve() throws {
    var count = 0
    for file in [Repository.lessons.appendingPathComponent("README.md")] + LessonList.all.map(Repository.text) {
      // Code may have brackets before parentheses, and no links.
      let prose = try String(contentsOf: file, encoding: .utf8).replacing(/(?s)```.*?```/, with: "")
      for match in prose.matches(of: /\]\(([^)#]+)[^)]*\)/) {
        let target = String(match.1)
        guard !target.hasPrefix("http") else { continue }
        count += 1
        let place = file.deletingLastPathComponent().appendingPathComponent(target)
        #expect(FileManager.default.fileExists(atPath: place.path), "\(file.path): \(target)")
      }
    }
    #expect(count >= LessonList.all.count)
  }

  @Test("The syllabus has every lesson, with its minutes")
  func syllabusIsComplete() throws {
    let text = try String(contentsOf: Repository.lessons.appendingPathComponent("README.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true }
    #expect(rows.count == 12)
    for lesson in LessonList.all {
      let row = try #require(rows.first { $0.hasPrefix("| \(lesson.number) |") })
      #expect(row.contains("(\(lesson.folder)/README.md)") && row.contains("| \(lesson.minutes) |"), "\(row)")
    }
    #expect(rows.count { $0.contains("README.md") } == LessonList.all.count)
  }

  /// A number in "What to see" is one that a command printed, rounded: who mistypes one, or leaves an old one, is told.
  @Test("Numbers in “What to see” were printed by a command of the lesson", arguments: LessonList.all)
  func numbersAreMeasured(_ lesson: Lesson) throws {
    let text = try LessonText(Repository.text(lesson))
    let printed = text.sections.first { $0.title == "Run it" }.map { numbers(in: $0.lines) } ?? []
    let quoted = text.sections.first { $0.title == "What to see" }.map { numbers(in: $0.lines) } ?? []
    #expect(!printed.isEmpty && !quoted.isEmpty)
    for number in quoted {
      let step = pow(10, -Double(number.decimals))
      let isPrinted = printed.contains { abs($0.value - number.value) <= 0.5001 * step }
      #expect(isPrinted, "lesson \(lesson.number): \(number.value) was not printed by a command")
    }
  }

  /// What a lesson says of the standard run changes with the README, which has it.
  @Test("Numbers in a paragraph that leads to the README stand there, or were printed by a command of the lesson")
  func quotedNumbersAreTheREADMEs() throws {
    let there = numbers(in: [
      try String(contentsOf: Repository.root.appendingPathComponent("README.md"), encoding: .utf8)
    ])
    var count = 0
    for lesson in LessonList.all {
      let text = try LessonText(Repository.text(lesson))
      let printed = text.sections.first { $0.title == "Run it" }.map { numbers(in: $0.lines) } ?? []
      let known = Set((there + printed).map(\.value))
      for paragraph in paragraphs(of: text.lines) where paragraph.contains("(../../README.md)") {
        for number in numbers(in: [paragraph]) {
          count += 1
          let isThere = known.contains(number.value)
          #expect(isThere, "lesson \(lesson.number): \(number.value) is not in the README")
        }
      }
    }
    #expect(count >= 5)
  }

  /// Paragraphs, and entries of lists, each with its lines joined.
  private func paragraphs(of lines: [String]) -> [String] {
    var result = [""]
    for line in lines {
      if line.isEmpty || line.hasPrefix("- ") { result.append(line) } else { result[result.count - 1] += "\n" + line }
    }
    return result
  }

  /// Numbers with decimals.
  private func numbers(in lines: [String]) -> [(value: Double, decimals: Int)] {
    lines.joined(separator: "\n").matches(of: /[0-9]+\.([0-9]+)(e[-+]?[0-9]+)?/).compactMap { match in
      Double(String(match.0)).map { ($0, match.1.count) }
    }
  }

  /// These change the lab itself, so that no lesson can run them; CI does, and puts all back. All others have their output.
  @Test(
    "Commands without output are those that make a model of one's own, which .ci/new-model runs",
    arguments: LessonList.all)
  func ownModelCommandsAreRun(_ lesson: Lesson) throws {
    let script = try String(contentsOf: Repository.root.appendingPathComponent(".ci/new-model"), encoding: .utf8)
    var (commands, isCommand) = ([String](), false)
    for line in try LessonText(Repository.text(lesson)).lines {
      if isCommand && line != "```" { commands.append(line) }
      isCommand = line == "```sh" || isCommand && line != "```"
    }
    #expect(commands.count == ([7, 11].contains(lesson.number) ? 4 : 0))
    for command in commands { #expect(script.contains(command), "\(command)") }
  }

  /// One lesson after the other, for they share trained models.
  @Test(
    "Commands in lessons print what is written there", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["SEQLAB_LESSON_COMMANDS"] != nil), arguments: LessonList.all)
  func outputIsTrue(_ lesson: Lesson) throws {
    let recorder = Recorder(root: Repository.root)
    let found = try recorder.outputDifferences(Repository.text(lesson))
    let (commands, numbers) = try recorder.counts(Repository.text(lesson))
    Tally.count("commands run", commands)
    Tally.count("numbers compared with what they print", numbers, isRight: found.isEmpty)
    #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
  }
}
