// The loss of the same tokens with more and more context.

import Corpora
import Foundation
import LabKit
import SequenceKit
import TensorCore
import Testing

@Suite("Effective context")
struct EffectiveContextTests {
  @Test(
    "with all context, the loss is the evaluator's for the same tokens", arguments: ["rnn", "lstm", "transformer"])
  func evaluator(identifier: String) throws {
    let corpus = try SmallCorpus.characters()
    let model = try SmallCorpus.model(identifier).init(SmallCorpus.configuration(corpus, length: 12))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 2)
    let measure = try EffectiveContext(corpus.test, of: corpus, targets: 50, length: 12, threads: 2)
    #expect(measure.contexts == [1, 2, 4, 8, 12])
    let losses = try #require(measure.losses(model, parameters: parameters))
    for (context, loss) in zip(measure.contexts, losses) {
      // Windows that move on by one give every token but the first few the whole window before it.
      let rows = try EvaluationRows.make(corpus.test, of: corpus, length: context, stride: 1)
      let scores = Evaluator(model, parameters: parameters).score(
        rows, of: corpus.test, blank: corpus.tokenizer.blankToken)
      #expect(abs(loss - scores.meanLoss(at: measure.sample.positions)) < 1e-5, "context \(context)")
    }
    let alone = try EffectiveContext(corpus.test, of: corpus, targets: 50, length: 12, threads: 1)
    #expect(alone.losses(model, parameters: parameters) == losses)
  }

  @Test("the curve of a model that sees only its last tokens is flat from there on", arguments: [1, 2])
  func shortSight(seen: Int) throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 300)
    let model = try LinearModel(SmallCorpus.configuration(corpus, length: 64, width: 6))
    // U carries the first half of the state to the second half and nothing further: its square is zero.
    let parameters = model.weights { $0 < 3 && $1 == $0 + 3 && seen == 2 ? 1 : 0 }
    if seen == 2 {
      // What is read goes to the first half alone.
      let input = model.parameters.parameters[1]
      parameters[input] = Tensor(
        parameters[input].scalars.enumerated().map { $0.offset % 6 < 3 ? $0.element : 0 }, shape: [6, 6])
    }
    let measure = try EffectiveContext(corpus.test, of: corpus, targets: 100, length: 64)
    let losses = try #require(measure.losses(model, parameters: parameters))
    let all = try #require(losses.last)
    #expect(losses[(seen - 1)...].allSatisfy { abs($0 - all) < 1e-5 })
    if seen == 2 { #expect(abs(losses[0] - all) > 0.02) }
    if seen == 1 {
      #expect(EffectiveContextRecord(contexts: measure.contexts, curves: [losses]).effective.values == [1])
    }
  }

  @Test("the effective context is the smallest whose loss is at most 1 % above the last, seed by seed")
  func effective() {
    let record = EffectiveContextRecord(
      contexts: [1, 2, 4, 7],
      curves: [[3, 2.03, 2.01, 2], [2.5, 2.6, 2.4, 2.45], [3, 2.9, 2.8, 2], [3, 1.9, 2.5, 2]])
    #expect(record.contexts == [1, 2, 4, 7])
    #expect(record.effective.values == [4, 4, 7, 2])
    #expect(record.losses[1].values == [2.03, 2.6, 2.9, 1.9])
    #expect(EffectiveContextRecord(contexts: [1, 2], curves: [[3, .nan]]).effective.mean.isNaN)
  }

  @Test("contexts double up to all there is")
  func contexts() throws {
    let corpus = try SmallCorpus.characters()
    for (length, expected) in [(1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (8, [1, 2, 4, 8])] {
      #expect(try EffectiveContext(corpus.test, of: corpus, length: length).contexts == expected)
    }
  }

  @Test("models that see the right side have no such curve", arguments: ["birnn", "transformer-bidirectional"])
  func causalOnly(identifier: String) throws {
    let corpus = try SmallCorpus.characters()
    let model = try SmallCorpus.model(identifier).init(SmallCorpus.configuration(corpus, length: 8))
    let measure = try EffectiveContext(corpus.test, of: corpus, targets: 5, length: 8)
    #expect(measure.losses(model, parameters: Parameters(initializing: model.parameters, seed: 1)) == nil)
  }
}
