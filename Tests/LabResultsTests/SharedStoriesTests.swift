// Estimates of runs that share their test stories, against an analysis of variance by hand.

import LabResults
import Testing

@Suite("Runs on the same stories")
struct SharedStoriesTests {
  private func rows(_ sums: [[Double]], count: Int = 10) -> [[StorySum]] {
    sums.map { $0.map { StorySum(sum: $0, count: count) } }
  }

  @Test("both variances are counted once: two runs, two stories")
  func byHand() throws {
    // Values per token .1 .5 / .3 .9: runs' means .3 .6, stories' .2 .7, all .45; rests ±.05 (from .45 ∓ .15 ∓ .25).
    let estimate = Estimate(sharedStories: rows([[1, 5], [3, 9]]))
    #expect(estimate.values.map { ($0 * 1e9).rounded() } == [3e8, 6e8] && abs(estimate.mean - 0.45) < 1e-12)
    // Between runs .045/2 = .0225; between stories .125/2 = .0625; rests 4·.0025/1/4 = .0025.
    let variance = 0.0225 + 0.0625 - 0.0025
    let freedom = variance * variance / (0.0225 * 0.0225 + 0.0625 * 0.0625 + 0.0025 * 0.0025)
    let half = StudentT.quantile(0.975, freedom: freedom) * variance.squareRoot()
    let interval = try #require(estimate.interval)
    #expect(abs(interval.high - 0.45 - half) < 1e-9 && abs(0.45 - interval.low - half) < 1e-9)
  }

  @Test("runs that agree on every story still have the stories' error, by n − 1 of them")
  func storiesAlone() throws {
    let story: [Double] = [1, 5, 3, 7, 4]
    let estimate = Estimate(sharedStories: rows([story, story, story]))
    let expected = Estimate(story.map { $0 / 10 })
    let (one, other) = (try #require(estimate.interval), try #require(expected.interval))
    #expect(abs(one.low - other.low) < 1e-9 && abs(one.high - other.high) < 1e-9)
  }

  @Test("stories that agree in every run leave the runs' error")
  func runsAlone() throws {
    let estimate = Estimate(sharedStories: rows([[2, 2, 2], [3, 3, 3], [7, 7, 7]]), scale: .unit)
    let expected = Estimate([0.2, 0.3, 0.7], scale: .unit)
    let (one, other) = (try #require(estimate.interval), try #require(expected.interval))
    #expect(abs(one.low - other.low) < 1e-9 && abs(one.high - other.high) < 1e-9)
  }

  @Test("a long story weighs as much as its tokens, and empty ones nothing")
  func weights() {
    let runs = [[StorySum(sum: 30, count: 60), StorySum(sum: 9, count: 10), StorySum(sum: 0, count: 0)]]
    #expect(abs(Estimate(sharedStories: runs + runs).mean - 39.0 / 70) < 1e-12)
    #expect(Estimate(sharedStories: runs).interval == nil)
    let right = Estimate(sharedStories: rows([[10, 10, 10], [10, 10, 10]]), scale: .unit)
    #expect(right.mean == 1 && right.high == 1 && (right.low ?? 1) < 0.9)
  }
}
