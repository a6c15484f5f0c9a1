// Walks through a lesson in the terminal: a page at a time, predictions before experiments, experiments live.

import Foundation

/// A walk. Its place is kept at every page, so that leaving in any way loses nothing.
struct Walk {
  let program: CourseProgram
  let lesson: Lesson

  func run() throws {
    let text = try LessonText(program.files.text(lesson))
    let size = Terminal.size
    let pages = try Page.pages(of: text, width: min(size.width, 100), height: size.height)
    var place = min(program.progress().places[String(lesson.number)] ?? 0, pages.count - 1)
    while pages.indices.contains(place) {
      try program.note { $0.places[String(lesson.number)] = place }
      show(pages[place], "\(text.title)   \(place + 1)/\(pages.count)")
      switch pages[place].action {
      case .predict(let prediction): try ask(prediction)
      case .run(let commands): try experiment(commands, try text.predictions)
      case nil: break
      }
      guard let step = Terminal.step(first: place == 0) else {
        Terminal.say("\nThe place is kept: ./lab lesson \(lesson.number) goes on here.")
        return
      }
      place = max(0, place + step)
    }
    try program.note { $0.places[String(lesson.number)] = nil }
    Terminal.say("\nThat was the lesson. Its exercises: ./lab check \(lesson.number)")
  }

  private func show(_ page: Page, _ head: String) {
    Terminal.clear()
    Terminal.say(head + "\n" + page.title + "\n")
    for line in page.lines { Terminal.say(line) }
  }

  // MARK: Predictions

  /// Asks until there is an answer, or none is given; an answer that was given before can be kept.
  private func ask(_ prediction: Prediction) throws {
    let known = program.progress().predictions.first { $0.lesson == lesson.number && $0.question == prediction.id }
    guard known?.right == nil else {
      return Terminal.say("\nYou said \(known?.said ?? ""), and have seen the answer.")
    }
    while true {
      let before = known.map { "; before: \($0.said)" } ?? ""
      guard let answer = Terminal.line("\nYour prediction (\(prediction.hint)\(before); empty goes on): "),
        !answer.trimmingCharacters(in: .whitespaces).isEmpty
      else { return }
      guard let number = prediction.number(answer) else {
        Terminal.say("That is none of: \(prediction.hint).")
        continue
      }
      let confidence = askConfidence()
      try program.note { progress in
        progress.predictions.removeAll { $0.lesson == lesson.number && $0.question == prediction.id }
        progress.predictions.append(
          LearnerProgress.Prediction(
            lesson: lesson.number, question: prediction.id, said: prediction.words(number), confidence: confidence))
      }
      return
    }
  }

  private func askConfidence() -> Int? {
    while let text = Terminal.line("How sure are you, from 0 to 100 %? (empty: not said) "), !text.isEmpty {
      if let percent = Int(text.replacing("%", with: "").trimmingCharacters(in: .whitespaces)),
        (0...100).contains(percent)
      {
        return percent
      }
      Terminal.say("A whole number from 0 to 100.")
    }
    return nil
  }

  // MARK: Experiments

  private func experiment(_ commands: [String], _ predictions: [Prediction]) throws {
    for command in commands {
      Terminal.say("\n$ \(command)\n")
      let output = try Recorder(root: program.files.root).output(of: command, showingProgress: true)
      for line in output { Terminal.say(line) }
      for prediction in predictions where prediction.command == command {
        try score(prediction, output)
      }
    }
  }

  private func score(_ prediction: Prediction, _ output: [String]) throws {
    guard let measured = prediction.measured(in: output) else { return }
    var progress = program.progress()
    guard
      let index = progress.predictions.firstIndex(where: {
        $0.lesson == lesson.number && $0.question == prediction.id
      }), let said = prediction.number(progress.predictions[index].said)
    else { return }
    let isRight = prediction.isRight(said, measured: measured)
    // The first time counts.
    if progress.predictions[index].right == nil {
      progress.predictions[index].right = isRight
      try progress.write(program.files.progress)
    }
    let sure = progress.predictions[index].confidence.map { ", sure to \($0) %" } ?? ""
    let points = prediction.points(in: output)
    Terminal.say(
      "\n"
        + Terminal.wrapped(
          "You said \(prediction.words(said))\(sure). Measured just now: \(prediction.words(measured))"
            + (points.count < 3 ? ". " : ", \(Curve.bars(points)). ")
            + (isRight ? "Right." : "Not so: what did you think would happen, and why did it not?")))
  }
}
