// Models on probes: an easy one is learned, runs repeat, and what cannot be asked is not.

import LabKit
import SequenceKit
import Synchronization
import TensorCore
import TestSupport
import Testing

@Suite("Probe training")
struct ProbeTrainingTests {
  @Test(
    "an easy probe is learned in a moment", arguments: ["rnn", "lstm", "transformer", "transformer-bidirectional"])
  func learns(identifier: String) throws {
    let task = CopyTask(symbolCount: 1, gap: 3)
    let run = try ProbeRun(
      task, SmallCorpus.model(identifier),
      ProbeSettings(width: 16, batchSize: 32, steps: 300, learningRate: 0.005, testCount: 400))
    let trained = run.trained(seed: 1)
    #expect(run.score(trained, on: task, seed: 1) > 0.9)
    #expect(trained.steps < 300, "training stops when the task is solved")
  }

  @Test("a model that was not trained scores as chance does, on every probe", arguments: ProbeTaskTests.usual.indices)
  func untrained(index: Int) throws {
    let task = ProbeTaskTests.usual[index]
    let run = try ProbeRun(task, SmallCorpus.model("lstm"), ProbeSettings(width: 16, steps: 0, testCount: 400))
    let score = run.score(run.trained(seed: 1), on: task, seed: 1)
    // A constant answer, or nearly: in binomial errors of the examples, whose answers may all go wrong together.
    let deviation = (task.chance * (1 - task.chance) / 400).squareRoot()
    switch task.metric {
    case .accuracy where task.id == "order": #expect(score < 0.25)  // it does not even know which two nouns there are
    case .accuracy: #expect(abs(score - task.chance) < 4 * deviation)
    case .squaredError: #expect(score > 0.9 * task.chance)
    }
  }

  @Test("a seed fixes a run bit by bit, and another seed gives another")
  func repeats() throws {
    let task = CountingTask(length: 6)
    let run = try ProbeRun(
      task, SmallCorpus.model("rnn"), ProbeSettings(width: 8, batchSize: 8, steps: 20, testCount: 200))
    let scores = [1, 1, 2].map { run.trained(seed: $0) }
    let weights = scores.map { trained in
      run.model.parameters.parameters.flatMap { trained.parameters?[$0].scalars ?? [] }
    }
    #expect(weights[0] == weights[1] && weights[0] != weights[2] && !weights[0].isEmpty)
    let (first, second) = (run.trained(seed: 3), run.trained(seed: 3))
    #expect(run.score(first, on: task, seed: 3) == run.score(second, on: task, seed: 3))
  }

  @Test("of tasks in turn, each step takes the next; what is scored is the task")
  func inTurn() throws {
    let tasks = [1, 2, 4].map { NotedTask(task: CopyTask(symbolCount: 1, gap: $0)) }
    let settings = ProbeSettings(width: 8, batchSize: 8, steps: 7, testCount: 50)
    let run = try ProbeRun(tasks[2], SmallCorpus.model("rnn"), settings, inTurn: tasks)
    let trained = run.trained(seed: 1)
    #expect(tasks.map { $0.drawn.count.withLock { $0 } } == [24, 16, 16], "three, two and two steps of eight")
    _ = run.score(trained, on: tasks[2], seed: 1)
    #expect(tasks[2].drawn.count.withLock { $0 } == 16 + 50)
  }

  @Test("a run that diverges has no score")
  func diverges() throws {
    let settings = ProbeSettings(width: 8, batchSize: 8, steps: 30, learningRate: 1e38, testCount: 50)
    let task = CopyTask(gap: 1)
    let run = try ProbeRun(task, SmallCorpus.model("transformer"), settings)
    #expect(run.score(run.trained(seed: 1), on: task, seed: 1).isNaN)
  }

  @Test("learned positions cannot be read beyond the trained length; others can")
  func longer() throws {
    let task = CountingTask(length: 8)
    for positions in PositionEncoding.allCases {
      let run = try ProbeRun(
        task, SmallCorpus.model("transformer"), ProbeSettings(width: 8, positions: positions))
      #expect(run.canRead(task) && run.canRead(CountingTask(length: 9)) == (positions != .learned))
    }
    #expect(try ProbeRun(task, SmallCorpus.model("rnn"), ProbeSettings(width: 8)).canRead(CountingTask(length: 900)))
  }
}

/// A task that notes how many examples were drawn from it.
private struct NotedTask: ProbeTask {
  final class Drawn: Sendable { let count = Mutex(0) }
  let task: CopyTask
  let drawn = Drawn()

  var id: String { task.id }
  var distance: Int { task.distance }
  var vocabularySize: Int { task.vocabularySize }
  var length: Int { task.length }
  var asked: Range<Int> { task.asked }
  var answers: Range<Int32> { task.answers }
  var chance: Double { task.chance }

  func example(using generator: inout SeededGenerator) -> ProbeExample {
    drawn.count.withLock { $0 += 1 }
    return task.example(using: &generator)
  }

  func oracle(_ tokens: [Int32]) -> [Int32] { task.oracle(tokens) }
}
