// Scores on held-out parts: what is scored, beside which floors, and what is told meanwhile.

import Corpora
import LabErrors
import LabKit
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Held-out evaluation")
struct HeldOutEvaluationTests {
  private func evaluator(_ identifier: String, _ corpus: Corpus, length: Int = 20) throws -> Evaluator {
    let model = try SmallCorpus.model(identifier).init(SmallCorpus.configuration(corpus, length: length))
    return Evaluator(model, parameters: Parameters(initializing: model.parameters, seed: 1), threads: 2)
  }

  @Test("every model has losses above its floors, and no next-token loss where it sees both sides")
  func scores() throws {
    let corpus = try SmallCorpus.stories()
    for identifier in SmallCorpus.identifiers {
      let evaluator = try evaluator(identifier, corpus)
      let scores = try HeldOutScores(HeldOutEvaluation(evaluator, corpus: corpus), blanks: 20)
      #expect((scores.nextToken == nil) == (evaluator.model.sight != .left))
      let floor = try #require(scores.floor)
      if let next = scores.nextToken {
        #expect(next.heldOut > floor.heldOut && next.count == corpus.validation.count + corpus.test.count)
        #expect(min(next.validation, next.test) <= next.heldOut && next.heldOut <= max(next.validation, next.test))
      }
      let both = try #require(scores.fillBlankFloorBothSides)
      let left = try #require(scores.fillBlankFloorLeft)
      #expect(scores.fillBlank.heldOut > both.heldOut && left.heldOut >= both.heldOut)
    }
  }

  @Test("a text has no floors")
  func text() throws {
    let corpus = try SmallCorpus.characters()
    let scores = try HeldOutScores(HeldOutEvaluation(evaluator("lstm", corpus), corpus: corpus), blanks: 20)
    #expect(scores.floor == nil && scores.fillBlankFloorLeft == nil && scores.fillBlankFloorBothSides == nil)
    // The first token of a text has nothing before it.
    #expect(scores.nextToken?.count == corpus.heldOut.count - 1)
  }

  @Test("each part is begun and ended, and what is reached grows")
  func progress() throws {
    let corpus = try SmallCorpus.stories()
    var parts: [String] = []
    var (open, reached) = (0, 0)
    let evaluation = try HeldOutEvaluation(evaluator("transformer", corpus), corpus: corpus) { progress in
      switch progress {
      case .began(let part, let total, let unit):
        #expect(open == 0 && total > 0 && unit == "tokens")
        parts.append(part)
        (open, reached) = (1, 0)
      case .reached(let done):
        #expect(open == 1 && done >= reached)
        reached = done
      case .ended:
        #expect(open == 1 && reached > 0)
        open = 0
      }
    }
    _ = try evaluation.nextToken()
    #expect(parts == ["validation", "test"] && open == 0)
  }

  @Test("a context of one token leaves a model that sees both sides nothing to fill a blank from")
  func contextTooShort() throws {
    let corpus = try SmallCorpus.stories()
    let error = try #require(throws: EvaluationError.self) {
      try HeldOutEvaluation(evaluator("birnn", corpus, length: 0), corpus: corpus)
    }
    #expect(error == .contextTooShort && error.exitCode == ExitCode.badData)
  }
}
