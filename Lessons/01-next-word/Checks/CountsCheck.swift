// The check of exercise 1a. No property needs a certain smoothing: any that obeys them is right.

import ExerciseKit

/// The lesson's example: "the cat saw the cat and the dog", as numbers; order 2.
public let exampleText = [0, 1, 2, 0, 1, 3, 0, 4]

/// Throws what is wrong with a model that counts.
public func checkCounts<Model: NextWordModel>(_ model: Model.Type, _ examination: Examination) throws {
  try dependsOnText(model, examination)
  try examination.forAll(CountingCase.drawn, leavesNothingOut(model))
  try examination.forAll(CountingCase.drawn, staysTheSame(model))
  try examination.forAll(CountingCase.drawn, sumsToOne(model))
  try examination.forAll(CountingCase.drawn, fallsBack(model))
  try examination.forAll(CountingCase.drawn, looksAtContext(model))
  try examination.forAll(CountingCase.drawn, followsCounts(model))
}

private typealias Property1a = (CountingCase) throws -> Void

extension CountingCase {
  func model<Model: NextWordModel>(_: Model.Type) -> Model {
    Model(training: training, vocabularySize: vocabularySize, order: order)
  }

  func probabilities(_ model: some NextWordModel) -> [Double] {
    (0..<vocabularySize).map { model.probability(of: $0, after: context) }
  }
}

private func dependsOnText<Model: NextWordModel>(_ type: Model.Type, _ examination: Examination) throws {
  func sample(_ text: [Int]) -> CountingCase {
    CountingCase(vocabularySize: 5, order: 2, training: text, context: [0])
  }
  let cases = [[0, 0, 0, 0], [0, 4, 0, 4], [0, 3, 0, 3, 1], [2, 2, 0, 2]].map(sample)
  let answers = examination.answers(to: cases) { $0.probabilities($0.model(type)) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = sample(exampleText)
  if example.probabilities(example.model(type)) != answers[0] {
    throw Failure(.shown, "right for the lesson's example, but for every other text the answer is the same")
  }
  throw Failure(
    .constant, "the probabilities do not depend on the text that was counted",
    input: "texts:    a a a a, and a e a e\nasked:    what comes after a")
}

private func leavesNothingOut<Model: NextWordModel>(_ type: Model.Type) -> Property1a {
  { sample in
    guard sample.followers.contains(where: { $0 > 0 }) else { return }
    let probabilities = sample.probabilities(sample.model(type))
    for (word, probability) in probabilities.enumerated() where probability == 0 {
      throw Failure(
        .zero,
        "\(sample.place), \(CountingCase.name(word)) has probability 0: it did not occur there, but it may, and then the loss is infinite"
      )
    }
  }
}

private func staysTheSame<Model: NextWordModel>(_ type: Model.Type) -> Property1a {
  { sample in
    let model = sample.model(type)
    let before = sample.probabilities(model)
    for word in 0..<sample.vocabularySize {
      for _ in 0..<3 { _ = model.probability(of: word, after: sample.context) }
    }
    let after = sample.probabilities(model)
    for word in before.indices where !same(before[word], after[word]) && !before[word].isNaN {
      throw Failure(
        .relation,
        "the probabilities change with the test text: asked again, p(\(CountingCase.name(word))) is \(shown(after[word])) and was "
          + "\(shown(before[word]))")
    }
  }
}

private func sumsToOne<Model: NextWordModel>(_ type: Model.Type) -> Property1a {
  { sample in
    let probabilities = sample.probabilities(sample.model(type))
    for (word, probability) in probabilities.enumerated() {
      let what = "\(sample.place), the probability of \(CountingCase.name(word)) is \(shown(probability))"
      try require(probability.isFinite, .finite, what)
      try require(probability >= 0, .sum, what + ", below 0")
    }
    let total = probabilities.reduce(0, +)
    try require(
      same(total, 1), .sum,
      "\(sample.place), the probabilities of all words should sum to 1, and sum to \(shown(total))")
    // Smoothing must hold where nothing was seen as well.
    for (word, probability) in probabilities.enumerated() {
      try require(
        probability > 0, .zero,
        "\(sample.place), \(CountingCase.name(word)) has probability 0: if it comes, the loss is infinite")
    }
  }
}

private func fallsBack<Model: NextWordModel>(_ type: Model.Type) -> Property1a {
  { sample in
    guard !sample.context.isEmpty, sample.followers.allSatisfy({ $0 == 0 }) else { return }
    let model = sample.model(type)
    let long = sample.probabilities(model)
    let short = sample.asking(after: Array(sample.context.dropFirst())).probabilities(model)
    for word in long.indices where !same(long[word], short[word]) {
      throw Failure(
        .relation,
        "a context never seen says nothing: then the shorter one speaks, and p(\(CountingCase.name(word))) should be "
          + "\(shown(short[word])), not \(shown(long[word]))")
    }
  }
}

private func looksAtContext<Model: NextWordModel>(_ type: Model.Type) -> Property1a {
  { sample in
    guard sample.order > 1 else { return }
    // Two words after each of which another word is the likeliest by far.
    let contexts = (0..<sample.vocabularySize).map { sample.asking(after: [$0]) }
    let likeliest = contexts.map { context in
      context.followers.indices.filter { context.followers[$0] == context.followers.max() }
    }
    guard contexts.allSatisfy({ $0.followers.contains { $0 > 0 } }), likeliest.allSatisfy({ $0.count == 1 }),
      Set(likeliest).count > 1
    else { return }
    let model = sample.model(type)
    let guesses = contexts.map { $0.probabilities(model) }
    try require(
      guesses.contains { !zip($0, guesses[0]).allSatisfy { same($0, $1) } }, .deaf,
      "the guess is the same whatever word was read, as if none had been read")
  }
}

private func followsCounts<Model: NextWordModel>(_ type: Model.Type) -> Property1a {
  { sample in
    let model = sample.model(type)
    let counts = sample.followers
    let here = sample.probabilities(model)
    let shorter =
      sample.context.isEmpty
      ? Array(repeating: 1, count: here.count)
      : sample.asking(after: Array(sample.context.dropFirst())).probabilities(model)
    for word in counts.indices {
      for other in counts.indices where counts[word] > counts[other] && shorter[word] >= shorter[other] - 1e-12 {
        let (a, b) = (CountingCase.name(word), CountingCase.name(other))
        try require(
          here[word] > here[other], .relation,
          "\(sample.place), \(a) came \(counts[word]) times and \(b) \(counts[other]), yet \(b) is taken for as likely, or "
            + "likelier: what precedes and what follows may be exchanged")
      }
    }
  }
}
