// Scoring: each target once, by the model's own probabilities.

import Corpora
import Foundation
import LabKit
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Evaluation")
struct EvaluatorTests {
  /// log softmax by plain loops.
  private func loss(_ logits: ArraySlice<Double>, target: Int) -> Double {
    let highest = logits.max() ?? 0
    return log(logits.reduce(0) { $0 + exp($1 - highest) }) + highest - logits[logits.startIndex + target]
  }

  @Test(
    "losses and right answers are those of the model's logits, whatever the threads", arguments: ["rnn", "transformer"])
  func scores(identifier: String) throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 500)
    let type = try SmallCorpus.model(identifier)
    let model = try type.init(SmallCorpus.configuration(corpus, length: 32))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 5)
    let rows = try EvaluationRows.make(corpus.test, of: corpus, length: 32)
    let blank = corpus.tokenizer.blankToken
    let scores = Evaluator(model, parameters: parameters, threads: 2).score(rows, of: corpus.test, blank: blank)
    let alone = Evaluator(model, parameters: parameters, threads: 1).score(rows, of: corpus.test, blank: blank)
    #expect(scores.losses == alone.losses)
    #expect(!scores.losses.contains { $0.isNaN }, "every token of every story is scored")

    let tape = Tape(parameters.converted(to: Double.self), recordsGradients: false)
    let logits = model.logits(TokenBatch(rows.inputs, batchSize: rows.batchSize, length: rows.length), on: tape)
    let values = logits.value.scalars
    let width = corpus.vocabularySize
    for (cell, target) in rows.targets.enumerated() where target >= 0 {
      let row = values[cell * width..<(cell + 1) * width]
      let position = Int(rows.positions[cell])
      #expect(abs(Double(scores.losses[position]) - loss(row, target: Int(target))) < 1e-4)
      #expect(scores.isCorrect[position] == (row.max() == row[row.startIndex + Int(target)]))
    }
  }

  @Test("a model that fills blanks is scored with one blank at a time")
  func blanks() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    let type = try SmallCorpus.model("transformer-bidirectional")
    let model = try type.init(SmallCorpus.configuration(corpus, length: 32))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 5)
    let rows = try EvaluationRows.make(corpus.test, of: corpus, length: 32)
    let wanted = [3, 40, 41, 100]
    let scores = Evaluator(model, parameters: parameters, threads: 2).score(
      rows, of: corpus.test, blank: corpus.tokenizer.blankToken, onlyAt: wanted)
    #expect(scores.losses.indices.filter { !scores.losses[$0].isNaN } == wanted)

    for position in wanted {
      let cell = try #require(rows.positions.firstIndex(of: Int32(position)))
      let row = cell / rows.length
      var tokens = Array(rows.inputs[row * rows.length..<(row + 1) * rows.length])
      let last = rows.targets[(row + 1) * rows.length - 1]
      tokens.append(last >= 0 ? last : tokens[rows.length - 1])  // behind the last target there is padding
      let place = cell % rows.length + 1
      let hidden = rows.targets[cell]
      tokens[place] = corpus.tokenizer.blankToken
      let tape = Tape(parameters.converted(to: Double.self), recordsGradients: false)
      let logits = model.logits(TokenBatch(tokens), on: tape).value.scalars
      let values = logits[place * corpus.vocabularySize..<(place + 1) * corpus.vocabularySize]
      #expect(abs(Double(scores.losses[position]) - loss(values, target: Int(hidden))) < 1e-4)
    }
  }
}
