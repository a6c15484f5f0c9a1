// A solution of exercise 4a.

import Vanishing

enum Clip: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    var squares = 0.0
    for group in groups {
      for number in group { squares += number * number }
    }
    let norm = squares.squareRoot()
    guard norm > limit else { return groups }
    return groups.map { $0.map { $0 * (limit / norm) } }
  }
}
