// What work is said to take against what it takes.

import LabKit
import LabResults
import ModelCatalog
import SequenceKit
import TensorCore
import Testing

@Suite("What a step takes is told from a few rows, for any number of them")
struct MemoryNeedTests {
  private static let models = ["rnn", "birnn", "lstm", "gru", "transformer", "transformer-bidirectional"]

  private func model(
    _ identifier: String, vocabulary: Int, width: Int = 32, context: Int = 40
  ) throws -> any SequenceModel {
    let type = try #require(ModelCatalog.models.first { $0.identifier == identifier })
    return try type.init(
      ModelConfiguration(
        vocabularySize: vocabulary, width: width, layerCount: 2, headCount: 2, contextLength: context + 1))
  }

  /// What a tape takes for all rows, by making the step.
  private func taken(_ model: any SequenceModel, rows: Int, length: Int, isPlain: Bool) -> Double {
    let weights = Parameters<Float>(initializing: model.parameters, seed: 1)
    let tape = Tape(weights)
    tape.isPlain = isPlain
    let size = min(rows, model.sequencesAtOnce(length: length))
    let ids = (0..<size * length).map { Int32($0 * 7 % model.configuration.vocabularySize) }
    let tokens = TokenBatch(ids, batchSize: size, length: length)
    let loss = model.loss(tokens, targets: tokens, phase: .training(seed: 1), on: tape).mean
    tape.backward(from: loss, into: Parameters<Float>(zerosFor: model.parameters))
    return Double(tape.reservedBytes)
  }

  private func step(_ need: MemoryNeed) throws -> Double {
    try #require(need.parts.first { $0.name == "a step" }).bytes
  }

  @Test("For all models, as they run and by their equations", arguments: models, [false, true])
  func steps(identifier: String, isPlain: Bool) throws {
    let model = try model(identifier, vocabulary: 700)
    let length = PredictionTask.contextLength(for: model.sight, rowLength: 40)
    let settings = TrainingSettings(batchSize: 96, length: 40, threads: 1, isPlain: isPlain)
    let told = try step(MemoryNeed.training(model, settings, free: .infinity))
    let taken = taken(model, rows: 96, length: length, isPlain: isPlain)
    #expect(abs(told / taken - 1) < 0.2, "\(identifier): \(told) told, \(taken) taken")
  }

  @Test("Rows that are too long to be tried are told from shorter ones")
  func longRows() throws {
    let model = try model("lstm", vocabulary: 20, width: 4, context: 9000)
    let settings = TrainingSettings(batchSize: 1, length: 9000, threads: 1)
    let told = try step(MemoryNeed.training(model, settings, free: .infinity))
    let taken = taken(model, rows: 1, length: 9000, isPlain: false)
    #expect(abs(told / taken - 1) < 0.15, "\(told) told, \(taken) taken")
  }

  @Test("Threads have a gradient and a tape each; the best weights are one more copy")
  func copies() throws {
    let model = try model("gru", vocabulary: 500)
    let copy = 4 * Double(model.parameters.scalarCount)
    func need(threads: Int, keepsBest: Bool) -> MemoryNeed {
      .training(
        model, TrainingSettings(batchSize: 64, length: 20, threads: threads), keepsBest: keepsBest, evaluates: false,
        free: .infinity)
    }
    let (one, four) = (need(threads: 1, keepsBest: false), need(threads: 4, keepsBest: true))
    func weights(_ need: MemoryNeed) throws -> Double { need.bytes - (try step(need)) }
    #expect(abs(try weights(one) / copy - 4) < 0.02)
    #expect(abs(try weights(four) / copy - 8) < 0.02)
    // Each thread has a quarter of the rows, and workspaces of its own.
    #expect(try step(four) > step(one) * 0.9)
  }

  @Test("Scoring counts positions by vocabulary, and takes fewer rows at once where that is much")
  func vocabulary() throws {
    func scoring(_ vocabulary: Int, length: Int) throws -> Double {
      let model = try model("rnn", vocabulary: vocabulary, width: 8, context: length)
      let weights = Parameters<Float>(zerosFor: model.parameters)
      return MemoryNeed.reading(model, weights, length: length, threads: 1, free: .infinity).bytes
    }
    let small = try scoring(1000, length: 100)
    #expect(small > 4 * 16 * 1000 * 100)
    let large = try scoring(60_000, length: 100)
    #expect(large > 4 * 60_000 * 100 && large < 1.3 * 67_108_864)
    // A single row is read at once, however much that is.
    #expect(try scoring(60_000, length: 400) > 4 * 60_000 * 400)
  }

