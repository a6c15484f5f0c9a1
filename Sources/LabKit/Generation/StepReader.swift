// Reads a text token by token with whatever a model keeps; one that keeps nothing reads it from the beginning each time.

import SequenceKit
import TensorCore

/// Reads tokens into a model's state, and tells the logits after the last.
struct StepReader {
  private let model: any SequenceModel
  private let tape: Tape<Float>
  /// Nil for a model that has none. Handed to the model in place: with a second reference to its tensors, each step would copy them.
  private var state: SequenceState<Float>?
  /// The last tokens read: what a new state begins with, and all that a model without one reads.
  private var recent: [Int32] = []

  /// - Parameter threads: How many share the products of a large model; the numbers are the same.
  init(_ model: any SequenceModel, parameters: Parameters<Float>, threads: Int) {
    state = model.initialState(batchSize: 1, scalar: Float.self)
    self.model = model
    tape = Tape(parameters, recordsGradients: false)
    tape.team = threads > 1 ? ThreadTeam(count: threads) : nil
  }

  /// The logits after some more tokens, at least one. [V]
  mutating func logits(after new: [Int32]) throws(GenerationError) -> [Float] {
    var unread = new
    if state == nil {
      recent += new
      if let longest = model.longestSequence { recent = Array(recent.suffix(longest)) }
      unread = recent
    } else if let capacity = model.stateCapacity, let position = state?.position {
      recent = Array((recent + new).suffix(capacity))
      if position + new.count > capacity {
        unread = position == 0 ? recent : recent.suffix(max(1, capacity / 2))
        if position > 0 { state = model.initialState(batchSize: 1, scalar: Float.self) }
      }
    }
    // The tape lets go of the state before the next step.
    defer { tape.reset() }
    let features = model.features(of: TokenBatch(unread), state: &state, phase: .evaluation, on: tape)
    let last = features.rows.shape.rows - 1
    let logits = model.head.logits(features.rows.slice(last..<last + 1, along: 0)).value.scalars
    guard logits.allSatisfy(\.isFinite) else { throw .notFinite(model: type(of: model).identifier) }
    return logits
  }
}
