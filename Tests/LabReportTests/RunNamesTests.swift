// What two runs are called: the words that tell them apart.

import LabReport
import LabResults
import TestSupport
import Testing

@Suite("Names of two runs")
struct RunNamesTests {
  /// The page of two runs with these names, of which the second may be changed.
  private func text(
    _ first: String, _ second: String, _ change: (inout ComparisonResults) -> Void = { _ in }
  ) throws -> String {
    let results = SampleResults.judged()
    var other = results
    change(&other)
    return try Document(RunPairReport((first, results), (second, other)) { _ in [] }.html()).text
  }

  @Test("long names keep the words in which they differ")
  func apart() throws {
    let page = try text("2026-11-25-stories-of-animals-quick", "2026-11-25-stories-of-animals-standard")
    #expect(
      page.contains("2026-11-25-stories-of-animals-quick and 2026-11-25-stories-of-animals-standard, side by side"))
    #expect(page.contains("modelofquickstandarddifference"), "the heads of a table")
    let ends = try text("with-a-forget-bias-of-one-for-the-lstm", "and-with-one-of-five-instead-as-others-do")
    #expect(ends.contains("with-a-for…or-the-lstm") && ends.contains("and-with-o…s-others-do"))
  }

  @Test("names that do not say what was changed get it: profile, corpus, steps or seeds")
  func changes() throws {
    let profile = try text("monday", "tuesday") { $0.protocol.profile = .quick }
    #expect(profile.contains("monday (standard) and tuesday (quick), side by side"))
    #expect(profile.contains("monday (standard)tuesday (quick)difference"))
    let corpus = try text("run", "run") { $0.corpus.name = "alice.txt" }
    #expect(corpus.contains("run (stories) and run (alice.txt), side by side"))
    let seeds = try text("a", "b") { $0.protocol.plan.seeds = [1] }
    #expect(seeds.contains("a (3 seeds) and b (1 seed)"))
    #expect(
      try text("quick", "standard") { $0.protocol.profile = .quick }.contains("quick (standard) and standard (quick)"))
    #expect(try text("standard-1", "quick-1") { $0.protocol.profile = .quick }.contains("standard-1 and quick-1, side"))
  }

  @Test("runs that differ in nothing that is known are the first and the second")
  func same() throws {
    #expect(try text("run", "run").contains("run (1) and run (2), side by side"))
    #expect(try text("before", "after").contains("before and after, side by side"))
  }
}
