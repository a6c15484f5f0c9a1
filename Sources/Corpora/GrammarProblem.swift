// One finding of the checks of a grammar.

/// One finding of the grammar's checks: where it is, which words are concerned, and what to do.
public struct GrammarProblem: Equatable, Sendable {
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted from 1.
  public let column: Int
  /// The rule or class in which it was found.
  public let rule: String
  /// The words, variables or rules concerned.
  public let words: [String]
  /// What is wrong and what to do.
  public let message: String
}

extension GrammarProblem: CustomStringConvertible {
  public var description: String { "line \(line), column \(column), \(rule): \(message)" }
}
