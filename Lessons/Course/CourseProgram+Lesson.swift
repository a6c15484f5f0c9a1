// `./lab lesson`: the list, a lesson's text, and keeping its blocks true.

import Foundation

extension CourseProgram {
  func lesson(_ arguments: [String]) throws -> Int32 {
    let (name, flags) = try parsed(
      arguments, flags: ["--no-input", "--html", "--record", "--verify", "--me", "--export"])
    if flags.contains("--record") { return try record(name) }
    if flags.contains("--verify") { return try verify(name) }
    if flags.contains("--me") { return me() }
    if flags.contains("--export") { return try export(name) }
    guard let name else { return try list() }
    let lesson = try lesson(named: name)
    if flags.contains("--html") {
      Terminal.say(try WebPage(LessonText(files.text(lesson)), at: files.text(lesson)).html)
      return 0
    }
    try files.handOut(lesson)
    if flags.contains("--no-input") { return try read(lesson) }
    guard Terminal.isInteractive else {
      if isatty(STDIN_FILENO) == 0 {
        Terminal.note("predictions are asked for in a terminal alone; here the lesson is only read, as with --no-input")
      }
      return try read(lesson)
    }
    try Walk(program: self, lesson: lesson).run()
    return 0
  }

  /// The lessons, what of them is done, and where to go on.
  private func list() throws -> Int32 {
    let progress = progress()
    func isPassed(_ exercise: Exercise) -> Bool { progress.exercises[exercise.id]?.passed == true }
    for lesson in lessons {
      let title = try LessonText(files.text(lesson)).title.padding(toLength: 34, withPad: " ", startingAt: 0)
      let marks = lesson.exercises.map { "\($0.id) \(isPassed($0) ? "✓" : "·")" }.joined(separator: "   ")
      let place = progress.places[String(lesson.number)] == nil ? "" : "   begun"
      let minutes = String(repeating: " ", count: max(0, 3 - "\(lesson.minutes)".count)) + "\(lesson.minutes)"
      Terminal.say("\(title) \(minutes) min   \(marks)\(place)")
    }
    Terminal.say("")
    if let lesson = lessons.first(where: { !$0.exercises.allSatisfy(isPassed) }) {
      Terminal.say("./lab lesson \(lesson.number) reads it, ./lab check \(lesson.number) checks its exercises.")
    } else {
      Terminal.say("All exercises are solved.")
    }
    return 0
  }

  /// Writes the progress as a table, for a teacher.
  private func export(_ path: String?) throws -> Int32 {
    guard let path else { throw CourseError("to which file? ./lab lesson --export progress.csv", exitCode: 64) }
    let progress = progress()
    let rows = lessons.flatMap(\.exercises).map { exercise in
      let entry = progress.exercises[exercise.id] ?? LearnerProgress.Entry()
      return "\(exercise.id),\(entry.passed ? "yes" : "no"),\(entry.checks),\(entry.hints)"
    }
    let text = (["exercise,passed,checks,hints"] + rows).joined(separator: "\n") + "\n"
    do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
      throw CourseError("\(path) cannot be written: name a file in a folder that exists", exitCode: 73)
    }
    return 0
  }

  private func read(_ lesson: Lesson) throws -> Int32 {
    let text = try LessonText(files.text(lesson))
    Terminal.say(text.title)
    for section in text.sections {
      Terminal.say("\n\(section.title)\n")
      let folder = files.shown(files.folder(lesson))
      let lines = LessonText.withoutPictures(section.lines) { _, kept in "Figure: \(folder)/\(kept)" }
      for line in lines where !line.hasPrefix("<!--") { Terminal.say(line) }
    }
    return 0
  }

  /// How often predictions were right, by how sure the learner was of them.
  private func me() -> Int32 {
    let scored = progress().predictions.filter { $0.right != nil }
    guard !scored.isEmpty else {
      Terminal.say("No prediction has met its experiment yet: ./lab lesson 1")
      return 0
    }
    let right = scored.count { $0.right == true }
    Terminal.say("\(right) of \(scored.count) predictions right")
    guard scored.contains(where: { $0.confidence != nil }) else {
      Terminal.say("How sure you were you have not said: answer that, too, and see whether you know how much you know.")
      return 0
    }
    Terminal.say("\nhow sure      right   of all")
    for range in [0...50, 51...70, 71...90, 91...100] {
      let some = scored.filter { range.contains($0.confidence ?? -1) }
      guard !some.isEmpty else { continue }
      let share = Double(some.count { $0.right == true }) / Double(some.count)
      let label = "\(range.lowerBound)–\(range.upperBound) %".padding(toLength: 12, withPad: " ", startingAt: 0)
      let bar = String(repeating: "█", count: Int((20 * share).rounded()))
      Terminal.say("\(label) \(Int((100 * share).rounded())) %\t\(some.count)\t\(bar)")
    }
    Terminal.say("\nWho knows how much they know is right about as often as they are sure.")
    return 0
  }

  private func chosen(_ name: String?) throws -> [Lesson] { try name.map { [try lesson(named: $0)] } ?? lessons }

  /// Writes code and output into the lessons anew.
  private func record(_ name: String?) throws -> Int32 {
    for lesson in try chosen(name) {
      let count = try Recorder(root: files.root).record(files.text(lesson))
      Terminal.note("lesson \(lesson.number): recorded, \(count) blocks of commands")
    }
    return 0
  }

  /// Compares code and output in the lessons with what they are now.
  private func verify(_ name: String?) throws -> Int32 {
    let recorder = Recorder(root: files.root)
    var count = 0
    for lesson in try chosen(name) {
      let (file, start) = (files.text(lesson), Date())
      let found = try recorder.codeDifferences(file) + recorder.outputDifferences(file)
      for difference in found { Terminal.note(difference.description) }
      let (commands, numbers) = try recorder.counts(file)
      let seconds = Int(Date().timeIntervalSince(start).rounded())
      Terminal.note("lesson \(lesson.number): \(commands) commands, \(numbers) numbers, \(seconds) s")
      count += found.count
    }
    Terminal.note(count == 0 ? "all blocks are as they should be" : "\(count) blocks differ")
    return count == 0 ? 0 : 1
  }
}
