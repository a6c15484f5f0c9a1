// Probe: induction. A block of tokens is repeated, and what followed a token before follows it again.

import TensorCore

/// Some tokens, then a block, then the same block again but for its last token; in it, each next token is asked for.
///
///     tokens    7 3 | 5 1 9 2 6 0 | 5 1 9 2 6
///     targets                       1 9 2 6 0
///
/// The block's length is drawn, so that no fixed step back finds the answer: it stands behind the last place of the present token. All
/// tokens before the repetition differ, so that there is one such place.
/// - Source: Olsson et al. 2022, "In-context learning and induction heads", whose score is that of repeated random tokens.
public struct InductionTask: ProbeTask {
  public let id = "induction"
  /// The longest block; the shortest has half as many tokens.
  public let longest: Int
  public let vocabularySize: Int

  private var shortest: Int { longest / 2 }

  /// Tokens between a question and the answer, in the shortest block.
  public var distance: Int { shortest - 2 }
  public var length: Int { 2 * longest - 1 }
  /// As many as the shortest block has tokens but its first.
  public var asked: Range<Int> { length - shortest + 1..<length }
  public var answers: Range<Int32> { 0..<Int32(vocabularySize) }
  /// Who leaves out the tokens just seen, none of which is the answer, gets somewhat more.
  public var chance: Double { 1 / Double(vocabularySize) }

  /// - Precondition: blocks of 4 tokens or more, and a vocabulary for all that must differ.
  public init(longest: Int = 16, vocabularySize: Int = 32) {
    precondition(
      longest >= 8 && vocabularySize >= longest + longest / 2 + longest % 2,
      "InductionTask: blocks of \(longest), \(vocabularySize) tokens")
    (self.longest, self.vocabularySize) = (longest, vocabularySize)
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    let count = shortest + generator.index(below: longest - shortest + 1)
    var shuffled = (0..<Int32(vocabularySize)).map { $0 }
    generator.shuffle(&shuffled)
    // What precedes the first block, cut from the far end where there is not so much room.
    let before = 2 * (longest - count)
    let filler = (0..<before).map { shuffled[count + $0 % (vocabularySize - count)] }
    let block = Array(shuffled.prefix(count))
    let tokens = filler + block + block.dropLast()
    var targets = Array(repeating: Int32(-1), count: length)
    for (place, position) in (length - count + 1..<length).enumerated() { targets[position] = block[place + 1] }
    return ProbeExample(tokens: tokens, targets: targets)
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] {
    asked.map { position in
      // Behind the last place of the token before this one.
      let last = tokens[..<position].lastIndex(of: tokens[position]) ?? 0
      return tokens[last + 1]
    }
  }
}
