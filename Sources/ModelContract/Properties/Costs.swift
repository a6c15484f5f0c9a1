// What the tape counts follows from sizes alone, and adds up over a batch.

import SequenceKit
import TensorCore

extension ModelCase {
  /// Implied for every model, by what costs and batches are:
  /// - other tokens of the same shape cost the same;
  /// - each further sequence costs the same, and no more than the first; what sequences share, and the first term of each sum
  ///   over rows, is in the first;
  /// - the chain to the logits is not longer for more sequences, and no chain is longer than all work;
  /// - the backward pass costs between one and four times the forward pass: a product has one to two there, and hardly anything more
  ///   than three.
  ///
  /// The batches are so small that no recurrence maps its table of tokens in their place.
  func checkCosts() throws(Violation) -> Outcome {
    let length = max(1, min(3, (configuration.vocabularySize - 1) / 3))
    let counts = (1...3).map { cost(of: tokens(batchSize: $0, length: length)) }
    try checkValues(counts[2], length: length)
    for (name, work) in [("forward", \TapeCounts.forwardWork), ("backward", \.backwardWork)] {
      let first = counts[0][keyPath: work]
      let (second, third) = (counts[1][keyPath: work] - first, counts[2][keyPath: work] - counts[1][keyPath: work])
      guard second == third, name == "backward" || second <= first else {
        throw Violation(
          "of the \(name) pass's operations, the first sequence takes \(first), a second \(second), a third \(third)",
          lookAt: "what `features` computes across sequences")
      }
    }
    let spans = (1...3).map { logitSpan(tokens(batchSize: $0, length: length)) }
    guard spans[0] == spans[1], spans[1] == spans[2] else {
      throw Violation(
        "the chain of dependent operations to the logits grows with the batch: \(spans) for 1, 2, 3 sequences",
        lookAt: "loops and sums over sequences")
    }
    for count in counts {
      let ratio = Double(count.backwardWork) / Double(count.forwardWork)
      guard count.span > 0, count.span <= count.work, (1...4).contains(ratio) else {
        throw Violation(
          "\(count.forwardWork) operations forward, \(count.backwardWork) backward, \(count.span) in the longest chain: "
            + "the backward pass has one to four times the forward's, and no chain more than all",
          lookAt: "what is computed, but does not reach the loss")
      }
    }
    return .met
  }

  /// Other tokens, also all alike ones, cost the same.
  private func checkValues(_ expected: TapeCounts, length: Int) throws(Violation) {
    let (batchSize, vocabulary) = (3, configuration.vocabularySize)
    let random = (20..<24).map { tokens(batchSize: batchSize, length: length, seed: $0) }
    let alike = [0, vocabulary - 1].map {
      TokenBatch(Array(repeating: Int32($0), count: batchSize * length), batchSize: batchSize, length: length)
    }
    for batch in random + alike {
      let found = cost(of: batch)
      guard found != expected else { continue }
      throw Violation(
        "the cost depends on the tokens: \(found.work) operations in \(found.operations) for \(batch.tokens.prefix(length)) …, "
          + "\(expected.work) in \(expected.operations) for others",
        lookAt: "branches and loops that depend on token numbers or values")
    }
  }

  /// What a loss and its gradient cost.
  private func cost(of tokens: TokenBatch) -> TapeCounts {
    let tape = Tape(weights(Float.self))
    tape.backward(
      from: model.loss(tokens, targets: tokens, on: tape).mean, into: Parameters(zerosFor: model.parameters))
    return tape.currentCounts
  }

  private func logitSpan(_ tokens: TokenBatch) -> Int {
    let tape = Tape(weights(Float.self), recordsGradients: false)
    _ = model.logits(tokens, on: tape)
    return tape.currentCounts.span
  }
}
