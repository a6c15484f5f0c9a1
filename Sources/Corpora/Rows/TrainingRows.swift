// Which rows a training step sees.

import TensorCore

/// Draws the rows of each training step; the same seed gives the same rows for the same step, in any order of asking.
///
/// With a grammar, a row begins with the end of a story, so that its first target is a story's first token, and goes on
/// through the stories that follow in the split (after the last comes the first). An epoch takes every story as a
/// beginning once, in an order of its own. With a text, rows begin anywhere, uniformly.
public struct TrainingRows: Sendable {
  private let split: Split
  private let endToken: Int32?
  private let length: Int
  private let batchSize: Int
  private let seed: UInt64
  /// The order of the stories in the epoch that was asked for last.
  private var order: [Int] = []
  private var epoch = -1

  /// - Parameter length: positions in a row, T; a row takes T + 1 tokens.
  /// - Throws: `CorpusError.tooShort` if a text has no T + 1 tokens for training, or a grammar no story.
  public init(_ corpus: Corpus, length: Int, batchSize: Int, seed: UInt64) throws(CorpusError) {
    precondition(length > 0 && batchSize > 0, "TrainingRows: length \(length) and batch \(batchSize) must be positive")
    split = corpus.train
    endToken = corpus.grammar == nil ? nil : corpus.tokenizer.endToken
    let needed = endToken == nil ? length + 1 : 1
    guard split.count >= needed else { throw .tooShort(name: corpus.name, needs: needed, has: split.count) }
    self.length = length
    self.batchSize = batchSize
    self.seed = seed
  }

  /// The rows of a step, counted from 0. `[batch, time]`
  /// - Complexity: O(batch · time), and O(stories) when an epoch begins.
  public mutating func batch(step: Int) -> Rows {
    precondition(step >= 0, "TrainingRows: step \(step) is negative")
    var rows = Rows(batchSize: batchSize, length: length, padding: 0)
    var random = SeededGenerator(seed: seed, stream: UInt64(step))
    for row in 0..<batchSize {
      if let endToken {
        let start = split.documentStarts[story(step * batchSize + row)]
        fill(&rows, row, from: start, first: endToken)
      } else {
        let start = random.index(below: split.count - length)
        fill(&rows, row, from: start + 1, first: split.tokens[start])
      }
    }
    return rows
  }

  /// The story that the row number `draw` begins with.
  private mutating func story(_ draw: Int) -> Int {
    let count = split.documentStarts.count
    if draw / count != epoch {
      epoch = draw / count
      order = Array(0..<count)
      // Streams of epochs are apart from those of steps.
      var random = SeededGenerator(seed: ~seed, stream: UInt64(epoch))
      random.shuffle(&order)
    }
    return order[draw % count]
  }

  private func fill(_ rows: inout Rows, _ row: Int, from start: Int, first: Int32) {
    var input = first
    var position = start
    for cell in row * length..<(row + 1) * length {
      rows.inputs[cell] = input
      rows.targets[cell] = split.tokens[position]
      rows.positions[cell] = Int32(position)
      input = split.tokens[position]
      position += 1
      if position == split.count { position = 0 }
    }
  }
}
