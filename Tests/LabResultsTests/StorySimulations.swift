// Runs that share their test stories: how often intervals hold what other seeds and other stories would give.

import Foundation
import LabResults
import Testing

/// A loss that varies by seed, by story, and by both together.
private struct SharedTest: Sendable, CustomTestStringConvertible {
  let seeds, stories: Int
  let seedDeviation, storyDeviation: Double
  var isUneven = false

  var testDescription: String {
    "\(seeds) seeds ± \(seedDeviation), \(stories) stories ± \(storyDeviation)\(isUneven ? ", uneven" : "")"
  }

  /// Sums around a true loss of 2.
  func draw(_ random: inout Simulator) -> [[StorySum]] {
    let ofStories = (0..<stories).map { _ in storyDeviation * random.normal() }
    let counts = (0..<stories).map { _ in isUneven ? 2 + Int(60 * pow(random.uniform(), 3)) : 20 }
    return (0..<seeds).map { _ in
      let ofSeed = seedDeviation * random.normal()
      return zip(ofStories, counts).map { ofStory, count in
        let rest = random.normal() / Double(count).squareRoot()
        return StorySum(sum: Double(count) * (2 + ofSeed + ofStory + rest), count: count)
      }
    }
  }
}

@Suite("Seeds and shared stories are both counted")
struct StorySimulations {
  private func shares(_ test: SharedTest, repetitions: Int) -> (own: Double, seedsAlone: Double, bootstrap: Double) {
    var random = Simulator(seed: UInt64(test.seeds * 1000 + test.stories))
    var hits = (own: 0, seedsAlone: 0, bootstrap: 0)
    func holds(_ interval: Interval?) -> Int { interval.map { $0.low <= 2 && $0.high >= 2 ? 1 : 0 } ?? 0 }
    for repetition in 0..<repetitions {
      let runs = test.draw(&random)
      let estimate = Estimate(sharedStories: runs)
      hits.own += holds(estimate.interval)
      hits.seedsAlone += holds(Estimate(estimate.values).interval)
      if repetition < repetitions / 4 { hits.bootstrap += 4 * holds(bootstrap(runs, &random)) }
    }
    let count = Double(repetitions)
    return (Double(hits.own) / count, Double(hits.seedsAlone) / count, Double(hits.bootstrap) / count)
  }

  /// Seeds and stories drawn again with replacement, both for all.
  private func bootstrap(_ runs: [[StorySum]], _ random: inout Simulator) -> Interval {
    func again(_ count: Int) -> [Int] { (0..<count).map { _ in Int(random.uniform() * Double(count)) } }
    let means = (0..<200).map { _ in
      let stories = again(runs[0].count)
      return Statistics.mean(
        again(runs.count).map { run in
          let drawn = stories.map { runs[run][$0] }
          return drawn.reduce(0) { $0 + $1.sum } / Double(drawn.reduce(0) { $0 + $1.count })
        })
    }
    return Interval(low: Statistics.quantile(means, 0.025), high: Statistics.quantile(means, 0.975))
  }

  @Test("where stories vary, the spread of seeds alone promises far too much")
  func quick() {
    let share = shares(SharedTest(seeds: 5, stories: 20, seedDeviation: 0.02, storyDeviation: 0.4), repetitions: 200)
    #expect(share.own > 0.91 && share.seedsAlone < 0.8, "\(share)")
  }

  @Test(
    "coverage with few seeds and few or many stories", .enabled(if: runsSimulations),
    arguments: [3, 5, 8].flatMap { seeds in
      [
        SharedTest(seeds: seeds, stories: 20, seedDeviation: 0.02, storyDeviation: 0.4),
        SharedTest(seeds: seeds, stories: 200, seedDeviation: 0.02, storyDeviation: 0.3),
        SharedTest(seeds: seeds, stories: 200, seedDeviation: 0.1, storyDeviation: 0.3),
        SharedTest(seeds: seeds, stories: 200, seedDeviation: 0.02, storyDeviation: 0),
        SharedTest(seeds: seeds, stories: 30, seedDeviation: 0, storyDeviation: 0.2, isUneven: true),
        SharedTest(seeds: seeds, stories: 100, seedDeviation: 0.05, storyDeviation: 0.3, isUneven: true),
      ]
    })
  private func coverage(_ test: SharedTest) {
    let share = shares(test, repetitions: 2000)
    print(test.testDescription, share)
    #expect((0.90...0.985).contains(share.own), "\(test.testDescription): \(share)")
    if test.seeds == 3, test.seedDeviation > 0.05 { #expect(share.bootstrap < 0.87, "\(share)") }
  }
}
