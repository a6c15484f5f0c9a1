// The probabilities of the next token, cut and drawn from.

import Foundation
import TensorCore

/// A token and its probability.
public struct Candidate: Equatable, Sendable {
  /// Its number in the vocabulary.
  public let token: Int32
  /// In 0...1.
  public let probability: Double
}

/// Probabilities made of logits.
package enum Distribution {
  /// All tokens but the excluded, by number. The probabilities sum to 1.
  /// - Complexity: O(V)
  static func all(_ logits: [Float], temperature: Double = 1, excluding excluded: Set<Int32> = []) -> [Candidate] {
    let scores = logits.indices.compactMap { index -> (token: Int32, score: Double)? in
      excluded.contains(Int32(index)) ? nil : (Int32(index), Double(logits[index]))
    }
    let probabilities = softmax(scores.map { $0.score / temperature })
    return zip(scores, probabilities).map { Candidate(token: $0.token, probability: $1) }
  }

  /// e^x over the sum of all, in double precision.
  package static func softmax(_ logits: [Double]) -> [Double] {
    let highest = logits.max() ?? 0
    let powers = logits.map { exp($0 - highest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// The likeliest first; equals by number.
  /// - Complexity: O(V log V)
  static func ranked(_ logits: [Float], temperature: Double = 1, excluding excluded: Set<Int32> = []) -> [Candidate] {
    all(logits, temperature: temperature, excluding: excluded)
      .sorted { ($1.probability, $0.token) < ($0.probability, $1.token) }
  }

  /// The tokens that may be drawn under some settings, with probabilities that sum to 1.
  static func candidates(
    _ logits: [Float], _ settings: SamplingSettings, excluding excluded: Set<Int32>
  ) -> [Candidate] {
    if settings.temperature == 0 { return likeliest(logits, excluding: excluded) }
    guard settings.topK != nil || settings.topP != nil else {
      return all(logits, temperature: settings.temperature, excluding: excluded)
    }
    var candidates = ranked(logits, temperature: settings.temperature, excluding: excluded)[...]
    if let topK = settings.topK { candidates = candidates.prefix(max(1, topK)) }
    if let topP = settings.topP {
      let limit = topP * candidates.reduce(0) { $0 + $1.probability }
      var (kept, sum) = (0, 0.0)
      while kept < candidates.count, sum < limit || kept == 0 {
        sum += candidates[candidates.startIndex + kept].probability
        kept += 1
      }
      candidates = candidates.prefix(kept)
    }
    let total = candidates.reduce(0) { $0 + $1.probability }
    return candidates.map { Candidate(token: $0.token, probability: $0.probability / total) }
  }

  /// The likeliest token alone, of equals the first: the limit of ever lower temperatures.
  private static func likeliest(_ logits: [Float], excluding excluded: Set<Int32>) -> [Candidate] {
    let allowed = logits.indices.filter { !excluded.contains(Int32($0)) }
    let best = allowed.max { logits[$0] < logits[$1] || logits[$0] == logits[$1] && $0 > $1 }
    return best.map { [Candidate(token: Int32($0), probability: 1)] } ?? []
  }

  /// Draws one of the candidates.
  static func draw(_ candidates: [Candidate], using generator: inout SeededGenerator) -> Int32? {
    var rest = generator.uniform()
    for candidate in candidates {
      rest -= candidate.probability
      if rest < 0 { return candidate.token }
    }
    // Rounding may leave a little: then it is the last one.
    return candidates.last?.token
  }
}
