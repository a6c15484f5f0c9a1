// A lesson: its folder, and its exercises.

import Foundation

/// A lesson that exists; its text is `README.md` in its folder.
public struct Lesson: Sendable, CustomStringConvertible {
  /// From 1.
  public let number: Int
  /// Its folder under `Lessons`.
  public let folder: String
  /// The module that its exercises import.
  public let module: String
  /// About how long it takes.
  public let minutes: Int
  public let exercises: [Exercise]

  public var description: String { "lesson \(number)" }
}
