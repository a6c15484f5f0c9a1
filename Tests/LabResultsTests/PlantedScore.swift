// Scores of simulated runs whose truth was planted.

import Foundation
import LabResults
import Testing

/// Runs over stories: a seed's own luck, each story's difficulty and each token's chance make a score, alone or as the
/// difference of two models that share seeds and stories.
struct PlantedScore: Sendable, CustomTestStringConvertible {
  enum Kind: String, CaseIterable, Sendable { case accuracy, loss, ratio }

  let kind: Kind
  /// Whether stories differ in length, by a factor of up to 20.
  let isUneven: Bool
  /// For a pair, how much of a seed's luck both models share: −1…1; nil for one model's own score.
  let correlation: Double?

  static let all: [PlantedScore] = Kind.allCases.flatMap { kind in
    [false, true].flatMap { isUneven in
      [nil, 0.8, -0.6].map { PlantedScore(kind: kind, isUneven: isUneven, correlation: $0) }
    }
  }

  var testDescription: String {
    "\(kind.rawValue)\(isUneven ? ", uneven stories" : "")" + (correlation.map { ", pairs with r = \($0)" } ?? "")
  }

  var scale: ScoreScale {
    switch kind {
    case .accuracy: correlation == nil ? .unit : .symmetric
    case .loss: .real
    case .ratio: .positive
    }
  }

  /// The true mean where nothing is planted: a rule's limit.
  var limit: Double {
    if kind == .ratio { return 1 }
    return correlation == nil ? (kind == .accuracy ? 0.5 : 2) : 0
  }

  /// The score that lies a shift away from the limit, on the axis where effects are added.
  func moved(by shift: Double) -> Double { kind == .ratio ? exp(shift) : limit + shift }

  /// One seed's score, with an effect planted.
  func draw(effect: Double, _ random: inout Simulator) -> Double {
    let counts = (0..<20).map { _ in isUneven ? 2 + Int(38 * pow(random.uniform(), 2)) : 10 }
    let stories = counts.map { _ in random.normal() }
    let (luck, other) = (random.normal(), random.normal())
    let first = one(effect, luck, stories, counts, &random)
    guard let correlation else { return kind == .ratio ? exp(first) : first }
    let shared = correlation * luck + (1 - correlation * correlation).squareRoot() * other
    let second = one(0, shared, stories, counts, &random)
    return kind == .ratio ? exp(first - second) : first - second
  }

  private func one(
    _ effect: Double, _ luck: Double, _ stories: [Double], _ counts: [Int], _ random: inout Simulator
  ) -> Double {
    if kind == .ratio { return effect + 0.3 * luck }
    let sums = zip(stories, counts).map { story, count in
      if kind == .accuracy {
        return Double(count) * random.share(0.5 + effect + 0.03 * luck + 0.1 * story, of: count)
      }
      return Double(count) * (2 + effect + 0.1 * luck + 0.1 * story) + Double(count).squareRoot() * random.normal()
    }
    return sums.reduce(0, +) / Double(counts.reduce(0, +))
  }

  /// The spread of seeds: effects are stated in multiples of it.
  var spread: Double {
    var random = Simulator(seed: 99)
    let values = (0..<500).map { _ in draw(effect: 0, &random) }
    return Statistics.standardDeviation(kind == .ratio ? values.map { log($0) } : values)
  }

  /// What some seeds measure.
  func estimate(effect: Double, seeds: Int, _ random: inout Simulator) -> Estimate {
    Estimate((0..<seeds).map { _ in draw(effect: effect, &random) }, scale: scale, items: 20)
  }
}
