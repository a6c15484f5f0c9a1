// Tokens for measurements that do not ask what is read.

import SequenceKit
import TensorCore

extension TokenBatch {
  /// Random tokens, the same each time.
  package static func random(batchSize: Int, length: Int, vocabularySize: Int, stream: String) -> TokenBatch {
    var generator = SeededGenerator(seed: 0, stream: stream)
    return TokenBatch(
      (0..<batchSize * length).map { _ in Int32(generator.index(below: vocabularySize)) }, batchSize: batchSize,
      length: length)
  }
}
