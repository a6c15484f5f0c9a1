// What studies add to a comparison's headline.

import LabReport
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Facts for the headline")
struct HeadlineFactTests {
  private func texts(_ id: String, _ headline: Headline) throws -> [String] {
    try #require(headline.rows.first { $0.id == id }).cells.map { $0.number ?? "" }
  }

  @Test("half-lives are those after training; ≈ where the gradient does not fall at one rate")
  func halfLives() throws {
    var studies = SampleStudies()
    for (model, lives) in ["rnn": [3, 3.5, 4], "lstm": [8, 9, 8.5], "birnn": [200, 250, 300.0]] {
      studies.gradientFlow[model] = studies.gradientFlow[model]?.map { flow in
        var flow = flow
        flow.halfLife = Estimate(lives.map { flow.isTrained && flow.setting == nil ? $0 : 100 })
        flow.rSquared = Estimate(model == "lstm" ? [0.8, 0.7, 0.9] : [0.99, 0.98, 0.97])
        return flow
      }
    }
    let headline = StudyList.headline(of: try SampleResults.full(studies))
    #expect(headline.columns.map(\.id) == ["rnn", "lstm", "transformer", "birnn"])
    #expect(headline.rows[0].quantity == "the gradient halves in")
    // No half-life is known of the sample's Transformer.
    #expect(try texts("C1", headline) == ["3.5 tokens", "≈ 8.5 tokens", "does not fade", "> 96 tokens"])
  }

  @Test("far is the nearest range of the stories that is not near; without stories, the farthest distance of copying")
  func far() throws {
    var results = try SampleResults.full()
    let told = StudyList.headline(of: results)
    results.studies = try SampleStudies().parts(only: ["copy", "recall"])
    let copied = StudyList.headline(of: results)
    #expect(copied.rows[1].quantity == "copied over 64 tokens")
    let shares = try #require(SampleStudies().tasks["copy"]?["lstm"]?.last?.score.mean)
    #expect(try texts("C2", copied)[1] == "\(Int((shares * 100).rounded())) %")
    #expect(told.rows[1].quantity == "right, 17–32 tokens back")
    // The sample's bidirectional RNN may find the answer on the right.
    #expect(try texts("C2", told)[3] == "" && texts("C2", told)[0].hasSuffix(" %"))
  }

  @Test("what is used of the past stays within the past, interval included")
  func context() throws {
    var studies = SampleStudies()
    studies.context["rnn"]?.effective = Estimate([48.2, 15.1, 24.3])
    studies.context["transformer"]?.effective = Estimate([150, 180, 190])
    let headline = StudyList.headline(of: try SampleResults.full(studies))
    let sentence = try #require(headline.sentences.first { $0.hasPrefix("How far back") })
    // Means with Student's t for two degrees of freedom: 29.2 ± 42.6 and 173.3 ± 51.7, of tokens 1 to 191.
    #expect(sentence.contains("all 191 tokens (95 % interval): RNN 29 tokens (1 to 72), LSTM "), "\(sentence)")
    #expect(sentence.hasSuffix("Transformer 173 (122 to 191)."), "\(sentence)")
  }
}
