// The loss of the same tokens with more and more context.

import Corpora
import Foundation
import LabKit
import LabResults
import SequenceKit
import Studies
import TensorCore
import TestSupport
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
    // Windows that move on by one give every token but the first few the whole window before it.
    let rows = try EvaluationRows.make(corpus.test, of: corpus, length: 12, stride: 1)
    let scores = Evaluator(model, parameters: parameters).score(
      rows, of: corpus.test, blank: corpus.tokenizer.blankToken)
    #expect(abs(losses[4] - scores.meanLoss(at: measure.sample.positions)) < 1e-5)

    // With less of its own, a target has another's past before that, as far away as half of the sample.
    let (tokens, positions) = (corpus.test.tokens, measure.sample.positions)
    for (context, loss) in zip(measure.contexts, losses) {
      let tape = Tape(parameters, recordsGradients: false)
      let sum = positions.enumerated().reduce(0.0) { sum, target in
        let (place, other) = (target.element, positions[(target.offset + 25) % 50])
        let read = Array(tokens[other - 12..<other - context] + tokens[place - context..<place])
        let targets = TokenBatch(Array(repeating: -1, count: 11) + [tokens[place]])
        tape.reset()
        return sum + Double(model.loss(TokenBatch(read), targets: targets, on: tape).mean.scalar)
      }
      #expect(abs(loss - sum / 50) < 1e-5, "context \(context)")
    }
    let alone = try EffectiveContext(corpus.test, of: corpus, targets: 50, length: 12, threads: 1)
    #expect(alone.losses(model, parameters: parameters) == losses)
  }

  @Test(
    "the curve of a model that sees only its last tokens falls up to them and is flat from there on", arguments: 1...3)
  func shortSight(seen: Int) throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let model = try LinearModel(SmallCorpus.configuration(corpus, length: 64, width: 6))
    let measure = try EffectiveContext(corpus.test, of: corpus, targets: 100, length: 24)
    #expect(measure.contexts == [1, 2, 4, 8, 16, 24])
    let parameters = model.weights(seeing: seen)
    let losses = try #require(measure.losses(model, parameters: parameters))
    let all = try #require(losses.last)
    // Of 1, 2 and 4 tokens, the first that are enough.
    let enough = [1: 0, 2: 1, 3: 2][seen] ?? 0
    #expect(losses[enough...].allSatisfy { abs($0 - all) < 1e-5 }, "\(losses)")
    for (shorter, longer) in zip(losses[..<enough], losses[1...]) { #expect(abs(shorter - longer) > 0.02, "\(losses)") }
    if seen == 1 {
      #expect(EffectiveContextRecord(contexts: measure.contexts, curves: [losses]).effective.values == [1])
    }
  }

  @Test("a model that copies the third token back loses all it knows without it, and nothing beyond")
  func copier() throws {
    // Three letters in turn, each three for a while: what comes next stands three back.
    var random = Noise(seed: 4)
    let letters = Array("abcdefgh")
    let text = (0..<200).map { _ in
      String(repeating: String((0..<3).map { _ in letters[Int((random.next() + 1) * 3.99)] }), count: 12)
    }.joined()
    let corpus = try Corpus.text(text, name: "triplets")
    var configuration = SmallCorpus.configuration(corpus, length: 24)
    configuration.width = 3 * corpus.vocabularySize
    let model = try LinearModel(configuration)
    let measure = try EffectiveContext(corpus.test, of: corpus, targets: 60, length: 16)
    let losses = try #require(measure.losses(model, parameters: model.weightsCopyingTheThird(confidence: 6)))
    #expect(measure.contexts == [1, 2, 4, 8, 16])
    // Right, −ln of e⁶ over e⁶ and as many as there are other tokens; wrong, six more.
    let sure = log(1 + Double(corpus.vocabularySize - 1) * exp(-6))
    let (tokens, positions) = (corpus.test.tokens, measure.sample.positions)
    let wrong = positions.count { tokens[$0] != tokens[$0 - 3] }
    #expect(losses[2...].allSatisfy { abs($0 - sure - 6 * Double(wrong) / 60) < 1e-5 }, "\(losses)")
    let strange = positions.indices.count { tokens[positions[$0]] != tokens[positions[($0 + 30) % 60] - 3] }
    #expect(losses[..<2].allSatisfy { abs($0 - sure - 6 * Double(strange) / 60) < 1e-5 }, "\(losses)")
    #expect(losses[1] > losses[2] + 3)
    let effective = EffectiveContextRecord(contexts: measure.contexts, curves: [losses]).effective.mean
    #expect(effective > 3.9 && effective <= 4)
  }

  @Test("the effective context is where the loss comes to 1 % above the last, between two contexts by their logarithm")
  func effective() {
    let record = EffectiveContextRecord(
      contexts: [1, 2, 4, 7],
      curves: [[3, 2.03, 2.01, 2], [2.5, 2.6, 2.4, 2.45], [3, 2.9, 2.8, 2], [3, 1.9, 2.5, 2]])
    #expect(record.contexts == [1, 2, 4, 7])
    // 2.02 lies half way from 2.03 to 2.01, and so on.
    let expected = [2 * pow(2, 0.5), 2 * pow(2, 0.6275), 4 * pow(7.0 / 4, 0.975), pow(2, 0.98 / 1.1)]
    #expect(zip(record.effective.values, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(record.effective.values)")
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
