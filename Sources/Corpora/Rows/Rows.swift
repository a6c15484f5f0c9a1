// Rows of tokens: what a model is given, and what it should answer.

/// A batch of rows, row-major `[batch, time]`: the target at a position is the token after the input there.
public struct Rows: Sendable, Equatable {
  /// The number of rows.
  public let batchSize: Int
  /// The number of positions in a row.
  public let length: Int
  /// What the model reads. `[batch, time]`
  public internal(set) var inputs: [Int32]
  /// What comes next; −1 where nothing is asked. `[batch, time]`
  public internal(set) var targets: [Int32]
  /// The target's index in the split; −1 where nothing is asked. `[batch, time]`
  public internal(set) var positions: [Int32]

  /// Empty rows: inputs of `padding`, nothing asked.
  init(batchSize: Int, length: Int, padding: Int32) {
    self.batchSize = batchSize
    self.length = length
    inputs = Array(repeating: padding, count: batchSize * length)
    targets = Array(repeating: -1, count: batchSize * length)
    positions = targets
  }

  /// Some of the rows, in the order of the numbers, which may repeat.
  public func rows(_ numbers: some Collection<Int>) -> Rows {
    var part = Rows(batchSize: numbers.count, length: length, padding: 0)
    func pick(_ cells: [Int32]) -> [Int32] { numbers.flatMap { cells[$0 * length..<($0 + 1) * length] } }
    part.inputs = pick(inputs)
    part.targets = pick(targets)
    part.positions = pick(positions)
    return part
  }
}
