// Probe: word order. The same words in another order mean another thing: who ate whom?

import TensorCore

/// A question in which one does something to another, and its twin in which the two are swapped; who does it?
///
///     so how did the cat eat the cheese so so so was it the cheese or the cat ?     → cat
///     so how did the cheese eat the cat so so so was it the cheese or the cat ?     → cheese
///
/// The words alone, without their order, leave both equally likely, for the twin has the same ones: a bag of words is right in
/// half of the cases. So is whoever sees only the end, which names both in random order. Fillers in front put the sentence at
/// different places, so that its agent is not simply the fourth word.
public struct OrderTask: ProbeTask {
  public let id = "order"
  /// Fillers of which some, by chance, stand in front of the sentence, and the others behind it.
  public let slack: Int
  /// More fillers behind it.
  public let gap: Int

  /// The words by token number: nouns, verbs, then the rest.
  public static let words: [String] =
    ["cat", "cheese", "dog", "mouse", "bird", "fox", "hen", "wolf"]
    + ["eat", "see", "chase", "find"] + ["how", "did", "the", "so", "was", "it", "or", "?"]
  private static let nouns = 8
  private static let verbs = 4

  public var distance: Int { gap + closing - 1 }
  public var vocabularySize: Int { Self.words.count }
  public var length: Int { slack + opening + gap + closing }
  public var asked: Range<Int> { length - 1..<length }
  public let answers: Range<Int32> = 0..<Int32(nouns)
  public let chance = 0.5

  /// Words in "how did the … … the …" and in "was it the … or the … ?".
  private let opening = 7
  private let closing = 8

  /// - Precondition: neither is negative.
  public init(slack: Int = 3, gap: Int) {
    precondition(slack >= 0 && gap >= 0, "OrderTask: a slack of \(slack), a gap of \(gap)")
    (self.slack, self.gap) = (slack, gap)
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    let agent = generator.index(below: Self.nouns)
    let patient = (agent + 1 + generator.index(below: Self.nouns - 1)) % Self.nouns
    let verb = Self.words[Self.nouns + generator.index(below: Self.verbs)]
    let named = generator.index(below: 2) == 0 ? [agent, patient] : [patient, agent]
    let first = generator.index(below: slack + 1)
    var words = Array(repeating: "so", count: first)
    words += ["how", "did", "the", Self.words[agent], verb, "the", Self.words[patient]]
    words += Array(repeating: "so", count: slack - first + gap)
    words += ["was", "it", "the", Self.words[named[0]], "or", "the", Self.words[named[1]], "?"]
    let tokens = words.map(Self.token)
    return ProbeExample(tokens: tokens, targets: Array(repeating: -1, count: length - 1) + [Int32(agent)])
  }

  /// The noun before the verb.
  public func oracle(_ tokens: [Int32]) -> [Int32] {
    let isVerb = { (token: Int32) in (Self.nouns..<Self.nouns + Self.verbs).contains(Int(token)) }
    return [tokens[(tokens.firstIndex(where: isVerb) ?? 1) - 1]]
  }

  private static func token(_ word: String) -> Int32 {
    guard let index = words.firstIndex(of: word) else { preconditionFailure("OrderTask: no word '\(word)'") }
    return Int32(index)
  }
}
