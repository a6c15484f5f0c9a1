// The commands about lessons: which one is asked for, and how it ends.

import Foundation

/// `./lab lesson`, `check`, `hint`, `solution` and `reset`.
public struct CourseProgram {
  let files: Files
  let lessons = LessonList.all

  public init(_ files: Files) { self.files = files }

  static let usage = """
    usage: ./lab lesson                 the lessons, and how far you are
           ./lab lesson N               walks through lesson N (--no-input: prints it)
           ./lab lesson N --html        prints it as one page for a browser, or for paper: ./lab lesson 4 --html > 4.html
           ./lab lesson --me            your predictions: how often right, how sure
           ./lab lesson --export FILE   your progress as a table, for a teacher
           ./lab check N | Na | --all   checks your files of a lesson, one exercise, or all (--watch: on every save)
           ./lab hint N | Na            a hint, and one tier more each time
           ./lab solution N | Na        a solution, once you have one (--anyway: at once)
           ./lab reset N | Na           the exercise as it was; your file is kept beside it
    """

  /// Runs a command.
  /// - Returns: Its exit code: 0; 1 if a check fails; 64 for a wrong command; 65 and 66 for what is broken or missing.
  public func run(_ arguments: [String]) -> Int32 {
    do {
      switch arguments.first {
      case "lesson": return try lesson(Array(arguments.dropFirst()))
      case "check": return try check(Array(arguments.dropFirst()))
      case "hint": return try hint(Array(arguments.dropFirst()))
      case "solution": return try solution(Array(arguments.dropFirst()))
      case "reset": return try reset(Array(arguments.dropFirst()))
      default: throw CourseError(Self.usage, exitCode: 64)
      }
    } catch let error as CourseError {
      Terminal.note(error.description)
      return error.exitCode
    } catch {
      Terminal.note("\(error.localizedDescription)")
      return 70
    }
  }

  // MARK: What is named

  typealias Named = (lesson: Lesson, exercise: Exercise)

  /// The lesson of a number.
  func lesson(named name: String) throws -> Lesson {
    guard let lesson = lessons.first(where: { String($0.number) == name || $0.folder == name }) else {
      let known = lessons.map { String($0.number) }.joined(separator: ", ")
      throw CourseError("there is no lesson '\(Terminal.printable(name))'; there are \(known)", exitCode: 64)
    }
    return lesson
  }

  /// The exercises that "1" or "1a" names.
  func exercises(named name: String) throws -> [Named] {
    if let named = LessonList.exercise(name) { return [named] }
    let lesson = try lesson(named: name.last?.isLetter == true ? String(name.dropLast()) : name)
    guard name.last?.isLetter != true else {
      let ids = lesson.exercises.map(\.id).joined(separator: ", ")
      throw CourseError(
        "lesson \(lesson.number) has no exercise '\(Terminal.printable(name))'; it has \(ids)", exitCode: 64)
    }
    return lesson.exercises.map { (lesson, $0) }
  }

  /// The one name among arguments, and whether a flag is there; anything else is a mistake.
  func parsed(_ arguments: [String], flags: [String]) throws -> (name: String?, flags: Set<String>) {
    let given = arguments.filter { $0.hasPrefix("-") }
    let names = arguments.filter { !$0.hasPrefix("-") }
    if let unknown = given.first(where: { !flags.contains($0) }) {
      throw CourseError("there is no \(Terminal.printable(unknown)) here\n\(Self.usage)", exitCode: 64)
    }
    guard names.count <= 1 else { throw CourseError("name one lesson or exercise\n\(Self.usage)", exitCode: 64) }
    return (names.first, Set(given))
  }

  func needed(_ name: String?, _ command: String) throws -> String {
    guard let name else { throw CourseError("which lesson? ./lab \(command) 1", exitCode: 64) }
    return name
  }

  func progress() -> LearnerProgress { LearnerProgress.read(files.progress) { Terminal.note($0) } }

  /// Reads, changes and writes the progress.
  func note(_ change: (inout LearnerProgress) -> Void) throws {
    var progress = progress()
    change(&progress)
    try progress.write(files.progress)
  }
}
