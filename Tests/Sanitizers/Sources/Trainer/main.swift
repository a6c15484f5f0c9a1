// Training steps on several threads, and a team that maps, for the thread sanitizer to watch. `Trainer race` has the threads write one place,
// which it must find.

import Foundation
import LSTM
import SequenceKit
import TensorCore
import Transformer

let configuration = ModelConfiguration(
  vocabularySize: 20, width: 16, layerCount: 2, headCount: 2, contextLength: 12)

/// Some steps of a model; a new team each time, for a race at its start or its end to show.
func train(_ type: any SequenceModel.Type, threads: Int) throws {
  var generator = SeededGenerator(seed: 1)
  let model = try type.init(configuration)
  let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
  let learner = Learner(model, parameters: parameters, threads: threads)
  for step in 0..<5 {
    let tokens = (0..<7 * 12).map { _ in Int32(generator.index(below: 20)) }
    let batch = TokenBatch(tokens, batchSize: 7, length: 12)
    let made = try learner.step(batch, targets: batch, seed: UInt64(step), learningRate: 0.01)
    guard made.loss.isFinite else { fatalError("the loss is not finite") }
  }
}

/// What a team of threads must not do.
func race() {
  nonisolated(unsafe) let shared = UnsafeMutablePointer<Int>.allocate(capacity: 1)
  shared.initialize(to: 0)
  let team = ThreadTeam(count: 3)
  for round in 0..<50 { _ = team.map([1, 2, 3, 4], worker: round) { _, item in shared.pointee += item } }
  print("three threads added up to \(shared.pointee)")
}

if CommandLine.arguments.contains("race") {
  race()
  exit(0)
}
for round in 0..<20 {
  try train(round % 2 == 0 ? LSTMModel.self : TransformerModel.self, threads: 2 + round % 3)
  let team = ThreadTeam(count: 3)
  let sums = (0..<50).map { round in team.map([1, 2, 3, 4], worker: round) { $0 + $1 }.reduce(0, +) }
  guard sums == (0..<50).map({ 10 + 4 * $0 }) else { fatalError("a team's sums are wrong") }
}
print("trained without a race")
