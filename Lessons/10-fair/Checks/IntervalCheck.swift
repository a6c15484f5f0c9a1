// The check of exercise 10a: what may move an interval, and then how often it holds the truth, counted in simulated
// comparisons.

import ExerciseKit
import Foundation

/// The lesson's example: three seeds, with differences of 0.02, 0.03 and 0.04.
public let exampleLosses = (first: [1.02, 1.13, 0.94], second: [1.0, 1.1, 0.9])

/// Throws what is wrong with an interval.
public func checkInterval<P: PairedInterval>(_ interval: P.Type, _ examination: Examination) throws {
  try dependsOnLosses(interval, examination)
  try examination.forAll(IntervalCase.drawn, isAnInterval(interval))
  try examination.forAll(IntervalCase.single, count: 10, isNoneOfOne(interval))
  try examination.forAll(IntervalCase.drawn, isOfTheDifference(interval))
  try examination.forAll(IntervalCase.drawn, countsEverySeed(interval))
  try examination.forAll(IntervalCase.drawn, ignoresWhatBothShare(interval))
  try examination.forAll(IntervalCase.drawn, hasTheUnitOfLosses(interval))
  try examination.forAll(IntervalCase.many, narrowsWithSeeds(interval))
  for seeds in [3, 5, 10] { try holdsTheTruth(interval, seeds) }
}

private typealias Property10a = (IntervalCase) throws -> Void

private func dependsOnLosses<P: PairedInterval>(_ type: P.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 10)
  let cases = (0..<4).map { _ in IntervalCase.drawn(&draw, 2) }
  let answers = examination.answers(to: cases) { $0.bounds(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if let known = P.bounds(exampleLosses.first, exampleLosses.second), known != answers[0] {
    throw Failure(.shown, "right for the lesson's example, and the same for all other losses: \(text(answers[0]))")
  }
  throw Failure(
    .constant, "the interval is \(text(answers[0])) whatever the losses are", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func isAnInterval<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    guard let found = sample.bounds(type) else {
      throw Failure(.relation, "there is no interval, though there are \(sample.first.count) seeds")
    }
    try require(found.low.isFinite && found.high.isFinite, .finite, "the interval is \(text(found))")
    try require(found.low <= found.high, .relation, "the lower end is above the upper one: \(text(found))")
  }
}

private func isNoneOfOne<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    let found = sample.bounds(type)
    try require(
      found == nil, .relation,
      "one seed shows no spread, so nobody knows how far off it is: nil, and not \(text(found))")
  }
}

/// An interval and another one, of losses that were changed.
private func pair<P: PairedInterval>(
  _ type: P.Type, _ sample: IntervalCase, _ other: IntervalCase
) -> (Bounds, Bounds) {
  let none = Bounds(low: .nan, high: .nan)
  return (sample.bounds(type) ?? none, other.bounds(type) ?? none)
}

private func isOfTheDifference<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    let (before, after) = pair(type, sample, sample.with { $0.first = $0.first.map { $0 + 0.5 } })
    try require(
      same(after.low, before.low + 0.5) && same(after.high, before.high + 0.5), .relation,
      "with 0.5 more for all of the first model's losses, first − second rises by 0.5, and the interval goes from "
        + "\(text(before)) to \(text(after))")
  }
}

private func countsEverySeed<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    for seed in sample.first.indices {
      let (before, after) = pair(type, sample, sample.with { $0.first[seed] += 0.3 })
      try require(
        before != after, .deaf,
        "seed \(seed + 1) does not count: 0.3 more for the first model there changes nothing, as if one might choose "
          + "among seeds"
      )
    }
  }
}

