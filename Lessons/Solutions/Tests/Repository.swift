// Where the lessons are, for the tests.

import Course
import Foundation

enum Repository {
  static let lessons = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let root = lessons.deletingLastPathComponent()

  static func text(_ lesson: Lesson) -> URL { lessons.appendingPathComponent("\(lesson.folder)/README.md") }
}
