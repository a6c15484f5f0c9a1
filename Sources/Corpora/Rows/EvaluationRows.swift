// Rows that ask for every token of a split exactly once.

/// Makes the rows that a split is scored with.
public enum EvaluationRows {
  /// All targets of a split, each exactly once.
  ///
  /// With a grammar, whole stories are packed into rows, each row beginning with the end of a story; unused positions
  /// hold that token too and ask nothing. A story longer than a row is cut, and what follows the cut has a shorter
  /// context. With a text, windows of `length` follow each other by `stride`; each asks only for what the one before
  /// it did not, so that all but the first targets have at least `length − stride` tokens of context. A text's first
  /// token has nothing before it and is not asked for.
  ///
  /// - Parameter stride: for a text, from 1 to `length`; nil stands for `length`, windows without overlap.
  /// - Throws: `CorpusError.tooShort` for a split without a target.
  /// - Complexity: O(rows · length)
  public static func make(
    _ split: Split, of corpus: Corpus, length: Int, stride: Int? = nil
  ) throws(CorpusError) -> Rows {
    precondition(length > 0, "EvaluationRows: length \(length) must be positive")
    if corpus.grammar != nil, let end = corpus.tokenizer.endToken {
      guard split.count > 0 else { throw .tooShort(name: corpus.name, needs: 1, has: 0) }
      return packed(split, end: end, length: length)
    }
    guard split.count >= 2 else { throw .tooShort(name: corpus.name, needs: 2, has: split.count) }
    return windows(split, length: length, stride: min(max(1, stride ?? length), length))
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

  private static func windows(_ split: Split, length: Int, stride: Int) -> Rows {
    // Window k reads from k·stride; the last one may break off.
    let last = split.count - 1
    let count = last <= length ? 1 : 1 + (last - length + stride - 1) / stride
    var rows = Rows(batchSize: count, length: length, padding: 0)
    for row in 0..<count {
      let start = row * stride
      // A row that breaks off still holds the last token, for models that read both sides.
      for offset in 0..<min(length, last - start + 1) {
        let cell = row * length + offset
        rows.inputs[cell] = split.tokens[start + offset]
        guard start + offset < last, row == 0 || offset >= length - stride else { continue }
        rows.targets[cell] = split.tokens[start + offset + 1]
        rows.positions[cell] = Int32(start + offset + 1)
      }
    }
    return rows
  }
}
