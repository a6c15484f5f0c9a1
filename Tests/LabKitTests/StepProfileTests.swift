// The profile of a training step: its parts make up the whole, and count what the benchmark counts.

import Foundation
import LabKit
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Profile of a step")
struct StepProfileTests {
  private let configuration = ModelConfiguration(
    vocabularySize: 16, width: 8, layerCount: 1, headCount: 2, contextLength: 12)

  private func benchmark(_ identifier: String, threads: Int, isProfiled: Bool) throws -> StepBenchmark {
    try StepBenchmark(
      SmallCorpus.model(identifier), configuration, batchSize: 4, length: 12, steps: 4, warmup: 1, threads: threads,
      isProfiled: isProfiled)
  }

  @Test("the longest chain is that of a tape that makes the same step")
  func span() throws {
    let model = try SmallCorpus.model("lstm").init(configuration)
    let tape = Tape(Parameters<Float>(initializing: model.parameters, seed: 0))
    func tokens(_ stream: String) -> TokenBatch {
      .random(batchSize: 4, length: 12, vocabularySize: 16, stream: stream)
    }
    tape.backward(
      from: model.loss(tokens("tokens"), targets: tokens("targets"), phase: .training(seed: 0), on: tape).mean,
      into: Parameters(zerosFor: model.parameters))
    #expect(try benchmark("lstm", threads: 1, isProfiled: false).spanPerStep == tape.currentCounts.span)
  }

  @Test("shares sum to 1, parts to the threads' time, work to the step's", arguments: [1, 2])
  func sums(threads: Int) throws {
    let benchmark = try benchmark("lstm", threads: threads, isProfiled: true)
    let profile = try #require(benchmark.profile)
    let parts = profile.parts
    #expect(profile.steps == 4)
    #expect(abs(parts.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    let whole = profile.millisecondsPerStep * Double(threads)
    #expect(abs(parts.reduce(0) { $0 + $1.milliseconds } - whole) < 1e-9 * whole)
    #expect(parts.reduce(0) { $0 + ($1.work ?? 0) } == benchmark.flopsPerStep)
    #expect(parts.allSatisfy { $0.milliseconds >= 0 && $0.share >= 0 })
    #expect(parts.map(\.milliseconds) == parts.map(\.milliseconds).sorted(by: >))
  }

  @Test("operations have calls, both passes and rates; what is done apart from the tapes has its time only")
  func parts() throws {
    let benchmark = try benchmark("transformer", threads: 2, isProfiled: true)
    let parts = try #require(benchmark.profile).parts
    let apart = Set(parts.filter { $0.calls == nil }.map(\.name))
    #expect(apart == ["adding gradients", "gradient norm", "optimiser", "waiting and rest"])
    for part in parts {
      guard let calls = part.calls else {
        #expect(part.forwardMilliseconds == nil && part.work == nil && part.threadRate == nil)
        continue
      }
      // Two threads record the same operations.
      #expect(calls > 0 && calls % 2 == 0)
      let sum = (part.forwardMilliseconds ?? 0) + (part.backwardMilliseconds ?? 0)
      #expect(abs(sum - part.milliseconds) < 1e-12)
      guard let work = part.work, let rate = part.threadRate, let ofLimit = part.ofLimit else { continue }
      #expect(abs(rate * part.milliseconds * 1e6 - Double(work)) < 1e-6 * Double(work))
      #expect(abs(ofLimit * benchmark.productRate / 2 - rate) < 1e-9 * rate)
    }
    #expect(parts.first { $0.name == "attention" }?.work ?? 0 > 0)
  }

  @Test("without being asked for there is no profile, in the result or in its JSON")
  func absent() throws {
    let plain = try benchmark("rnn", threads: 1, isProfiled: false)
    #expect(plain.profile == nil)
    let keys = try JSONSerialization.jsonObject(with: JSONEncoder().encode(plain)) as? [String: Any]
    #expect(keys?["profile"] == nil && keys?["ms_per_step"] != nil)
  }

  @Test("workers add up what their threads have timed since the profile began")
  func workers() throws {
    let model = try SmallCorpus.model("rnn").init(configuration)
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 0)
    let workers = GradientWorkers(model, parameters: parameters, threads: 3)
    let tokens = TokenBatch([Int32](repeating: 1, count: 48), batchSize: 4, length: 12)
    _ = try workers.gradient(of: tokens, targets: tokens, seed: 0)
    #expect(workers.profile == TapeProfile())
    workers.startProfile()
    #expect(workers.additionTime == .zero)
    var work = 0
    for seed in 0..<2 { work += try workers.gradient(of: tokens, targets: tokens, seed: UInt64(seed)).counts.work }
    #expect(workers.profile.operations.values.reduce(0) { $0 + $1.forwardWork + $1.backwardWork } == work)
    #expect(workers.profile.operations["recurrence"]?.calls == 6)
    #expect(workers.additionTime > .zero)
  }
}
