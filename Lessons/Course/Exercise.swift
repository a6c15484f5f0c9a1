// An exercise: its file, its check, its hints.

/// Something to write, in a file of its own.
public struct Exercise: Sendable {
  /// The lesson's number and a letter: "1a".
  public let id: String
  /// The name of the type to complete, and of its file.
  public let type: String
  /// The function of the lesson's module that checks it.
  public let check: String
  /// What is to be written, in a line.
  public let asks: String
  /// From the property, over the place in the lesson, to the first line of code.
  public let hints: [String]
  /// What two of the wrong solutions break, told after success: the type in `Solutions/<lesson>`, and what is wrong with it.
  public let contrasts: [(type: String, breaks: String)]

  /// The name of its file.
  public var file: String { "\(type).swift" }
}
