// Where things are.

import Foundation

/// The folders of the lessons.
public struct Files: Sendable {
  /// The folder `Lessons`.
  public let lessons: URL
  /// What the build made: the modules and the library that a learner's file is compiled with.
  public let products: URL

  /// - Parameter products: The folder of the running program.
  public init(lessons: URL, products: URL) { (self.lessons, self.products) = (lessons, products) }

  /// The folder above, in which `./lab` is run.
  public var root: URL { lessons.deletingLastPathComponent() }
  var progress: URL { lessons.appendingPathComponent(".progress.json") }

  func folder(_ lesson: Lesson) -> URL { lessons.appendingPathComponent(lesson.folder) }
  func text(_ lesson: Lesson) -> URL { folder(lesson).appendingPathComponent("README.md") }
  /// The learner's own file.
  func answer(_ exercise: Exercise, _ lesson: Lesson) -> URL { folder(lesson).appendingPathComponent(exercise.file) }
  /// The exercise as it is handed out.
  func shipped(_ exercise: Exercise, _ lesson: Lesson) -> URL {
    folder(lesson).appendingPathComponent("Exercises/\(exercise.file)")
  }
  func solutions(_ lesson: Lesson) -> URL { lessons.appendingPathComponent("Solutions/\(lesson.folder)") }
  func workshop(_ exercise: Exercise) -> URL { lessons.appendingPathComponent(".build/exercises/\(exercise.id)") }

  /// A path for the terminal, from the folder in which `./lab` is.
  func shown(_ url: URL) -> String {
    url.path.hasPrefix(root.path + "/") ? String(url.path.dropFirst(root.path.count + 1)) : url.path
  }

  /// The file, or the first of file.2, file.3, … that does not exist.
  static func unused(_ file: URL) -> URL {
    var (candidate, number) = (file, 1)
    while FileManager.default.fileExists(atPath: candidate.path) {
      number += 1
      candidate = file.appendingPathExtension(String(number))
    }
    return candidate
  }

  /// Hands out the exercises of a lesson that are not there yet; never touches one that is.
  func handOut(_ lesson: Lesson) throws {
    for exercise in lesson.exercises {
      let answer = answer(exercise, lesson)
      guard !FileManager.default.fileExists(atPath: answer.path) else { continue }
      try FileManager.default.copyItem(at: shipped(exercise, lesson), to: answer)
    }
  }
}
