// The check of exercise 4b: exact where the curve is, the same for any scale, and nothing where there is none.

import ExerciseKit
import Foundation

/// The lesson's example: half at every step.
public let exampleFading = [3, 1, 0.5, 0.25]

/// Throws what is wrong with a half-life.
public func checkFading<F: Fading>(_ fading: F.Type, _ examination: Examination) throws {
  try dependsOnCurve(fading, examination)
  try examination.forAll(FadingCase.exact, ignoresLagZero(fading))
  try examination.forAll(FadingCase.exact, isFinite(fading))
  try examination.forAll(FadingCase.growing, isNilWhereItGrows(fading))
  try examination.forAll(FadingCase.exact, ignoresScale(fading))
  try examination.forAll(FadingCase.exact, isExact(fading))
  try examination.forAll(FadingCase.exact, standsZeros(fading))
  try usesEveryLag(fading)
}

private typealias Property4b = (FadingCase) throws -> Void

private func text(_ halfLife: Double?) -> String { halfLife.map(shown) ?? "none" }

private func dependsOnCurve<F: Fading>(_ type: F.Type, _ examination: Examination) throws {
  let cases = [[1, 0.5, 0.4, 0.32], [2, 1, 0.1, 0.01], [1, 0.9, 0.8, 0.7]].map { FadingCase(g: $0, halfLife: nil) }
  let answers = examination.answers(to: cases) { $0.fitted(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if let known = F.halfLife(of: exampleFading), same(known, 1), known != answers[0] {
    throw Failure(.shown, "right for the lesson's example, and the same for every other curve")
  }
  throw Failure(
    .constant, "the half-life is \(text(answers[0])) whatever the curve is", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func isFinite<F: Fading>(_ type: F.Type) -> Property4b {
  { sample in
    guard let found = sample.fitted(type) else {
      throw Failure(.relation, "there is no half-life, though the curve falls from lag to lag")
    }
    try require(found.isFinite, .finite, "the half-life is \(shown(found))")
  }
}

private func isNilWhereItGrows<F: Fading>(_ type: F.Type) -> Property4b {
  { sample in
    let found = sample.fitted(type)
    try require(found == nil, .relation, "a curve that grows has no half-life, and this one got \(text(found))")
  }
}

private func ignoresLagZero<F: Fading>(_ type: F.Type) -> Property4b {
  { sample in
    var other = sample
    other.g[0] *= 7
    let (before, after) = (sample.fitted(type) ?? 0, other.fitted(type) ?? 0)
    try require(
      same(before, after, within: 1e-7), .relation,
      "lag 0 takes no step back, and so must not count: seven times as much there turns \(shown(before)) into \(shown(after))"
    )
  }
}

private func ignoresScale<F: Fading>(_ type: F.Type) -> Property4b {
  { sample in
    var other = sample
    other.g = sample.g.map { 10 * $0 }
    let (before, after) = (sample.fitted(type) ?? 0, other.fitted(type) ?? 0)
    try require(
      same(before, after, within: 1e-7), .relation,
      "scaling g changed the half-life: ten times as much at every lag turns \(shown(before)) into \(shown(after))")
  }
}

private func isExact<F: Fading>(_ type: F.Type) -> Property4b {
  { sample in
    let (found, made) = (sample.fitted(type) ?? 0, sample.halfLife ?? 0)
    try require(
      same(found, made, within: 1e-6), .relation,
      "after a half-life, half must be left: this curve halves in \(shown(made)) steps, not in \(shown(found))")
  }
}

private func standsZeros<F: Fading>(_ type: F.Type) -> Property4b {
  { sample in
    var other = sample
    other.g += [0, 0]
    guard let found = other.fitted(type), found.isFinite else {
      throw Failure(
        .finite, "with 0 at the last two lags, where nothing was left that a Double can hold, the half-life is gone")
    }
    try require(
      same(found, sample.halfLife ?? 0, within: 1e-6), .relation,
      "0 at the last two lags tells nothing, and turns the half-life into \(shown(found))")
  }
}

private func usesEveryLag<F: Fading>(_ type: F.Type) throws {
  // Of five lags the middle one has no say in a slope; all others have.
  let curve = FadingCase(g: [1, 0.5, 0.25, 0.125, 0.0625, 0.03125], halfLife: 1)
  for lag in [2, 4, 1, 5] {
    var other = curve
    other.g[lag] *= 1.5
    other.halfLife = nil
    guard other.fitted(type) != curve.fitted(type) else {
      throw Failure(.deaf, "lag \(lag) does not count: half as much again there changes nothing", input: "\(other)")
    }
    // Least squares by hand: with x = −2 … 2 around the middle, the slope changes by x·ln 1.5 / 10.
    let halfLife = log(2.0) / (log(2.0) - Double(lag - 3) * log(1.5) / 10)
    guard same(other.fitted(type) ?? 0, halfLife, within: 1e-6) else {
      throw Failure(
        .relation,
        "the line that fits best (least squares of ln g) halves in \(shown(halfLife)) steps here, not in \(text(other.fitted(type)))",
        input: "\(other)")
    }
  }
}
