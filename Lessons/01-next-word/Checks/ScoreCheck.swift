// The check of exercise 1b: relations that the mean loss and the perplexity must obey.

import ExerciseKit
import Foundation

/// The lesson's example: a coin that was said to fall on either side alike, and one that was said to fall on 0 with 3/4.
public let exampleScore = (words: [0, 0], predictions: [[0.5, 0.5], [0.75, 0.25]])

/// Throws what is wrong with a score.
public func checkScore<S: Scoring>(_ score: S.Type, _ examination: Examination) throws {
  try dependsOnPredictions(score, examination)
  try examination.forAll(ScoredText.drawn, isLegal(score))
  try examination.forAll(ScoredText.drawn, countsEveryWord(score))
  try examination.forAll(ScoredText.drawn, isAMean(score))
  try examination.forAll(ScoredText.uniform, isUniformRight(score))
  try examination.forAll(ScoredText.drawn, weighsUnlikelyWords(score))
  try examination.forAll(ScoredText.drawn, fitTogether(score))
}

private typealias Property1b = (ScoredText) throws -> Void

private func dependsOnPredictions<S: Scoring>(_ score: S.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 7)
  let drawn = (0..<12).map { _ in ScoredText.drawn(&draw, 4) }
  let losses = examination.answers(to: drawn) { $0.loss(score) }
  let perplexities = examination.answers(to: drawn) { $0.perplexity(score) }
  let example = ScoredText(words: exampleScore.words, predictions: exampleScore.predictions)
  for (name, values, one) in [
    ("loss", losses, example.loss(score)), ("perplexity", perplexities, example.perplexity(score)),
  ] where values.allSatisfy({ $0 == values[0] }) {
    if one != values[0] {
      throw Failure(.shown, "the \(name) is right for the lesson's example, and the same for every other text")
    }
    throw Failure(
      .constant, "the \(name) is \(shown(values[0])) whatever was predicted",
      input: "\(drawn[0])\nor:\n\(drawn[1])")
  }
}

private func isLegal<S: Scoring>(_ score: S.Type) -> Property1b {
  { sample in
    let (loss, perplexity) = (sample.loss(score), sample.perplexity(score))
    try require(loss.isFinite, .finite, "the loss is \(shown(loss))")
    try require(perplexity.isFinite, .finite, "the perplexity is \(shown(perplexity))")
    try require(
      loss >= 0, .relation, "the loss is \(shown(loss)), below 0: probabilities are at most 1, so −ln p is at least 0")
  }
}

private func countsEveryWord<S: Scoring>(_ score: S.Type) -> Property1b {
  { sample in
    let loss = sample.loss(score)
    let moved = sample.words.indices.map { !same(sample.lessSure(at: $0).loss(score), loss, within: 1e-7) }
    try require(
      moved.contains(true) || sample.words.count == 1 && sample.twice.lessSure(at: 1).loss(score) != loss, .relation,
      "the right word's probability moves, the loss does not: it stays \(shown(loss)) when each is half as sure")
    for place in moved.indices where !moved[place] {
      throw Failure(.shift, "word \(place) does not count: half its probability leaves the loss at \(shown(loss))")
    }
    for place in sample.words.indices {
      try require(
        sample.lessSure(at: place).loss(score) > loss, .relation,
        "word \(place) came, and was predicted half as surely: the loss should rise, and falls")
    }
  }
}

private func isAMean<S: Scoring>(_ score: S.Type) -> Property1b {
  { sample in
    let (once, twice) = (sample.loss(score), sample.twice.loss(score))
    try require(
      same(once, twice), .relation,
      "twice the text, twice the mean: read two times over, the loss goes from \(shown(once)) to \(shown(twice)), and should stay"
    )
  }
}

private func isUniformRight<S: Scoring>(_ score: S.Type) -> Property1b {
  { sample in
    let count = sample.predictions[0].count
    let perplexity = sample.perplexity(score)
    try require(
      same(perplexity, Double(count)), .relation,
      "uniform over V words must have perplexity V: here V is \(count), and the perplexity \(shown(perplexity))")
    let loss = sample.loss(score)
    try require(
      same(loss, log(Double(count))), .relation,
      "uniform over \(count) words must have a loss of ln \(count) nats, and has \(shown(loss))")
  }
}

private func weighsUnlikelyWords<S: Scoring>(_ score: S.Type) -> Property1b {
  { sample in
    // Each word alone has a loss; that of all of them is their mean.
    let parts = sample.words.indices.map {
      S.loss(of: [sample.words[$0]], predictions: [sample.predictions[$0]])
    }
    let (mean, loss) = (parts.reduce(0, +) / Double(parts.count), sample.loss(score))
    try require(
      same(mean, loss), .relation,
      "one very unlikely word hardly counts: the words alone have losses of \(parts.map(shown).joined(separator: ", ")), "
        + "together \(shown(loss)), which is not their mean")
  }
}

private func fitTogether<S: Scoring>(_ score: S.Type) -> Property1b {
  { sample in
    let (loss, perplexity) = (sample.loss(score), sample.perplexity(score))
    try require(
      same(perplexity, exp(loss)), .relation,
      "perplexity is e to the mean, not the mean of e to it: the loss is \(shown(loss)), the perplexity \(shown(perplexity))"
    )
    // Without any logarithm: n factors of the perplexity undo the product of the probabilities.
    let product = sample.given.reduce(1, *) * pow(perplexity, Double(sample.words.count))
    try require(
      same(product, 1, within: 1e-6), .relation,
      "the perplexity to the power of the number of words, times all probabilities, must be 1, and is \(shown(product))"
    )
  }
}
