// How two results differ, by how much and where, and the words for it.

import Foundation
import SequenceKit
import TensorCore

/// The largest difference, over the largest expected magnitude; that is taken to be at least 10⁻⁶.
package func deviation(_ found: [some BinaryFloatingPoint], from expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var (difference, magnitude) = (0.0, 1e-6)
  for (a, b) in zip(found, expected) {
    guard a.isFinite else { return .infinity }
    difference = max(difference, abs(Double(a) - b))
    magnitude = max(magnitude, abs(b))
  }
  return difference / magnitude
}

/// Whether two arrays hold the same bits.
package func isIdentical<S: BinaryFloatingPoint>(_ a: some Sequence<S>, _ b: some Sequence<S>) -> Bool {
  a.elementsEqual(b) { $0.sign == $1.sign && $0 == $1 }
}

/// The logits [B, T, V] of a batch, looked at position by position.
struct LogitRows<Scalar: TensorScalar> {
  let scalars: [Scalar]
  let length, vocabulary: Int

  /// The logits at a position of a sequence. [V]
  subscript(sequence: Int, position: Int) -> ArraySlice<Scalar> {
    let start = (sequence * length + position) * vocabulary
    return scalars[start..<start + vocabulary]
  }

  /// How far two rows are apart in their largest element; infinite where one is not finite.
  static func distance(_ a: ArraySlice<Scalar>, _ b: ArraySlice<Scalar>) -> Double {
    zip(a, b).reduce(0) { largest, pair in
      let difference = abs(Double(pair.0) - Double(pair.1))
      return difference.isFinite ? max(largest, difference) : .infinity
    }
  }

  /// The largest magnitude, at least 1: what tolerances are relative to.
  var scale: Double { scalars.reduce(1) { max($0, abs(Double($1))) } }
}

extension ModelCase {
  /// The logits of a batch, position by position.
  func rows<S: TensorScalar>(_ tokens: TokenBatch, _ parameters: Parameters<S>) -> LogitRows<S> {
    LogitRows(
      scalars: logits(tokens, parameters), length: tokens.length, vocabulary: configuration.vocabularySize)
  }
}

/// A number in few digits: 0.31, 4.2e-07.
func short(_ value: Double) -> String {
  if value == 0 { return "0" }
  return String(format: abs(value) < 1e-3 || abs(value) >= 1e5 ? "%.1e" : "%.3g", value)
}
