// A solution of exercise 6a.

import BothSides

enum Beside: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    var fromLeft = words
    for layer in left { fromLeft = layer.states(of: fromLeft) }
    var fromRight = Array(words.reversed())
    for layer in right { fromRight = layer.states(of: fromRight) }
    fromRight.reverse()
    let ends = (left: left[left.count - 1].start, right: right[right.count - 1].start)
    return words.indices.map { t in
      (t > 0 ? fromLeft[t - 1] : ends.left) + (t + 1 < words.count ? fromRight[t + 1] : ends.right)
    }
  }
}
