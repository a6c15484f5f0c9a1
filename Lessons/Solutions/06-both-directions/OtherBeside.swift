// Exercise 6a another way: each place by itself, from a text that is cut in two there.

import BothSides

enum OtherBeside: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    words.indices.map { t in
      end(of: left[...], after: Array(words[..<t])) + end(of: right[...], after: words[(t + 1)...].reversed())
    }
  }

  /// The last state of the top layer.
  private static func end(of stack: ArraySlice<Recurrence>, after words: [[Double]]) -> [Double] {
    guard let layer = stack.first else { return words.last ?? [] }
    let states = layer.states(of: words)
    return stack.count == 1 ? states.last ?? layer.start : end(of: stack.dropFirst(), after: states)
  }
}