  @Test("Scoring takes all threads; with a state carried on, no more than a quick loss does, or one long piece")
  func threadsThatScore() throws {
    func scoring(length: Int, threads: Int, readsContinuously: Bool) throws -> Double {
      let model = try model("gru", vocabulary: 2000, width: 8, context: length)
      let settings = TrainingSettings(batchSize: 8, length: length, threads: threads)
      let need = MemoryNeed.training(model, settings, readsContinuously: readsContinuously, free: .infinity)
      return try #require(need.parts.last { $0.name == "scoring" }).bytes
    }
    let one = try scoring(length: 40, threads: 1, readsContinuously: false)
    #expect(one > 4 * 16 * 40 * 2000)
    #expect(try scoring(length: 40, threads: 8, readsContinuously: false) == 8 * one)
    // 32 rows, 16 for each thread.
    #expect(try scoring(length: 40, threads: 8, readsContinuously: true) == 2 * one)
    #expect(try scoring(length: 40, threads: 1, readsContinuously: true) == one)
    #expect(try scoring(length: 4, threads: 8, readsContinuously: true) > 4 * 256 * 2000)
  }

  @Test("A comparison takes what its largest model does, and the weights of all runs of all models")
  func comparison() throws {
    var plan = ComparisonPlan(.quick, threads: 1)
    (plan.seeds, plan.halfBudgetSeeds, plan.batchSize, plan.length) = ([1, 2, 3], 1, 2, 8)
    func rnn(width: Int) throws -> any SequenceModel {
      var configuration = plan.referenceConfiguration(vocabularySize: 50)
      configuration.width = width
      return try #require(ModelCatalog.models.first { $0.identifier == "rnn" }).init(configuration)
    }
    let (small, large) = (try rnn(width: 8), try rnn(width: 40))
    let one = MemoryNeed.training(
      large, plan.trainingSettings(peak: 1e-3, steps: 1, seed: 1), keepsBest: plan.validationLooks != nil,
      free: .infinity)
    let need = MemoryNeed.comparing([small, large], by: plan, free: .infinity)
    #expect(need.parts.dropLast() == one.parts[...])
    // Three seeds, and one with half of the steps.
    let scalars = small.parameters.scalarCount + large.parameters.scalarCount
    #expect(need.parts.last?.bytes == Double(4 * 4 * scalars))
    #expect(MemoryNeed.comparing([], by: plan, free: .infinity) == MemoryNeed())
  }

  @Test(
    "What fits is told as without a limit; what does not is refused after shorter trials, and not told twice as much",
    arguments: models, [20, 100])
  func shortTrials(identifier: String, length: Int) throws {
    let model = try model(identifier, vocabulary: 700, width: 256, context: length)
    let settings = TrainingSettings(batchSize: 4000 / length, length: length, threads: 1)
    func need(free: Double) -> MemoryNeed { .training(model, settings, evaluates: false, free: free) }
    let long = need(free: .infinity)
    let (step, weights) = (try step(long), long.bytes - (try step(long)))
    #expect(need(free: weights + 1.31 * step) == long)
    for share in [0.1, 0.2, 0.5, 0.9] {
      let free = weights + share * step
      let short = need(free: free)
      let ratio = (short.bytes - weights) / step
      #expect(short.bytes > free && ratio < 2, "\(identifier), \(share): \(ratio)")
    }
  }

  @Test("What cannot fit is not tried")
  func tooLarge() throws {
    let model = try model("transformer", vocabulary: 100, width: 64, context: 1_000_000)
    let settings = TrainingSettings(batchSize: 4, length: 1_000_000, threads: 2, isPlain: true)
    let need = MemoryNeed.training(model, settings, free: 1e9)
    #expect(need.bytes > 1e12)
  }

  @Test("what lies between buffers is told as a part of its own, and counts")
  func fragments() throws {
    let need = MemoryNeed.text(bytes: 100)
    #expect(need.addingFragments.bytes == 648 && need.addingFragments.parts.last?.name == "fragments")
    #expect(need.addingFragments.parts.dropLast() == need.parts[...])
  }
}
