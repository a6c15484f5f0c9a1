// The head that looks for what followed before.

import LabKit
import SequenceKit
import TensorCore

/// How much attention goes from a token to what followed its last occurrence.
enum InductionHead {
  /// The mean share over asked positions of some examples, of the head with the largest.
  /// - Returns: nil for a model without attention.
  static func share(
    _ model: any SequenceModel, _ parameters: Parameters<Float>, on task: InductionTask, seed: UInt64
  ) -> Double? {
    let tape = Tape(parameters, recordsGradients: false)
    tape.isObserved = true
    var generator = SeededGenerator(seed: seed, stream: "heads of \(task.id)")
    let examples = task.examples(count: 100, using: &generator)
    var shares: [[Double]] = []
    for example in examples {
      _ = model.features(of: TokenBatch(example.tokens), on: tape)
      let layers = tape.exposed(.attention).compactMap { $0.first?.value }
      if shares.isEmpty { shares = layers.map { Array(repeating: 0, count: $0.shape[1]) } }
      for (layer, weights) in layers.enumerated() {
        for head in shares[layer].indices { shares[layer][head] += share(of: weights, head, example.tokens, task) }
      }
      tape.reset()
    }
    return shares.joined().max().map { $0 / Double(examples.count) }
  }

  /// - Parameter weights: [1, heads, T, T]
  private static func share(
    of weights: Tensor<Float>, _ head: Int, _ tokens: [Int32], _ task: InductionTask
  ) -> Double {
    let length = tokens.count
    return weights.withUnsafeScalars { weights in
      task.asked.reduce(0) { sum, position in
        let source = (tokens[..<position].lastIndex(of: tokens[position]) ?? 0) + 1
        return sum + Double(weights[(head * length + position) * length + source])
      }
    } / Double(task.asked.count)
  }
}
