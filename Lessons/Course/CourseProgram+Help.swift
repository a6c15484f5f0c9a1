// `./lab hint`, `solution` and `reset`.

import Foundation

extension CourseProgram {
  /// One tier more each time: the property, the place in the lesson, the first line.
  func hint(_ arguments: [String]) throws -> Int32 {
    let named = try exercises(named: needed(parsed(arguments, flags: []).name, "hint"))
    let progress = progress()
    // Of a lesson's exercises, the first that is not solved.
    guard let (_, exercise) = named.first(where: { progress.exercises[$0.exercise.id]?.passed != true }) ?? named.first
    else { throw CourseError("this lesson has no exercises", exitCode: 64) }
    let tier = min(progress.exercises[exercise.id]?.hints ?? 0, exercise.hints.count - 1)
    for (number, hint) in exercise.hints[...tier].enumerated() {
      Terminal.say("\(exercise.id), hint \(number + 1) of \(exercise.hints.count)")
      Terminal.say(Terminal.wrapped(hint, indent: "    "))
    }
    if tier + 1 == exercise.hints.count {
      Terminal.say("That is all; ./lab solution \(exercise.id) --anyway shows a solution.")
    }
    try note { $0.exercises[exercise.id, default: LearnerProgress.Entry()].hints = tier + 1 }
    return 0
  }

  /// A solution, for those who have one of their own.
  func solution(_ arguments: [String]) throws -> Int32 {
    let (name, flags) = try parsed(arguments, flags: ["--anyway"])
    let progress = progress()
    for (lesson, exercise) in try exercises(named: needed(name, "solution")) {
      guard flags.contains("--anyway") || progress.exercises[exercise.id]?.passed == true else {
        throw CourseError(
          "\(exercise.id) is not solved yet: try ./lab hint \(exercise.id), or add --anyway", exitCode: 1)
      }
      let file = files.solutions(lesson).appendingPathComponent(exercise.file)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        throw CourseError("there is no \(files.shown(file))", exitCode: 66)
      }
      Terminal.say(text)
    }
    return 0
  }

  /// The exercise as it was handed out; what was there is kept beside.
  func reset(_ arguments: [String]) throws -> Int32 {
    for (lesson, exercise) in try exercises(named: needed(parsed(arguments, flags: []).name, "reset")) {
      let file = files.answer(exercise, lesson)
      let before = try? Data(contentsOf: file)
      if let before {
        guard before != (try Data(contentsOf: files.shipped(exercise, lesson))) else {
          Terminal.say("\(exercise.id)  \(files.shown(file)) is as it was handed out")
          continue
        }
        let aside = Files.unused(file.appendingPathExtension("old"))
        try FileManager.default.moveItem(at: file, to: aside)
        Terminal.say("\(exercise.id)  your file is kept as \(files.shown(aside))")
      }
      try FileManager.default.copyItem(at: files.shipped(exercise, lesson), to: file)
      try note { $0.exercises[exercise.id]?.passed = false }
    }
    return 0
  }
}
