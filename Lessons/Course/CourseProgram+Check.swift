// `./lab check`: compiles and checks what a learner wrote.

import ExerciseKit
import Foundation

extension CourseProgram {
  func check(_ arguments: [String]) throws -> Int32 {
    let (name, flags) = try parsed(arguments, flags: ["--all", "--watch"])
    let named =
      flags.contains("--all")
      ? lessons.flatMap { lesson in lesson.exercises.map { (lesson, $0) } }
      : try exercises(named: needed(name, "check"))
    guard !(flags.contains("--all") && name != nil) else { throw CourseError("either a lesson or --all", exitCode: 64) }
    for lesson in lessons where named.contains(where: { $0.lesson.number == lesson.number }) {
      try files.handOut(lesson)
    }
    if flags.contains("--watch") { try watch(named) }
    return try checkOnce(named) ? 0 : 1
  }

  /// Checks some exercises; one that fails, does not compile or crashes keeps none of the others from being checked.
  private func checkOnce(_ named: [Named]) throws -> Bool {
    var passed = 0
    for (lesson, exercise) in named {
      let result = try Checker(files).check(exercise, of: lesson)
      var isFirst = false
      try note { progress in
        var entry = progress.exercises[exercise.id] ?? LearnerProgress.Entry()
        entry.checks += 1
        if case .right = result {
          isFirst = !entry.passed
          entry.passed = true
        }
        progress.exercises[exercise.id] = entry
      }
      Terminal.say(describe(result, exercise, lesson))
      if case .right = result {
        passed += 1
        if isFirst { contrast(exercise, lesson) }
      }
    }
    if named.count > 1 { Terminal.say("\(passed) of \(named.count) right") }
    return passed == named.count
  }

  /// What a result is in words.
  func describe(_ result: CheckResult, _ exercise: Exercise, _ lesson: Lesson) -> String {
    let file = files.shown(files.answer(exercise, lesson))
    let head = "\(exercise.id)  \(file): "
    func onInput(_ input: String) -> String {
      input.isEmpty ? "" : "\n    on this input, the smallest found:\n" + indented(input)
    }
    switch result {
    case .right(let trials):
      return head + "right, on \(trials) drawn inputs"
    case .wrong(let failure):
      return head + "not yet\n" + Terminal.wrapped("\(failure.property.rawValue): \(failure.message)", indent: "    ")
        + onInput(failure.input)
    case .doesNotCompile(let errors):
      return head + "does not compile\n" + errors.map { "    " + $0 }.joined(separator: "\n")
    case .crashed(let reason, let input):
      return head + "stopped by itself: \(reason)" + onInput(input).replacing(", the smallest found", with: "")
    case .neverEnds(let input):
      return head + "still at it after \(Checker(files).seconds) s; is there a loop without an end?"
        + onInput(input).replacing(", the smallest found", with: "")
    }
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
  }

  /// Two wrong solutions, to compare with the right one that the learner has now.
  private func contrast(_ exercise: Exercise, _ lesson: Lesson) {
    let texts = wrongSolutions(lesson)
    for (type, breaks) in exercise.contrasts {
      guard let code = texts.lazy.compactMap({ try? Marked.code(type, in: $0) }).first else { continue }
      Terminal.say(
        "\n" + Terminal.wrapped("A wrong one to compare with, which the check refuses: this \(breaks).", indent: "    ")
      )
      Terminal.say(indented(code.joined(separator: "\n")))
    }
    Terminal.say("\n    A solution to compare with: ./lab solution \(exercise.id)")
  }

  private func wrongSolutions(_ lesson: Lesson) -> [String] {
    let folder = files.solutions(lesson)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.hasPrefix("Wrong") }.compactMap {
      try? String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
    }
  }

  /// Checks again whenever a file has changed, until Ctrl-C. It looks at the files twice a second: that works everywhere.
  private func watch(_ named: [Named]) throws -> Never {
    var last: [Data?] = []
    while true {
      let now = named.map { try? Data(contentsOf: files.answer($0.exercise, $0.lesson)) }
      if now != last {
        last = now
        _ = try checkOnce(named)
        Terminal.say("waiting for a file to be saved; Ctrl-C ends it")
      }
      usleep(500_000)
    }
  }
}
