// What exercise 3b asks for.

/// What a model reads, and what it should predict at each place.
public struct TrainingRow: Equatable, Sendable {
  /// The words that are read.
  public var inputs: [Int]
  /// At each place the word that comes next.
  public var targets: [Int]

  /// A row.
  public init(inputs: [Int], targets: [Int]) { (self.inputs, self.targets) = (inputs, targets) }
}

/// Cuts a text into rows.
public protocol RowCutting {
  /// Rows of `length` words; the last may be shorter, and none is empty. Together they ask for every word of the text but the first, once.
  static func rows(of text: [Int], length: Int) -> [TrainingRow]
}
