// Looks at right answers while a model trains: when, of what, and counted again one by one.

import Corpora
import LabKit
import LabResults
import ModelCatalog
import NeuralLayers
import SequenceKit
import TestSupport
import Testing

@Suite("Right answers in the course of training")
struct AnswerWatchTests {
  private func trainer(_ id: String, on corpus: Corpus, steps: Int) throws -> Trainer {
    let settings = TrainingSettings(
      batchSize: 4, length: 24, steps: steps, schedule: LearningRateSchedule(peak: 0.03, warmup: 2, total: steps),
      seed: 2, threads: 2)
    return try Trainer(
      try SmallCorpus.model(id).init(SmallCorpus.configuration(corpus, length: 24)), on: corpus, settings: settings)
  }

  @Test("it looks after all steps, half, a quarter, down to 16", arguments: [(100, [25, 50, 100]), (9, [9])])
  func times(steps: Int, expected: [Int]) throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    let trainer = try trainer("rnn", on: corpus, steps: steps)
    var watch = try #require(try AnswerWatch(trainer, on: corpus))
    while trainer.nextStep < steps {
      try trainer.step()
      watch.lookIfDue()
    }
    #expect(watch.looks.map(\.step) == expected)
  }

  @Test("the last look counts what the trained model gets right, story by story", arguments: ["lstm", "birnn"])
  func counts(id: String) throws {
    let corpus = try SmallCorpus.stories(train: 4000, test: 500)
    let trainer = try trainer(id, on: corpus, steps: 200)
    var watch = try #require(try AnswerWatch(trainer, on: corpus))
    while trainer.nextStep < 200 {
      try trainer.step()
      watch.lookIfDue()
    }
    let test = corpus.test
    let rows = try EvaluationRows.make(test, of: corpus, length: 24)
    let scores = Evaluator(trainer.model, parameters: trainer.parameters, threads: 1)
      .score(rows, of: test, blank: corpus.tokenizer.blankToken)
    let last = try #require(watch.looks.last)
    #expect(!last.groups.isEmpty)
    for group in last.groups {
      let asked = test.dependencies.indices.filter { position in
        let dependency = test.dependencies[position]
        guard dependency.kind > 0, (group.from...group.to).contains(Int(dependency.distance)) else { return false }
        // Stories here have at most 24 tokens or so: one that is cut is asked up to the cut.
        let place = position - test.documentStarts[test.document(at: position)]
        return corpus.kinds[Int(dependency.kind)].name == group.kind && place % 24 >= Int(dependency.distance) - 1
      }
      #expect(group.asked == asked.count && group.right == asked.count { scores.isCorrect[$0] })
      #expect(group.chance > 0 && group.chance < group.ceiling && group.ceiling <= 1)
    }
    #expect(last.groups.contains { $0.right > 0 })
  }

  @Test("there is nothing to look at in a text, or where answers are read as blanks")
  func none() throws {
    let text = try SmallCorpus.characters()
    #expect(try AnswerWatch(trainer("rnn", on: text, steps: 1), on: text) == nil)
    let stories = try SmallCorpus.stories(train: 2000, test: 300)
    #expect(
      try AnswerWatch(trainer("transformer-bidirectional", on: stories, steps: 1), on: stories) == nil)
  }
}
