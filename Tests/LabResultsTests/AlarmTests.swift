// Alarms about losses that only a leak explains, and notes about models that an n-gram beats.

import LabResults
import TestSupport
import Testing

@Suite("Alarms and notes")
struct AlarmTests {
  @Test("what a model on blanks may not fall below is the floor of what it sees")
  func floors() {
    let results = SampleResults.trained()
    var (causal, bidirectional) = (results.models[0], results.models[1])
    #expect(!causal.seesBothSides && bidirectional.seesBothSides)
    // Between the floor of both sides, 0.285, and that of the left side, 0.6.
    causal.fillBlank = Estimate([0.58, 0.58, 0.58])
    bidirectional.fillBlank = causal.fillBlank
    #expect(Alarms.check(causal, corpus: results.corpus).map { $0.contains("loss on blanks, 0.580") } == [true])
    #expect(Alarms.check(bidirectional, corpus: results.corpus).isEmpty)
    bidirectional.fillBlank = Estimate([0.27, 0.27, 0.27])
    #expect(Alarms.check(bidirectional, corpus: results.corpus).count == 1)
  }

  @Test("an interval that reaches the floor, or a single seed within a hundredth of it, is chance")
  func chance() {
    let results = SampleResults.trained()
    var model = results.models[0]
    func alarms(_ losses: [Double]) -> Int {
      model.nextToken = Estimate(losses)
      return Alarms.check(model, corpus: results.corpus).count
    }
    #expect(alarms([0.615]) == 0 && alarms([0.612]) == 1)
    #expect(alarms([0.61, 0.63, 0.60]) == 0 && alarms([0.61, 0.611, 0.61]) == 1)
    var text = results.corpus
    text.floors = .init(nextToken: nil, blank: nil, blankLeft: nil)
    #expect(Alarms.check(model, corpus: text).isEmpty, "a text has no floor")
  }

  @Test("a note says how far a model is from the best n-gram, and whether its loss was still falling")
  func notes() throws {
    let results = SampleResults.trained()
    func note(_ loss: Double, end: (Double) -> Double) -> String? {
      var model = results.models[0]
      model.nextToken = Estimate([loss])
      model.gradientNorms = [
        .init(
          seed: 1,
          steps: (0..<20).map {
            TrainingStep(step: $0, loss: end(Double($0)), learningRate: 0.1, gradientNorm: 1, groups: [])
          })
      ]
      return text(model)
    }
    func text(_ model: ComparisonResults.ModelRecord) -> String? {
      BaselineNote.text(for: model, beside: results.baselines, course: LossCourse(model, trainTokens: 4_000_000))
    }
    #expect(note(0.84, end: { _ in 1 }) == nil, "more than a tenth below the 5-gram's 0.940")
    let close = try #require(note(0.867) { 3 - $0 / 10 })
    // The last fifth lies four steps of a tenth after the fifth before.
    #expect(close.hasPrefix("rnn ends less than 10 % below the 5-gram (0.867 against 0.940 nats)"))
    #expect(close.contains("still falling, by 0.400 over the last fifth"))
    let beaten = try #require(note(0.95) { _ in 1 })
    #expect(beaten.hasPrefix("rnn does not beat the 5-gram") && beaten.contains("one budget of training does not tell"))
    #expect(text(results.models[1]) == nil, "it predicts no next token")
  }
}
