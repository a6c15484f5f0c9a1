// What suits a text: how it is cut, and how large and how long models are trained on it.

import Corpora
import LabResults

/// Sizes and steps for models on a text, from its length and its kind alone, so that the same text always gets the same.
///
/// The width grows with the square root of the text, so that a Transformer's blocks have a weight for every second token, up to what can be
/// trained in a few minutes; then the steps follow from a budget of work, and from how often a text can be read before it is known by heart.
public struct TextPlan: Equatable, Sendable {
  /// Width of the Transformer that all models are matched to in size.
  public let width: Int
  /// Tokens in a training row.
  public let length: Int
  /// Rows in a training step.
  public let batchSize: Int
  /// Training steps of each run.
  public let steps: Int
  /// How often the text is read in them.
  public let readings: Double

  /// Layers of the Transformer, and of recurrent models.
  public static let (layers, recurrentLayers) = (2, 1)
  /// A text is not read more often, even where that costs little. Recurrent models knew a book's words by heart after a quarter of 16
  /// readings, and a Transformer was still learning.
  public static let mostReadings = 16.0
  /// Floating-point operations of one run of the standard profile, about: eight seconds on two cores of 2025.
  public static let work = 1.3e12

  /// What suits a text that is cut already.
  /// - Parameters:
  ///   - tokens: Tokens of the training part.
  ///   - vocabulary: Different tokens.
  ///   - cut: How it was cut.
  ///   - lineLength: Tokens of a line, on average.
  ///   - profile: How thorough the comparison is: quick runs get a third of the work, full ones three times as much.
  public init(
    tokens: Int, vocabulary: Int, cut: CorpusSource.Kind, lineLength: Double, profile: Profile = .standard
  ) {
    width = min(64, max(32, Int((Double(tokens) / 50).squareRoot()) / 8 * 8))
    // A list, such as of names, has short lines that have little to do with each other.
    length = lineLength < (cut == .word ? 4 : cut == .bpe ? 8 : 16) ? 32 : 64
    let weights = 12 * Self.layers * width * width + vocabulary * width
    let effort: Double = profile == .quick ? 1 / 3 : profile == .full ? 3 : 1
    let budget = min(effort * Self.work / Double(6 * weights), Self.mostReadings * Double(tokens))
    // Some thousand tokens in a step; fewer, where there would be too few steps: the fewer they are, the larger the best rates.
    batchSize = max(2, min(1024 / length, Int(budget) / (800 * length)))
    steps = max(1, Int(budget) / (batchSize * length))
    readings = Double(steps * batchSize * length) / Double(max(1, tokens))
  }

  /// How often a word must occur on average for a text to be cut into words: of rarer ones little can be learned, while of characters
  /// any text has plenty.
  public static let leastOccurrences = 50.0

  /// How a text is best cut: into words, where there are spaces between them and they come back often enough, else into characters.
  public static func cut(of facts: TextFacts) -> CorpusSource.Kind {
    let hasWords = facts.unspacedShare < 0.1
    return hasWords && facts.words >= 100_000 && facts.occurrences >= leastOccurrences ? .word : .char
  }
}
