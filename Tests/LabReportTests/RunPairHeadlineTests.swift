// Two runs side by side: the words that tell them apart, and how their losses differ.

import LabReport
import LabResults
import TestSupport
import Testing

@Suite("Two runs in the terminal")
struct RunPairHeadlineTests {
  private func contrast(_ change: (inout ComparisonResults) -> Void) -> RunContrast {
    var second = SampleResults.judged()
    change(&second)
    return RunContrast(("2026-11-25-101010-standard", SampleResults.judged()), ("2026-11-25-121212-x", second))
  }

  @Test(
    "runs are called by what differs: the profile for all that it sets, or the settings themselves, or their folders")
  func names() {
    let quick = contrast {
      $0.protocol.profile = .quick
      $0.protocol.plan.steps = 600
    }
    #expect(quick.first == "standard" && quick.second == "quick")
    #expect(quick.differences.map(\.what) == ["profile", "steps"])
    let book = contrast {
      $0.corpus.name = "book"
      $0.protocol.plan.steps = 600
    }
    #expect(
      book.first == "stories, \(SampleResults.judged().protocol.plan.steps) steps" && book.second == "book, 600 steps")
    let wide = contrast { $0.protocol.plan.referenceWidth = 128 }
    #expect(wide.first == "width 64" && wide.second == "width 128")
    let same = contrast { _ in }
    #expect(
      same.differences.isEmpty && same.first == "2026-11-25-101010-standard" && same.second == "2026-11-25-121212-x")
    let twins = RunContrast(("run", SampleResults.judged()), ("run", SampleResults.judged()))
    #expect(twins.first == "run (1)" && twins.second == "run (2)")
  }

  @Test("losses stand beside each other with their difference, in 80 columns")
  func table() {
    var second = SampleResults.judged()
    second.models[2].nextToken = second.models[2].nextToken.map { Estimate($0.values.map { $0 - 0.1 }) }
    second.models.removeFirst()
    second.protocol.profile = .full
    let text = RunPairHeadline(("before", SampleResults.judged()), ("after", second)).text(closing: "Figures: /page")
    for line in text.split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    // Each seed is better by the same tenth, so that its interval is a point.
    #expect(rows.first { $0.first == "lstm" }?.contains("−0.100") == true)
    #expect(rows.first { $0.first == "rnn" }?.suffix(2) == ["–", "–"])
    #expect(rows.first { $0.first == "birnn" }?[1] == "blanks")
    #expect(text.contains("1: standard") && text.contains("2: full") && text.hasSuffix("Figures: /page\n"))
  }
}
