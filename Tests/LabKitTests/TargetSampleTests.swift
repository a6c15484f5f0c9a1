// The tokens of a split that measurements ask for, and what is read before them.

import Corpora
import LabKit
import SequenceKit
import TestSupport
import Testing

@Suite("Samples of targets")
struct TargetSampleTests {
  @Test("of a text, targets are spread over the split, each with its context before it")
  func text() throws {
    let corpus = try SmallCorpus.alphabet()
    let sample = try TargetSample(corpus.train, of: corpus, count: 5, contextLength: 31)
    #expect(sample.positions == [36, 46, 56, 66, 76] && sample.contextLength == 31)
    let inputs = sample.inputs(1..<3)
    #expect(inputs.batchSize == 2 && inputs.length == 31)
    #expect(inputs.tokens == Array(corpus.train.tokens[15..<46] + corpus.train.tokens[25..<56]))
    #expect(sample.targets(1..<3) == [46, 56].map { corpus.train.tokens[$0] })
    let all = try TargetSample(corpus.train, of: corpus, count: 500, contextLength: 79)
    #expect(all.positions == [79, 80])
    #expect(throws: CorpusError.tooShort(name: "alphabet", needs: 82, has: 81)) {
      try TargetSample(corpus.train, of: corpus, count: 1, contextLength: 81)
    }
  }

  @Test("the far past is another target's, from the same place of its row; all own is all, none own is the other's")
  func foreign() throws {
    let corpus = try SmallCorpus.alphabet()
    let tokens = corpus.train.tokens
    let sample = try TargetSample(corpus.train, of: corpus, count: 5, contextLength: 31)
    let mixed = sample.inputs(0..<5, own: 4)
    // No two characters are alike, so that each tells where it is from: half of five targets away are two.
    for (number, position) in sample.positions.enumerated() {
      let other = sample.positions[(number + 2) % 5]
      let row = Array(mixed.tokens[number * 31..<(number + 1) * 31])
      #expect(row == Array(tokens[other - 31..<other - 4] + tokens[position - 4..<position]))
    }
    #expect(sample.inputs(2..<4, own: 31).tokens == sample.inputs(2..<4).tokens)
    #expect(sample.inputs(0..<1, own: 0).tokens == sample.inputs(2..<3).tokens)
  }

  @Test("with a grammar, a row begins with a story's end and goes on as the split does, like a row of training")
  func grammar() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let end = try #require(corpus.tokenizer.endToken)
    let sample = try TargetSample(corpus.test, of: corpus, count: 12, contextLength: 25)
    #expect(sample.positions.count == 12 && Set(sample.positions).count == 12)
    #expect(sample.positions == sample.positions.sorted())
    for (number, position) in sample.positions.enumerated() {
      let row = sample.inputs(number..<number + 1).tokens
      #expect(row.count == 25 && row[0] == end && sample.targets(number..<number + 1) == [corpus.test.tokens[position]])
      // The end of the story before stands in the split itself, but for the first story.
      #expect(Array(row.dropFirst()) == Array(corpus.test.tokens[position - 24..<position]))
      #expect(position == 24 || corpus.test.tokens[position - 25] == end)
    }
    var training = try TrainingRows(corpus, length: 25, batchSize: 4, seed: 1)
    let rows = training.batch(step: 0)
    #expect((0..<4).allSatisfy { rows.inputs[$0 * 25] == end })

    // All that there are: those stories that have as many tokens after their beginning.
    let all = try TargetSample(corpus.test, of: corpus, count: 10_000, contextLength: 25)
    let ends = corpus.test.tokens.indices.filter { corpus.test.tokens[$0] == end }
    let starts = [0] + ends.map { $0 + 1 }
    #expect(all.positions == starts.map { $0 + 24 }.filter { $0 < corpus.test.count })
    let mixed = all.inputs(0..<1, own: 6).tokens
    let other = all.positions[all.positions.count / 2]
    let (foreign, own) = (corpus.test.tokens[other - 24..<other - 6], corpus.test.tokens[all.positions[0] - 6..<24])
    #expect(mixed == [end] + Array(foreign) + Array(own))
    #expect(throws: CorpusError.self) {
      try TargetSample(corpus.test, of: corpus, count: 1, contextLength: corpus.test.count + 1)
    }
  }

  // MARK: Tokens that hang on one before them

  /// The lag of the nearest word that settles what follows some words of the small grammar: an animal is the same as one
  /// before, and what they did follows from the weather, or from what they did before.
  private func lag(of target: String, after words: [String]) -> Int? {
    let settles = ["swam": ["hot", "swam"], "slept": ["cold", "slept"], "ran": ["windy", "ran"]]
    return Array(words.reversed()).firstIndex { (settles[target] ?? [target]).contains($0) }
  }

  @Test("each window is a story up to a word that another settles, and the lag is that of the settling word")
  func dependent() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    func words(_ tokens: some Sequence<Int32>) -> [String] { tokens.map { corpus.tokenizer.tokens[Int($0)] } }
    let animals: Set = ["cat", "dog", "hen", "pig", "cow"]
    for (distances, isAnimal) in [(3...8, false), (9...20, true)] {
      let sample = DependentSample(corpus.test, of: corpus, distances: distances, count: 15, longest: 40)
      #expect(sample.windows.count == 15)
      for window in sample.windows {
        let (read, target) = (words(window.tokens), words([window.target])[0])
        #expect(window.tokens[0] == corpus.tokenizer.endToken && read[1] == "one" && read.count <= 40)
        #expect(animals.contains(target) == isAnimal, "\(target)")
        #expect(window.lag == lag(of: target, after: read), "\(target) after \(read)")
        #expect(distances.contains(window.lag + 1))
      }
    }
  }

  @Test("all dependent words are found where there are no more than asked for; long ones and texts have none")
  func all() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let split = corpus.test
    func windows(_ distances: ClosedRange<Int>, longest: Int = 99) -> [DependentSample.Window] {
      DependentSample(split, of: corpus, distances: distances, count: 10_000, longest: longest).windows
    }
    // Found without what the split notes: hero and what they did, wherever a story names them again.
    let animals: Set = ["cat", "dog", "hen", "pig", "cow"]
    var expected = 0
    for story in split.documentStarts.indices {
      let words = split.tokens[split.documentRange(story)].map { corpus.tokenizer.tokens[Int($0)] }
      let hero = words.firstIndex(where: animals.contains).map { words[$0] } ?? ""
      expected += words.count { $0 == hero } - 1 + words.count { ["swam", "slept", "ran"].contains($0) }
    }
    #expect(windows(1...40).count == expected && expected > 50)
    // The last word that hangs on another stands at least 13 words after a story's first, behind the end before it.
    #expect(windows(9...40, longest: 13).isEmpty && windows(30...40).isEmpty)
    let text = try SmallCorpus.alphabet()
    #expect(DependentSample(text.test, of: text, distances: 1...9, count: 5, longest: 9).windows.isEmpty)
  }

  @Test("scores are summed up over blocks of a split")
  func blocks() throws {
    let corpus = try SmallCorpus.characters()
    let model = try SmallCorpus.model("rnn").init(SmallCorpus.configuration(corpus, length: 16))
    let rows = try EvaluationRows.make(corpus.test, of: corpus, length: 16)
    let scores = Evaluator(model, parameters: .init(initializing: model.parameters, seed: 1), threads: 1).score(
      rows, of: corpus.test, blank: corpus.tokenizer.blankToken)
    let positions = rows.positions.filter { $0 >= 0 }.map { Int($0) }.sorted().filter { $0 % 3 != 0 }
    let sums = scores.sums(at: positions, inBlocksOf: 100)
    #expect(sums.count == (corpus.test.count + 99) / 100 && sums.count > 3)
    for (block, sum) in sums.enumerated() {
      let inside = positions.filter { $0 / 100 == block }
      #expect(sum.count == inside.count && abs(sum.sum - inside.reduce(0) { $0 + Double(scores.losses[$1]) }) < 1e-9)
    }
    let total = sums.reduce(0) { $0 + $1.sum } / Double(sums.reduce(0) { $0 + $1.count })
    #expect(abs(total - scores.meanLoss(at: positions)) < 1e-9)
  }
}
