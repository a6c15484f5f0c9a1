// An answer to an exercise, right or wrong, and what its check should say.

import ExerciseKit

/// An answer that the tests try.
public struct Answer: Sendable, CustomStringConvertible {
  /// The exercise: "1a".
  public let exercise: String
  public let name: String
  /// Runs the exercise's check on it.
  public let check: @Sendable (Examination) throws -> Void
  /// What the check must find; nil for a right answer.
  public let expected: Expectation?

  /// A property, and words that the message must have.
  public struct Expectation: Sendable {
    public let property: Property
    public let words: String
  }

  public var description: String { "\(exercise) \(name)" }

  /// A right answer.
  public static func right(
    _ exercise: String, _ name: String, _ check: @escaping @Sendable (Examination) throws -> Void
  ) -> Answer {
    Answer(exercise: exercise, name: name, check: check, expected: nil)
  }

  /// A wrong answer.
  public static func wrong(
    _ exercise: String, _ name: String, _ property: Property, _ words: String = "",
    _ check: @escaping @Sendable (Examination) throws -> Void
  ) -> Answer {
    Answer(exercise: exercise, name: name, check: check, expected: Expectation(property: property, words: words))
  }
}
