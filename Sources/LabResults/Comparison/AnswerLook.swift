// How often a model was right by distance, at some step of its training.

/// Right answers among tokens that an earlier one settles, after some training steps.
public struct AnswerLook: Codable, Equatable, Sendable {
  /// Answers of one kind, at a range of distances.
  public struct Group: Codable, Equatable, Sendable {
    /// The kind of dependency.
    public let kind: String
    /// The smallest and the largest distance in tokens.
    public let from, to: Int
    /// How many were asked for, and how many of them were right.
    public let asked, right: Int
    /// The shares that the best predictor gets right which has forgotten the answer, and the one which has forgotten nothing.
    public let chance, ceiling: Double

    /// - Parameter distances: In tokens.
    public init(
      kind: String, distances: ClosedRange<Int>, asked: Int, right: Int, chance: Double, ceiling: Double
    ) {
      (self.kind, from, to) = (kind, distances.lowerBound, distances.upperBound)
      (self.asked, self.right, self.chance, self.ceiling) = (asked, right, chance, ceiling)
    }

    /// "33–64".
    public var range: String { "\(from)–\(to)" }
  }

  /// Training steps that were made before.
  public let step: Int
  /// Of each kind, the nearest first.
  public let groups: [Group]

  /// - Parameter groups: Of each kind, the nearest first.
  public init(step: Int, groups: [Group]) { (self.step, self.groups) = (step, groups) }
}
