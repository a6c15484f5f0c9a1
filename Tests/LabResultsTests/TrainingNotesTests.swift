// What training and validation loss say together: who overfits, who was still learning, and what helps.

import LabResults
import TestSupport
import Testing

@Suite("Notes on training")
struct TrainingNotesTests {
  /// A model that has read `readings` times what it trained on.
  private func model(
    _ training: [Double], looks: [Double]? = nil, test: Double = 0.95, readings: Double = 4
  ) -> ComparisonResults.ModelRecord {
    var model = SampleResults.trained().models[0]
    let steps = training.enumerated().map {
      TrainingStep(step: $0 * 10, loss: $1, learningRate: 0.1, gradientNorm: 1, groups: [])
    }
    let validation = looks?.enumerated().map { ValidationLook(step: ($0 + 1) * 100, loss: $1) }
    model.gradientNorms = [1, 2].map { .init(seed: $0, steps: steps, validation: validation) }
    model.tokensTrained = Int(readings * 1000)
    model.nextToken = Estimate([test, test])
    return model
  }

  private func verdict(_ model: ComparisonResults.ModelRecord) -> LossCourse.Verdict {
    LossCourse(model, trainTokens: 1000).verdict
  }

  private func notes(_ models: [ComparisonResults.ModelRecord], isByWords: Bool = false) -> [String] {
    var corpus = SampleResults.trained().corpus
    corpus.tokens.train = 1000
    corpus.floors = .init(nextToken: nil, blank: nil, blankLeft: nil)
    return TrainingNotes.texts(
      for: models, beside: SampleResults.trained().baselines, corpus: corpus, isByWords: isByWords)
  }

  private let falling = (0..<20).map { 3 - Double($0) / 10 }

  @Test(
    "a validation loss that rises, or lies far above the training loss, is overfitting, however fast training falls")
  func overfits() {
    #expect(verdict(model(falling, looks: [2, 1.5, 1.4, 1.6])) == .overfit)
    // The training loss of the last fifth is 1.25 on average: 1.5 is within a fifth of it, 1.6 is not.
    #expect(verdict(model(falling, looks: [2, 1.7, 1.6])) == .overfit)
    #expect(verdict(model(falling, looks: [2, 1.7, 1.5])) == .falling)
    #expect(verdict(model(falling, looks: [2, 1.5, 1.51])) == .falling, "less than a hundredth is no rise")
    #expect(verdict(model(falling, test: 1.6)) == .overfit, "without looks, the test loss stands for them")
    #expect(verdict(model(falling, test: 1.5)) == .falling)
  }

  @Test("text that was read less than once, or not twice, is not known by heart")
  func unread() {
    #expect(verdict(model(falling, looks: [2, 1.3, 1.4], readings: 0.9)) == .flat)
    #expect(verdict(model(falling, looks: [2, 1.3, 1.4], readings: 1)) == .overfit)
    #expect(verdict(model(falling, looks: [5, 5, 5], readings: 1.9)) == .falling, "the parts may differ")
    #expect(verdict(model([3, 2, 1])) == .hardlyTrained)
    #expect(verdict(model(Array(repeating: 1, count: 20), looks: [1, 1])) == .flat)
  }

  @Test("of the looks, the best and the last count, each a mean over the seeds")
  func means() throws {
    var two = model(falling, looks: [2, 1, 4, 3])
    two.gradientNorms[1].validation = [2, 1.8, 1.6, 2].enumerated().map { .init(step: ($0 + 1) * 100, loss: $1) }
    let course = LossCourse(two, trainTokens: 1000)
    let best = try #require(course.best)
    #expect(abs(best.loss - 1.3) < 1e-9 && abs(best.share - (0.5 + 0.75) / 2) < 1e-9)
    #expect(course.heldOut == 2.5 && course.readings == 4)
    #expect(abs((course.training ?? 0) - 1.25) < 1e-9 && abs((course.lateDrop ?? 0) - 0.4) < 1e-9)
  }

  @Test("who overfits is told so with both losses, how often the text was read, and what helps, never to train on")
  func advice() throws {
    let worse = model(falling, looks: [6, 5, 5.5, 6.5], test: 5)
    for isByWords in [true, false] {
      let notes = notes([worse, model(falling, looks: [0.8, 0.7], test: 0.6, readings: 1)], isByWords: isByWords)
      #expect(notes.count == 2, "\(notes)")
      #expect(notes[0] == "rnn does not beat the 5-gram (5.000 against 0.940 nats); it overfits")
      #expect(notes[1].hasPrefix("rnn overfits: the training part was read 4.0 times; training loss 1.25, "))
      #expect(notes[1].contains("loss on held-out text 6.50, least after 50 % of the steps"))
      #expect(notes[1].contains("--tokenizer char") == isByWords && notes[1].contains("more text"))
      for note in notes { #expect(!note.contains("would help") && !note.contains("\n")) }
    }
    let learning = notes([model(falling, looks: [2, 1.4], test: 1.4)])
    #expect(learning.count == 1 && learning[0].hasSuffix("by 0.400 over the last fifth: more --steps would help"))
    // Far ahead of the n-gram, and overfitting all the same.
    let ahead = notes([model(Array(repeating: 0.1, count: 20), looks: [0.5, 0.6], test: 0.5)])
    #expect(ahead.count == 1 && ahead[0].hasPrefix("rnn overfits"))
  }
}
