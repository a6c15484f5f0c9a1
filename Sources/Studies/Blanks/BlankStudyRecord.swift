// What filling blanks shows: losses and right answers beside perfect predictors, and what the right side adds.

import LabResults

/// How all models filled the same blanks, in groups by what settles them. For a text, there is the one group `all`, and no perfect predictor.
public struct BlankStudyRecord: StudyRecord {
  /// One for each kind that has blanks; see `group(_:)`.
  public var groups: [Group]
  /// By model: the largest change of a logit at a blank when all that follows it is replaced by what follows another.
  public var changes: [String: Double]
  /// Short texts with one blank each.
  public var demonstrations: [Demonstration]

  /// What was found, with or without texts that show it.
  public init(groups: [Group], changes: [String: Double] = [:], demonstrations: [Demonstration] = []) {
    (self.groups, self.changes, self.demonstrations) = (groups, changes, demonstrations)
  }

  /// The group of a kind, if there are such blanks.
  public func group(_ kind: Kind) -> Group? { groups.first { $0.kind == kind } }

  /// Which blanks are in a group.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Tokens of the test part at random: the very blanks of `fillBlank`.
    case all
    /// Those of them that the left side alone settles.
    case left
    /// A sample of its own, which the left side leaves open and both sides settle.
    case right
    /// Those of them that a token within `nearDistance` after the blank settles.
    case near
  }

  /// How far a token may be from the blank that it settles to be near.
  public static let nearDistance = 16

  /// Blanks of a kind.
  public struct Group: Codable, Equatable, Sendable {
    /// What its blanks have in common.
    public var kind: Kind
    /// How many blanks.
    public var count: Int
    /// A perfect predictor that sees both sides; null for a text.
    @ExplicitNull public var bothSides: Perfect?
    /// A perfect predictor that sees the left side only; null for a text.
    @ExplicitNull public var leftSide: Perfect?
    /// Every model with a finished run.
    public var models: [Score]
    /// What the right side adds to models that have a counterpart without it.
    public var gains: [Gain]

    /// What a perfect predictor and models made of `count` blanks.
    public init(
      kind: Kind, count: Int, bothSides: Perfect?, leftSide: Perfect?, models: [Score], gains: [Gain]
    ) {
      (self.kind, self.count) = (kind, count)
      _bothSides = ExplicitNull(wrappedValue: bothSides)
      _leftSide = ExplicitNull(wrappedValue: leftSide)
      (self.models, self.gains) = (models, gains)
    }

    /// What the right side adds to a perfect predictor, in nats; as loss, so that more is better.
    public var perfectGain: Double? { leftSide.flatMap { left in bothSides.map { left.loss - $0.loss } } }
    /// What the right side adds to the share that a perfect predictor gets right.
    public var perfectAccuracyGain: Double? {
      leftSide.flatMap { left in bothSides.map { $0.accuracy - left.accuracy } }
    }
  }

  /// A predictor that knows the grammar, on the very blanks of a group.
  ///
  /// It is the best there is on average, and nothing beats it on blanks drawn at random but by chance. Where blanks are
  /// chosen by what they turned out to be, a model that is more certain than it should be can be ahead of it.
  public struct Perfect: Codable, Equatable, Sendable {
    /// The mean of −ln p, in nats: the floor.
    public var loss: Double
    /// The share of blanks whose likeliest word is right; a choice among k equals counts as 1/k.
    public var accuracy: Double

    /// - Parameters:
    ///   - loss: In nats.
    ///   - accuracy: In 0...1.
    public init(loss: Double, accuracy: Double) { (self.loss, self.accuracy) = (loss, accuracy) }
  }

  /// A model on the blanks of a group, one value per finished seed.
  public struct Score: Codable, Equatable, Sendable {
    /// The model's identifier.
    public var model: String
    /// Whether it sees both sides.
    public var seesBothSides: Bool
    /// The mean loss in nats.
    public var loss: Estimate
    /// The share of blanks whose likeliest token was right.
    public var accuracy: Estimate

    /// - Parameters:
    ///   - loss: In nats, one value per seed.
    ///   - accuracy: In 0...1, one value per seed.
    public init(model: String, seesBothSides: Bool, loss: Estimate, accuracy: Estimate) {
      (self.model, self.seesBothSides, self.loss, self.accuracy) = (model, seesBothSides, loss, accuracy)
    }
  }

  /// How much better a model that sees both sides is than its counterpart that sees the left side, seed by seed.
  public struct Gain: Codable, Equatable, Sendable {
    /// The model that sees both sides, and the one that sees the left side.
    public var both, left: String
    /// Nats that it is ahead.
    public var loss: Estimate
    /// The share of blanks that it gets right beyond the other's.
    public var accuracy: Estimate

    /// - Parameters:
    ///   - loss: The left model's loss less that of `both`.
    ///   - accuracy: The accuracy of `both` less the left model's.
    public init(both: String, left: String, loss: Estimate, accuracy: Estimate) {
      (self.both, self.left, self.loss, self.accuracy) = (both, left, loss, accuracy)
    }
  }

  /// A text with a blank, and who would put what there.
  public struct Demonstration: Codable, Equatable, Sendable {
    /// The text, with `___` for the blank; "…" stands for the beginning of a story that is not shown.
    public var text: String
    /// The word that was taken out.
    public var hidden: String
    /// What the corpus says, with both sides and with the left side only; none where it says nothing about such a text.
    public var references: [Filling]
    /// Every model, with its first finished seed.
    public var models: [Filling]

    /// A text and its fillings, the exact ones apart from those of models.
    public init(text: String, hidden: String, references: [Filling], models: [Filling]) {
      (self.text, self.hidden, self.references, self.models) = (text, hidden, references, models)
    }
  }

  /// The likeliest words for a blank.
  public struct Filling: Codable, Equatable, Sendable {
    /// Who says so: a model's identifier; "grammar", where probabilities are exact; or "training part", where words are
    /// counted in all places with the same words around them.
    public var by: String
    /// Whether the words after the blank were read, too.
    public var seesBothSides: Bool
    /// In how many places words were counted; 0 where nothing was.
    public var places: Int
    /// The first few, the likeliest first.
    public var choices: [Choice]

    /// - Parameter places: 0 where words were not counted.
    public init(by: String, seesBothSides: Bool, places: Int = 0, choices: [Choice]) {
      (self.by, self.seesBothSides, self.places, self.choices) = (by, seesBothSides, places, choices)
    }
  }

  /// A word with its probability.
  public struct Choice: Codable, Equatable, Sendable {
    /// The token as a text.
    public var word: String
    /// In 0...1. The choices need not sum to 1, being the first few.
    public var probability: Double

    /// - Parameter probability: In 0...1.
    public init(word: String, probability: Double) { (self.word, self.probability) = (word, probability) }
  }
}
