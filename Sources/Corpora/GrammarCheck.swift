// What `seqlab corpus check` tells about a grammar.

import Foundation

/// What checking a grammar found.
public struct GrammarCheck: Sendable, Codable, Equatable {
  /// How many stories were written and read again.
  public let stories: Int
  /// The largest difference between a token's floor as written and as read, in nats.
  public let largestDifference: Double
  /// Stories that could not be read again; a defect of this program, as the grammar passed its checks.
  public let failures: Int
  /// What may be a slip in the grammar.
  public let warnings: [String]

  /// Whether everything agrees.
  public var passed: Bool { failures == 0 && largestDifference < 1e-9 }
}

extension Grammar {
  /// Writes stories and reads each again with the parser: every one must parse, with the same probabilities.
  public func check(stories count: Int = 1000, seed: UInt64 = 1) -> GrammarCheck {
    let split = stories(count: count, seed: seed)
    let scorer = GrammarScorer(self)
    var failures = 0
    var largest = 0.0
    for index in split.documentStarts.indices {
      let range = split.documentRange(index)
      guard case .possible(let nats) = scorer.score(split.tokens[range]) else {
        failures += 1
        continue
      }
      for (read, written) in zip(nats, split.floor[range]) { largest = max(largest, abs(read - written)) }
    }
    return GrammarCheck(stories: count, largestDifference: largest, failures: failures, warnings: warnings)
  }
}
