// The texts of the lessons: their shape, their links, their code, and the numbers in them.

import Course
import Foundation
import Testing

@Suite("Texts of lessons")
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

  /// Numbers with decimals.
  private func numbers(in lines: [String]) -> [(value: Double, decimals: Int)] {
    lines.joined(separator: "\n").matches(of: /[0-9]+\.([0-9]+)(e[-+]?[0-9]+)?/).compactMap { match in
      Double(String(match.0)).map { ($0, match.1.count) }
    }
  }

  /// These change the lab itself, so that no lesson can run them; CI does, and puts all back.
  @Test("Commands that make a model of one's own are those that .ci/new-model runs", arguments: [7, 11])
  func ownModelCommandsAreRun(_ number: Int) throws {
    let script = try String(contentsOf: Repository.root.appendingPathComponent(".ci/new-model"), encoding: .utf8)
    let lines = try LessonText(Repository.text(try #require(LessonList.all.first { $0.number == number }))).lines
    let start = try #require(lines.firstIndex(of: "```sh"))
    let commands = lines[(start + 1)...].prefix { $0 != "```" }
    #expect(commands.count == 4)
    for command in commands { #expect(script.contains(command), "\(command)") }
  }

  /// One lesson after the other, for they share trained models.
  @Test(
    "Commands in lessons print what is written there", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["SEQLAB_LESSON_COMMANDS"] != nil), arguments: LessonList.all)
  func outputIsTrue(_ lesson: Lesson) throws {
    let found = try Recorder(root: Repository.root).outputDifferences(Repository.text(lesson))
    #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
  }
}
