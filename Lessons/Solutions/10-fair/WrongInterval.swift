// Wrong answers to exercise 10a, each with one mistake.

import Fair

/// An interval around the mean difference, so many times as wide as the error that is said.
private func around(_ first: [Double], _ second: [Double], _ half: ([Double]) -> Double) -> Bounds? {
  guard first.count > 1 else { return nil }
  let differences = zip(first, second).map { $0 - $1 }
  let (mean, half) = (Interval.mean(differences), half(differences))
  return Bounds(low: mean - half, high: mean + half)
}

private func t(_ differences: [Double]) -> Double { studentFactor(freedom: differences.count - 1) }

/// Takes each model's spread for itself.
enum Unpaired: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { differences in
      let squares = Interval.square(first) + Interval.square(second)
      return t(differences) * (squares / Double(first.count)).squareRoot()
    }
  }
}

/// Says how far single seeds lie apart, not how well their mean is known.
enum SpreadForError: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { t($0) * Interval.square($0).squareRoot() }
  }
}

/// As if the spread were known exactly.
enum NormalFactor: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { 1.96 * Interval.error($0) }
  }
}

/// n where n − 1 belongs.
enum DividesByN: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { differences in
      let n = Double(differences.count)
      return t(differences) * Interval.error(differences) * ((n - 1) / n).squareRoot()
    }
  }
}

/// One degree of freedom too many.
enum FreedomOfAll: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { studentFactor(freedom: $0.count) * Interval.error($0) }
  }
}

/// Leaves out the seed that was worst for the first model.
enum BestSeeds: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    guard first.count > 2, let worst = first.indices.max(by: { first[$0] < first[$1] }) else {
      return Interval.bounds(first, second)
    }
    let kept = first.indices.filter { $0 != worst }
    return Interval.bounds(kept.map { first[$0] }, kept.map { second[$0] })
  }
}

/// Takes what is the width from end to end for what stands behind ±.
enum FullWidth: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { 2 * t($0) * Interval.error($0) }
  }
}

/// Takes s² for s.
enum SquareForSpread: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    around(first, second) { t($0) * Interval.square($0) / Double($0.count).squareRoot() }
  }
}

/// Second − first.
enum TurnedRound: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? { Interval.bounds(second, first) }
}

/// Is sure of a single seed.
enum SureOfOne: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    guard first.count == 1 else { return Interval.bounds(first, second) }
    return Bounds(low: first[0] - second[0], high: first[0] - second[0])
  }
}

/// Says the same of all losses.
enum AlwaysUndecided: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? { Bounds(low: -1, high: 1) }
}

/// Knows the lesson's example by heart.
enum KnowsTheInterval: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    first == exampleLosses.first ? Interval.bounds(first, second) : Bounds(low: -1, high: 1)
  }
}
