// Learning, on the smallest tasks that there are: what comes next in a cycle, and what a row repeats.

import Foundation
import LabKit
import NeuralLayers
import SequenceKit
import TensorCore

extension ModelCase {
  /// At most 400 steps of AdamW bring the loss below a tenth of what a guess among five tokens has.
  ///
  /// On a cycle of five tokens, a model that reads from the left predicts the next one, and one that sees around a position each token
  /// from those beside it. One that fills blanks predicts one in four of a row that repeats a token.
  func checkLearning() throws(Violation) -> Outcome {
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 3)
    let optimizer = AdamW<Float>(AdamWSettings(weightDecay: 0), for: model.parameters)
    let workers = GradientWorkers<Float>(model, parameters: parameters, threads: 1)
    let (steps, guess) = (400, log(5.0))
    for step in 0..<steps {
      let (tokens, targets) = task(seed: UInt64(step))
      let result: GradientWorkers<Float>.Result
      do { result = try workers.gradient(of: tokens, targets: targets, seed: UInt64(step)) } catch {
        throw Violation(
          "at step \(step) of learning, a value is not finite; it came from '\(error.operation)'",
          lookAt: "what '\(error.operation)' is given")
      }
      if result.loss < guess / 30 { break }
      optimizer.update(
        parameters, gradient: result.gradient, learningRate: 0.01,
        gradientScale: optimizer.clippingFactor(norm: result.gradient.norm))
    }
    let (tokens, targets) = task(seed: 1000)
    let reached = Double(loss(tokens, targets: targets, parameters))
    guard reached < guess / 10 else {
      let task = model.sight == .masked ? "rows that repeat one of" : "a cycle of"
      throw Violation(
        "after \(steps) steps on \(task) 5 tokens the loss is \(short(reached)) nats, not below \(short(guess / 10)); "
          + "a guess has \(short(guess))", lookAt: "what reaches the features, and initialisers")
    }
    return .met
  }

  /// Cycles 0 1 2 3 4 0 … of random beginnings, or rows 3 3 _ 3 … for a model that fills blanks: where to look for the tokens beside
  /// a blank would take it long to find. And what to predict of them.
  private func task(seed: UInt64) -> (tokens: TokenBatch, targets: TokenBatch) {
    let (batchSize, length) = (10, 8)
    var generator = SeededGenerator(seed: seed, stream: "cycles")
    var (tokens, targets): ([Int32], [Int32]) = ([], [])
    for _ in 0..<batchSize {
      let start = generator.index(below: 5)
      for position in 0..<length {
        let token = Int32(model.sight == .masked ? start : (start + position) % 5)
        switch model.sight {
        case .left:
          tokens.append(token)
          targets.append((token + 1) % 5)
        case .around:
          tokens.append(token)
          targets.append(token)
        case .masked:
          let isBlank = generator.index(below: 4) == 0
          tokens.append(isBlank ? Int32(configuration.vocabularySize - 1) : token)
          targets.append(isBlank ? token : -1)
        }
      }
    }
    func batch(_ tokens: [Int32]) -> TokenBatch { TokenBatch(tokens, batchSize: batchSize, length: length) }
    return (batch(tokens), batch(targets))
  }
}
