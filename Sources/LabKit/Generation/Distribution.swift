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
    // Differences first: a temperature near zero makes them infinite, and none of them no number.
    let highest = scores.map(\.score).max() ?? 0
    let probabilities = softmax(scores.map { ($0.score - highest) / temperature })
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
    sorted(all(logits, temperature: temperature, excluding: excluded))
  }

  private static func sorted(_ candidates: [Candidate]) -> [Candidate] {
    candidates.sorted { ($1.probability, $0.token) < ($0.probability, $1.token) }
  }

  /// The tokens that may be drawn under some settings, with probabilities that sum to 1.
  /// - Complexity: O(V), and O(n log n) for n tokens that may be drawn.
  package static func candidates(
    _ logits: [Float], _ settings: SamplingSettings, excluding excluded: Set<Int32>
  ) -> [Candidate] {
    if settings.temperature == 0 { return likeliest(logits, excluding: excluded) }
    var candidates = all(logits, temperature: settings.temperature, excluding: excluded)
    guard settings.topK != nil || settings.topP != nil else { return candidates }
    if let topK = settings.topK { candidates = first(max(1, topK), of: candidates) }
    if let topP = settings.topP {
      let sum = candidates.reduce(0) { $0 + $1.probability }
      // All of what is less likely than this have together less than may be left out: most of a vocabulary need not be sorted.
      let least = (1 - topP) * sum / Double(candidates.count)
      candidates = sorted(candidates.filter { $0.probability >= least })
      var (kept, reached) = (0, 0.0)
      while kept < candidates.count, reached < topP * sum || kept == 0 {
        reached += candidates[kept].probability
        kept += 1
      }
      candidates.removeLast(candidates.count - kept)
    }
    let total = candidates.reduce(0) { $0 + $1.probability }
    return candidates.map { Candidate(token: $0.token, probability: $0.probability / total) }
  }

  /// The likeliest of some candidates, sorted.
  private static func first(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    guard count < candidates.count else { return sorted(candidates) }
    // Hoare's selection: the least probability among them, without sorting all.
    var (rest, rank) = (candidates.map(\.probability), count)
    var least = 0.0
    while !rest.isEmpty {
      least = rest[rest.count / 2]
      let above = rest.filter { $0 > least }
      guard rank > above.count else {
        rest = above
        continue
      }
      rank -= above.count + rest.count { $0 == least }
      if rank <= 0 { break }
      rest.removeAll { $0 >= least }
    }
    return Array(sorted(candidates.filter { $0.probability >= least }).prefix(count))
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
