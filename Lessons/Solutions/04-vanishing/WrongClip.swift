// Wrong answers to exercise 4a, each with one mistake.

import Vanishing

private func norm(_ numbers: some Sequence<Double>) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
private func scaled(_ groups: [[Double]], _ factor: Double) -> [[Double]] { groups.map { $0.map { factor * $0 } } }

enum ClampsEachNumber: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    groups.map { $0.map { max(-limit, min(limit, $0)) } }
  }
}

enum EachGroupAlone: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    groups.map { group in
      let norm = group.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return norm > limit ? group.map { $0 * (limit / norm) } : group
    }
  }
}

/// Makes every gradient as long as the limit.
enum AlwaysToTheLimit: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    let norm = norm(groups.joined())
    return norm == 0 ? groups : scaled(groups, limit / norm)
  }
}

/// Divides where it should multiply.
enum UpsideDown: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    let norm = norm(groups.joined())
    return norm > limit ? scaled(groups, norm / limit) : groups
  }
}

/// Measures all groups but the last.
enum WithoutTheLastGroup: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    let norm = norm(groups.dropLast().joined())
    return norm > limit ? scaled(groups, limit / norm) : groups
  }
}

/// Divides by a norm of 0.
enum DividesByZero: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    let norm = norm(groups.joined())
    return scaled(groups.map { $0.map { $0 / norm } }, min(norm, limit))
  }
}

/// Adds up sizes instead of squares.
enum SumOfSizes: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    let size = groups.joined().reduce(0) { $0 + abs($1) }
    return norm(groups.joined()) > limit ? scaled(groups, limit / size) : groups
  }
}

/// Gives nothing but zeros.
enum ClipsToNothing: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] { groups.map { $0.map { _ in 0 } } }
}

/// Knows the lesson's example by heart.
enum KnowsTheClip: Clipping {
  static func clipped(_ groups: [[Double]], to limit: Double) -> [[Double]] {
    groups == [[3], [4]] && limit == 1 ? [[0.6], [0.8]] : ClipsToNothing.clipped(groups, to: limit)
  }
}
