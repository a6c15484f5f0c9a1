// Whether what follows a blank changes what a model would put there.

import Corpora
import LabKit
import SequenceKit
import TensorCore

/// Blanks of a test part, each with what follows it and with what follows another.
struct BlankInvariance {
  /// What is read, and where the blank stands.
  private struct Question {
    var tokens: [Int32]
    let place: Int
  }

  private let pairs: [(own: Question, other: Question)]
  private let blank: Int32

  /// How many blanks are asked.
  private static let count = 20

  /// - Parameter length: The most tokens that are read together.
  /// - Returns: nil where there are no two blanks with room around them.
  init?(_ test: TestSet, length: Int) {
    let reach = min(24, (length - 1) / 2)
    let tokens = test.corpus.test.tokens
    blank = test.corpus.tokenizer.blankToken
    let places = test.blanks.map(\.position).filter { $0 >= reach && $0 + reach < tokens.count }
      .prefix(Self.count)
    guard reach > 0, places.count > 1 else { return nil }
    pairs = places.enumerated().map { number, place in
      let next = places[places.startIndex + (number + 1) % places.count]
      let own = Array(tokens[place - reach...place + reach])
      let other = own[...reach] + tokens[next + 1...next + reach]
      return (Question(tokens: own, place: reach), Question(tokens: Array(other), place: reach))
    }
  }

  /// The largest change of a logit at a blank: 0 for a model that does not see what follows.
  func change(of run: TrainedModels.Run) -> Double {
    let tape = Tape(run.parameters, recordsGradients: false)
    return pairs.map { own, other in
      let (a, b) = (logits(own, run.model, tape), logits(other, run.model, tape))
      return zip(a, b).map { Double(abs($0 - $1)) }.max() ?? 0
    }.max() ?? 0
  }

  private func logits(_ question: Question, _ model: any SequenceModel, _ tape: Tape<Float>) -> [Float] {
    defer { tape.reset() }
    var tokens = question.tokens
    if model.sight == .masked { tokens[question.place] = blank }
    let logits = model.logits(TokenBatch(tokens), on: tape).value
    // What follows a position is predicted there from the left; from both sides, the token itself.
    let row = model.sight == .left ? question.place - 1 : question.place
    let width = logits.shape.columns
    return logits.withUnsafeScalars { Array($0[row * width..<(row + 1) * width]) }
  }
}
