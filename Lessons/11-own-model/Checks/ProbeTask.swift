// What exercise 11b asks for.

/// A question at the end of a row of words, and its one right answer.
public struct ProbeExample: Hashable, Sendable {
  /// What is read; the question stands at the end.
  public var words: [Int]
  /// What should be said.
  public var answer: Int

  /// A question with its answer.
  public init(words: [Int], answer: Int) { (self.words, self.answer) = (words, answer) }
}

/// What examples are for.
public enum ProbePart: Sendable {
  /// To learn from.
  case training
  /// To be asked.
  case test
}

/// A task that asks for one thing: whether something is remembered over a distance.
public protocol ProbeTask {
  /// How many words there are: the numbers from 0 to below it.
  static var wordCount: Int { get }
  /// How many answers there are: the words from 0 to below it.
  static var answerCount: Int { get }

  /// Draws an example in which what settles the answer stands at least `distance` words before the end.
  /// - Parameter distance: From 4.
  static func example<G: RandomNumberGenerator>(_ part: ProbePart, distance: Int, _ generator: inout G) -> ProbeExample

  /// What somebody answers who has read all and knows the rule.
  static func oracle(_ words: [Int]) -> Int
}
