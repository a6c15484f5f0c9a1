// Rows that ask for every token of a split exactly once.

/// The rows that a split is scored with: all of its targets, each exactly once.
///
/// With a grammar, whole stories are packed into rows, each row beginning with the end of a story; unused positions
/// hold that token too and ask nothing. A story longer than a row is cut, and what follows the cut has a shorter
/// context. With a text, windows of `length` follow each other by `stride`; each asks only for what the one before
/// it did not, so that all but the first targets have at least `length − stride` tokens of context. A text's first
/// token has nothing before it and is not asked for. They are made as they are asked for: a large text's rows would take several times
/// the memory of its tokens.
public struct EvaluationRows: Sendable {
  /// How many rows there are.
  public let count: Int
  /// A grammar's rows; nil for a text.
  private let packed: Rows?
  private let split: Split
  private let length, stride: Int

  /// - Parameter stride: for a text, from 1 to `length`; nil stands for `length`, windows without overlap.
  /// - Throws: `CorpusError.tooShort` for a split without a target.
  public init(_ split: Split, of corpus: Corpus, length: Int, stride: Int? = nil) throws(CorpusError) {
    precondition(length > 0, "EvaluationRows: length \(length) must be positive")
    (self.split, self.length, self.stride) = (split, length, min(max(1, stride ?? length), length))
    if corpus.grammar != nil, let end = corpus.tokenizer.endToken {
      guard split.count > 0 else { throw .tooShort(name: corpus.name, needs: 1, has: 0) }
      let rows = Self.packed(split, end: end, length: length)
      (packed, count) = (rows, rows.batchSize)
      return
    }
    guard split.count >= 2 else { throw .tooShort(name: corpus.name, needs: 2, has: split.count) }
    // Window k reads from k·stride; the last one may break off.
    let last = split.count - 1
    (packed, count) = (nil, last <= length ? 1 : 1 + (last - length + self.stride - 1) / self.stride)
  }

  /// All rows at once.
  /// - Parameters: as of `init`.
  /// - Complexity: O(rows · length)
  public static func make(
    _ split: Split, of corpus: Corpus, length: Int, stride: Int? = nil
  ) throws(CorpusError) -> Rows {
    let rows = try EvaluationRows(split, of: corpus, length: length, stride: stride)
    return rows.rows(0..<rows.count)
  }

  /// Some of the rows, in the order of the numbers.
  /// - Complexity: O(rows · length)
  public func rows(_ numbers: some Collection<Int>) -> Rows { packed?.rows(numbers) ?? windows(numbers) }

  /// The rows that hold some targets, and others where that is as well: of a grammar all.
  public func rows(holding positions: [Int]) -> Rows {
    if let packed { return packed }
    let numbers = Set(positions.map { $0 <= length ? 0 : ($0 - length + stride - 1) / stride })
    return windows(numbers.sorted())
  }

  private static func packed(_ split: Split, end: Int32, length: Int) -> Rows {
    // A piece is what one row takes of a story: where it begins in the split, and in the rows' cells.
    var pieces: [(range: Range<Int>, cell: Int)] = []
    var cell = 0
    for index in split.documentStarts.indices {
      var range = split.documentRange(index)
      let room = length - cell % length
      if range.count > room, room < length { cell += room }
      while range.count > length {
        pieces.append((range.prefix(length), cell))
        range = range.dropFirst(length)
        cell += length
      }
      pieces.append((range, cell))
      cell += range.count
    }
    var rows = Rows(batchSize: (cell + length - 1) / length, length: length, padding: end)
    for (range, cell) in pieces {
      for (offset, position) in range.enumerated() {
        rows.inputs[cell + offset] = position == 0 ? end : split.tokens[position - 1]
        rows.targets[cell + offset] = split.tokens[position]
        rows.positions[cell + offset] = Int32(position)
      }
    }
    return rows
  }

  private func windows(_ numbers: some Collection<Int>) -> Rows {
    let last = split.count - 1
    var rows = Rows(batchSize: numbers.count, length: length, padding: 0)
    for (row, number) in numbers.enumerated() {
      let start = number * stride
      // A row that breaks off still holds the last token, for models that read both sides.
      for offset in 0..<min(length, last - start + 1) {
        let cell = row * length + offset
        rows.inputs[cell] = split.tokens[start + offset]
        guard start + offset < last, number == 0 || offset >= length - stride else { continue }
        rows.targets[cell] = split.tokens[start + offset + 1]
        rows.positions[cell] = Int32(start + offset + 1)
      }
    }
    return rows
  }
}
