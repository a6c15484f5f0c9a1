// What a recurrence reads: a sequence, or rows of a table.

/// The inputs of a recurrence, time-major: a sequence [T, B, K], or rows of a table [N, K] by their numbers.
public struct RecurrentInput<Scalar: TensorScalar> {
  /// [T, B, K], or the table [N, K].
  let source: Variable<Scalar>
  /// The row of the table for each step and sequence; nil: the source is the sequence itself.
  let indices: [Int32]?
  /// T, and B: the sequences that run side by side.
  public let steps, batchSize: Int
  /// The tape that the input is on, and that the recurrence is recorded on.
  public var tape: Tape<Scalar> { source.tape }

  /// - Shape: [T, B, K].
  public init(_ values: Variable<Scalar>) {
    precondition(values.shape.rank == 3, "recurrence: the input has shape \(values.shape), not [T, B, K]")
    (source, indices, steps, batchSize) = (values, nil, values.shape[0], values.shape[1])
  }

  /// Rows of a table, such as embedded tokens.
  ///
  /// Where each row is read at least twice on average, the recurrence maps the table by W and then picks from the result,
  /// x_t·W + b = (E·W + b)[token_t], and sums up the gradients of a row before it maps them back: N rows go through the products
  /// instead of T·B.
  /// - Parameter indices: Time-major, [T·B].
  /// - Precondition: all indices are in 0..<N.
  public init(rowsOf table: Variable<Scalar>, at indices: [Int32], batchSize: Int) {
    precondition(
      batchSize > 0 && indices.count % batchSize == 0, "recurrence: \(indices.count) indices for \(batchSize) sequences"
    )
    (steps, self.batchSize) = (indices.count / batchSize, batchSize)
    if indices.count >= 2 * table.shape[0] {
      checkIndices(indices, of: table, "recurrence")
      (source, self.indices) = (table, indices)
    } else {
      let values = rows(of: table, at: indices)
      (source, self.indices) = (values.reshaped(to: [steps, batchSize, table.shape[1]]), nil)
    }
  }

  /// The sequence. [T, B, K].
  public var values: Variable<Scalar> {
    guard let indices else { return source }
    return rows(of: source, at: indices).reshaped(to: [steps, batchSize, source.shape[1]])
  }
}
