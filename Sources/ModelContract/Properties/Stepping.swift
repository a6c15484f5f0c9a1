// Read in pieces, a sequence has the logits that it has at once.

import SequenceKit
import TensorCore

extension ModelCase {
  /// Token by token, in pieces and at once, to 1e-5 in single and 1e-12 in double precision; the state keeps count of what it
  /// has read, has the capacity that it says, and a copy of it goes on by itself.
  func checkStepping() throws(Violation) -> Outcome {
    guard let state = model.initialState(batchSize: 3, scalar: Float.self) else {
      guard model.stateCapacity == nil else {
        throw Violation("it has a `stateCapacity`, but no state", lookAt: "`initialState` and `stateCapacity`")
      }
      return .notApplicable("it is not read step by step: it has no initial state")
    }
    guard model.sight == .left else {
      throw Violation(
        "it has a state to go on from, but sees what comes later: a step cannot know that", lookAt: "`initialState`")
    }
    guard state.capacity == model.stateCapacity, state.position == 0 else {
      throw Violation(
        "`stateCapacity` says \(words(model.stateCapacity)), but a state has room for \(words(state.capacity)) and "
          + "starts at position \(state.position)", lookAt: "`stateCapacity` and `initialState`")
    }
    try checkStepping(Double.self, tolerance: 1e-12)
    try checkStepping(Float.self, tolerance: 1e-5)
    return .met
  }

  private func words(_ capacity: Int?) -> String { capacity.map { "\($0) tokens" } ?? "any number of tokens" }

  private func checkStepping<S: TensorScalar>(_ type: S.Type, tolerance: Double) throws(Violation) {
    let length = min(8, model.stateCapacity ?? 8)
    let (parameters, tokens) = (weights(type), tokens(batchSize: 3, length: length))
    let whole = rows(tokens, parameters)
    for size in [1, 3, length] {
      var state = model.initialState(batchSize: 3, scalar: type)
      for start in stride(from: 0, to: length, by: size) {
        let range = start..<min(start + size, length)
        let fork = state
        let piece = try read(tokens.positions(range), &state, parameters, end: range.upperBound)
        try compare(piece, at: range, with: whole, limit: tolerance * whole.scale, size: size)
        // The copy that was made before must not have moved with the state.
        var copy = fork
        let again = try read(tokens.positions(range), &copy, parameters, end: range.upperBound)
        guard isIdentical(piece.scalars, again.scalars) else {
          throw Violation(
            "a copy of the state, read on from position \(start), gives other logits than the state itself",
            lookAt: "what `features` changes in place outside `state`")
        }
      }
    }
  }

  /// Reads a piece and moves the state on.
  private func read<S: TensorScalar>(
    _ tokens: TokenBatch, _ state: inout SequenceState<S>?, _ parameters: Parameters<S>, end: Int
  ) throws(Violation) -> LogitRows<S> {
    let tape = Tape(parameters, recordsGradients: false)
    let logits = model.logits(tokens, continuing: &state, on: tape).value.scalars
    guard state?.position == end else {
      throw Violation(
        "after \(end) tokens, the state says that it has read \(state?.position ?? 0)",
        lookAt: "`state?.position += tokens.length` at the end of `features`")
    }
    return LogitRows(scalars: logits, length: tokens.length, vocabulary: configuration.vocabularySize)
  }

  private func compare<S: TensorScalar>(
    _ piece: LogitRows<S>, at range: Range<Int>, with whole: LogitRows<S>, limit: Double, size: Int
  ) throws(Violation) {
    for position in range {
      for sequence in 0..<3 {
        let distance = LogitRows.distance(piece[sequence, position - range.lowerBound], whole[sequence, position])
        guard distance > limit else { continue }
        let place =
          range.lowerBound == 0
          ? "what `features` does differently where there is a state: nothing has been handed on yet"
          : "what `features` leaves in `state`, and what it takes up from it: states, memories, the position"
        throw Violation(
          "read in pieces of \(size), position \(position) has logits that differ by \(short(distance)) from those of "
            + "the whole sequence", lookAt: place)
      }
    }
  }
}