private func ignoresWhatBothShare<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    let other = sample.with {
      for seed in $0.first.indices {
        $0.first[seed] += 0.1 * Double(seed)
        $0.second[seed] += 0.1 * Double(seed)
      }
    }
    let (before, after) = pair(type, sample, other)
    try require(
      same(before.low, after.low, within: 1e-7) && same(before.high, after.high, within: 1e-7), .relation,
      "what a seed does to both must not count: with 0.1 more for both at seed 2, 0.2 at seed 3 and so on, the "
        + "interval goes from "
        + "\(text(before)) to \(text(after)), and the differences are the same")
  }
}

private func hasTheUnitOfLosses<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    let other = sample.with { ($0.first, $0.second) = ($0.first.map { 10 * $0 }, $0.second.map { 10 * $0 }) }
    let (before, after) = pair(type, sample, other)
    try require(
      same(10 * before.low, after.low, within: 1e-7) && same(10 * before.high, after.high, within: 1e-7), .relation,
      "with all losses ten times as large, the interval goes from \(text(before)) to \(text(after)), and should be "
        + "ten times as "
        + "large: is a root missing, or one too many?")
  }
}

private func narrowsWithSeeds<P: PairedInterval>(_ type: P.Type) -> Property10a {
  { sample in
    guard sample.first.count >= 8 else { return }
    func fourfold(_ losses: [Double]) -> [Double] { Array((0..<4).map { _ in losses }.joined()) }
    let other = IntervalCase(first: fourfold(sample.first), second: fourfold(sample.second))
    let (before, after) = pair(type, sample, other)
    try require(
      after.high - after.low < 0.75 * (before.high - before.low), .relation,
      "more seeds must narrow it: with each seed four times over, the spread is the same and the width should about "
        + "halve; it goes "
        + "from \(shown(before.high - before.low)) to \(shown(after.high - after.low))")
  }
}

// MARK: - Coverage

/// Draws of normal numbers, by Box and Muller.
extension Draw {
  fileprivate mutating func normal() -> Double {
    let (one, two) = (Double.random(in: 0..<1, using: &self), Double.random(in: 0..<1, using: &self))
    return (-2 * log(1 - one)).squareRoot() * cos(2 * .pi * two)
  }
}

/// The truth is known in a simulation: so one can count how often it lies in the interval.
private func holdsTheTruth<P: PairedInterval>(_ type: P.Type, _ seeds: Int) throws {
  var draw = Draw(seed: UInt64(seeds))
  let (truth, repetitions) = (0.02, 10_000)
  var (held, missed, widest): (Int, IntervalCase?, IntervalCase?) = (0, nil, nil)
  for _ in 0..<repetitions {
    var sample = IntervalCase(first: [], second: [])
    for _ in 0..<seeds {
      let common = 1 + 0.1 * draw.normal()
      sample.first.append(common + truth + 0.01 * draw.normal())
      sample.second.append(common + 0.01 * draw.normal())
    }
    let found = sample.bounds(type) ?? Bounds(low: .nan, high: .nan)
    if found.low <= truth && truth <= found.high {
      held += 1
      if widest == nil { widest = sample }
    } else if missed == nil {
      missed = sample
    }
  }
  let share = Double(held) / Double(repetitions)
  let counted = "\(shown(100 * share)) % of \(repetitions) simulated comparisons with a true difference of \(truth)"
  func example(_ sample: IntervalCase?) -> String {
    sample.map { "\($0)\nyour interval: \(text($0.bounds(type)))" } ?? ""
  }
  try withInput(example(missed)) {
    try require(
      share > 0.94, .relation,
      "a 95 % interval of \(seeds) seeds holds the truth too seldom: in \(counted); in this one it does not")
  }
  try withInput(example(widest)) {
    try require(
      share < 0.96, .relation,
      "a 95 % interval of \(seeds) seeds holds the truth too often, so it is too wide: in \(counted)")
  }
}

/// Puts an input to a failure.
private func withInput(_ input: @autoclosure () -> String, _ body: () throws -> Void) throws {
  do { try body() } catch let failure as Failure {
    throw Failure(failure.property, failure.message, input: input())
  }
}
