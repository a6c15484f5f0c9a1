// Compiles a learner's file with its check, and runs it.

import ExerciseKit
import Foundation

/// What a check came to.
public enum CheckResult: Equatable, Sendable {
  case right(trials: Int)
  case wrong(Failure)
  /// Errors of the compiler: "file:line: words" and the line itself; the first three.
  case doesNotCompile([String])
  /// What stopped it, and the input on which it did.
  case crashed(String, input: String)
  case neverEnds(input: String)
}

/// Checks one exercise at a time, as a program of its own.
public struct Checker {
  let files: Files
  /// How long an answer may compute. Right ones take a fraction of a second, however long other programs keep them waiting.
  public var seconds = 10

  public init(_ files: Files) { self.files = files }

  /// Checks the learner's file.
  /// - Complexity: One compilation of one file, a second or two, and up to `seconds` of computing.
  func check(_ exercise: Exercise, of lesson: Lesson) throws -> CheckResult {
    let answer = files.answer(exercise, lesson)
    let workshop = files.workshop(exercise)
    try FileManager.default.createDirectory(at: workshop, withIntermediateDirectories: true)
    let (main, program) = (workshop.appendingPathComponent("main.swift"), workshop.appendingPathComponent("check"))
    let source = """
      import ExerciseKit
      import \(lesson.module)
      ExerciseProgram.run { try \(exercise.check)(\(exercise.type).self, $0) }

      """
    if (try? String(contentsOf: main, encoding: .utf8)) != source {
      try source.write(to: main, atomically: true, encoding: .utf8)
    }
    try? FileManager.default.removeItem(at: program)
    let compiled = try Shell.run(
      "swiftc",
      [
        "-swift-version", "6", "-Onone", "-module-name", "Exercise", "-diagnostic-style", "llvm",
        "-I", files.products.appendingPathComponent("Modules").path, "-L", files.products.path, "-lLessonChecks",
        answer.path, main.path, "-o", program.path,
      ])
    guard compiled.status == 0 else {
      return .doesNotCompile(
        CompilerErrors.first(3, of: compiled.errors, answer: answer, shown: files.shown(answer), main: main))
    }
    return try run(program, in: workshop)
  }

  private func run(_ program: URL, in workshop: URL) throws -> CheckResult {
    let report = workshop.appendingPathComponent("report.json")
    let current = ExerciseProgram.currentInput(beside: report)
    for file in [report, current] { try? FileManager.default.removeItem(at: file) }
    // The calls that led to a crash are the check's, and to write them all down takes long where a function calls itself without an end.
    let outcome = try Shell.run(
      program.path, [report.path], seconds: 12 * Double(seconds), computing: seconds,
      variables: ["SWIFT_BACKTRACE": "enable=no"])
    if !outcome.output.isEmpty { print(outcome.output.prefix(4000), terminator: "") }
    let input = (try? String(contentsOf: current, encoding: .utf8)) ?? ""
    if outcome.isTimedOut { return .neverEnds(input: input) }
    guard outcome.status == 0, outcome.signal == nil, let data = try? Data(contentsOf: report) else {
      let words = outcome.errors.split(separator: "\n").first { $0.contains("Fatal error") || $0.contains("error:") }
      let isOutOfStack = outcome.signal == SIGSEGV || outcome.signal == SIGBUS
      return .crashed(
        words.map { CompilerErrors.reason($0) }
          ?? (isOutOfStack ? "does a function call itself without an end?" : "it ended before the check did"),
        input: input)
    }
    let found = try JSONDecoder().decode(ExerciseProgram.Report.self, from: data)
    return found.failure.map(CheckResult.wrong) ?? .right(trials: found.trials)
  }
}
