// Probe: agreement. A verb has the number of its subject, whatever nouns stand between them.

import TensorCore

/// Sentences of a noun, phrases with nouns of their own, and a verb; the last verb's number is asked for.
///
///     tokens    keys near cabinet by boxes ARE  …  key near the cabinets ?
///     targets   every next word                                          IS
///
/// A model learns to predict every word, as a language model does; what is scored is the choice between the two verbs where the last one
/// is due. A noun between whose number is not the subject's is an attractor. As in real text, most sentences have none: who takes the
/// nearest noun for the subject is mostly right.
/// - Source: Linzen, Dupoux and Goldberg 2016, for the pattern; the grammar is the lab's own.
public struct AgreementTask: ProbeTask {
  public let id = "agreement"
  /// The attractors before the verb that is asked for: so many phrases, each with a noun of the other number. nil: up to six phrases with
  /// nouns of either number, a fifth of them attractors, as in training.
  public let attractors: Int?

  public var distance: Int { max(0, 2 * (attractors ?? 0) - 1) }
  /// Nouns in both numbers, prepositions, and the two verbs.
  public let vocabularySize = 2 * Self.nounCount + Self.prepositionCount + 2
  public let length = 40
  public var asked: Range<Int> { length - 1..<length }
  public var answers: Range<Int32> { Int32(vocabularySize - 2)..<Int32(vocabularySize) }
  public let chance = 0.5

  private static let nounCount = 32, prepositionCount = 4, mostPhrases = 6

  /// - Precondition: at most six attractors.
  public init(attractors: Int? = nil) {
    precondition((0...Self.mostPhrases).contains(attractors ?? 0), "AgreementTask: \(attractors ?? 0) attractors")
    self.attractors = attractors
  }

  /// A noun of a number: singular 0, plural 1.
  private func noun(_ number: Int, using generator: inout SeededGenerator) -> Int32 {
    Int32(2 * generator.index(below: Self.nounCount) + number)
  }

  /// A sentence without its verb, and the number of its subject.
  private func subject(
    phrases: Int, of other: Bool, using generator: inout SeededGenerator
  ) -> (tokens: [Int32], number: Int) {
    let number = generator.index(below: 2)
    var tokens = [noun(number, using: &generator)]
    for _ in 0..<phrases {
      tokens.append(Int32(2 * Self.nounCount + generator.index(below: Self.prepositionCount)))
      let differs = other || generator.index(below: 5) == 0
      tokens.append(noun(differs ? 1 - number : number, using: &generator))
    }
    return (tokens, number)
  }

  /// Two thirds of all subjects have no phrase, two ninths one, and so on.
  private func phraseCount(using generator: inout SeededGenerator) -> Int {
    var count = 0
    while count < Self.mostPhrases, generator.index(below: 3) == 0 { count += 1 }
    return count
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    let last = subject(
      phrases: attractors ?? phraseCount(using: &generator), of: attractors != nil, using: &generator)
    var tokens = last.tokens
    // Whole sentences before it; the first is cut where there is no more room.
    while tokens.count < length {
      let sentence = subject(phrases: phraseCount(using: &generator), of: false, using: &generator)
      tokens = sentence.tokens + [answers.lowerBound + Int32(sentence.number)] + tokens
    }
    tokens = Array(tokens.suffix(length))
    return ProbeExample(
      tokens: tokens, targets: tokens.dropFirst() + [answers.lowerBound + Int32(last.number)])
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] {
    // The first noun after the last verb is the subject; nouns are even in the singular.
    let start = (tokens.lastIndex { answers.contains($0) } ?? -1) + 1
    return [answers.lowerBound + tokens[start] % 2]
  }
}
