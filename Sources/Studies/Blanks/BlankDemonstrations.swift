// A handful of short texts with a blank, and what each model would put there.

import Corpora
import LabKit
import SequenceKit

/// Texts that everybody can read, each with one word taken out.
struct BlankDemonstrations {
  let corpus: Corpus
  /// Blanks of the test part to choose examples from.
  let blanks: [Blank]

  private var marks: SentenceMarks { SentenceMarks(corpus.tokenizer) }

  /// Texts to ask about where the vocabulary has their words, with the word that was taken out: by themselves, and in the
  /// first story of the test part that has them, whatever its word is.
  ///
  /// By itself, the first fits every eater; in a story, it was told who ate. "love" is no word of the stories, where children
  /// "loved" pets that others "had", "fed" or "owned": the right side leaves four words of the many that the left does.
  static let texts = [
    ("how did the ___ eat the cheese", "cat"),
    ("she ___ a red dog", "loved"),
  ]
  /// How many examples come from the test part at most, and how many tokens of each are shown.
  static let exampleCount = 3
  static let longestExcerpt = 40
  /// Words that are shown of each filling.
  static let choiceCount = 3

  /// - Parameter runs: One run of each model.
  func records(of runs: [TrainedModels.Run]) -> [BlankStudyRecord.Demonstration] {
    let given = Self.texts.flatMap { text, hidden -> [Question] in
      guard let tokens = try? corpus.tokenizer.encode(text),
        !tokens.contains(where: { $0 == corpus.tokenizer.unknownToken }),
        corpus.tokenizer.number(of: hidden) != nil, let place = tokens.firstIndex(of: corpus.tokenizer.blankToken)
      else { return [] }
      let alone = Question(tokens: tokens, place: place, shown: 0..<tokens.count, hidden: hidden)
      return [alone] + [inStory(alone)].compactMap { $0 }
    }
    return (given + examples()).map { question in
      BlankStudyRecord.Demonstration(
        text: text(of: question), hidden: question.hidden, references: references(for: question),
        models: runs.compactMap { filling(of: question, by: $0) })
    }
  }

  /// What is asked: a text from its beginning, with a blank.
  private struct Question {
    let tokens: [Int32]
    /// The blank's index.
    let place: Int
    /// The part that is shown.
    let shown: Range<Int>
    let hidden: String
  }

  private func text(of question: Question) -> String {
    (question.shown.lowerBound > 0 ? "… " : "") + corpus.tokenizer.decode(question.tokens[question.shown])
  }

  // MARK: Examples

  /// The same words where the test part has them first.
  private func inStory(_ question: Question) -> Question? {
    let split = corpus.test
    let (left, right) = (Array(question.tokens[..<question.place]), Array(question.tokens[(question.place + 1)...]))
    guard let position = split.places(between: left, and: right).first else { return nil }
    let story = split.documentRange(split.document(at: position))
    guard let end = split.tokens[position..<story.upperBound].firstIndex(where: marks.isEnd) else { return nil }
    return self.question(hiding: position, of: story, to: end, withSentencesBefore: true)
  }

  /// A story up to `end` without one of its words. What is shown begins with the sentence of the blank, or with as many
  /// sentences before it as there is room for; nil, if there is no room.
  private func question(
    hiding position: Int, of story: Range<Int>, to end: Int, withSentencesBefore: Bool = false
  ) -> Question? {
    let end = end + 1 < story.upperBound && marks.isClosing(corpus.test.tokens[end + 1]) ? end + 1 : end
    var tokens = Array(corpus.test.tokens[story.lowerBound...end])
    let place = position - story.lowerBound
    let starts = tokens[..<place].indices.filter { $0 == 0 || marks.isStart($0, of: tokens) }
    let fitting = starts.filter { tokens.count - $0 <= Self.longestExcerpt }
    guard let start = withSentencesBefore ? fitting.first : starts.last, fitting.contains(start) else { return nil }
    let hidden = corpus.tokenizer.tokens[Int(tokens[place])]
    tokens[place] = corpus.tokenizer.blankToken
    return Question(tokens: tokens, place: place, shown: start..<tokens.count, hidden: hidden)
  }

  /// The first blanks that the rest of their sentence, or the sentence after it, settles; each asks for words of another kind.
  private func examples() -> [Question] {
    guard let grammar = corpus.grammar else { return [] }
    let scorer = GrammarScorer(grammar)
    var asked: Set<[Int32]> = []
    var questions: [Question] = []
    for blank in blanks where questions.count < Self.exampleCount {
      guard let alternatives = blank.likeliestLeft, !asked.contains(alternatives),
        let question = question(about: blank, scorer)
      else { continue }
      asked.insert(alternatives)
      questions.append(question)
    }
    return questions
  }

  /// The sentence of a blank, or that and the next one, if these are short and settle it.
  private func question(about blank: Blank, _ scorer: GrammarScorer) -> Question? {
    let (tokens, position) = (corpus.test.tokens, blank.position)
    let ends = (position + 1..<blank.story.upperBound).lazy.filter { marks.isEnd(tokens[$0]) }.prefix(2)
    let end = ends.first { end in
      scorer.words(after: tokens[blank.story.lowerBound..<position], before: tokens[position + 1...end])
        .map { $0.nats(of: blank.token) <= Blank.settled } ?? false
    }
    return end.flatMap { question(hiding: position, of: blank.story, to: $0) }
  }

  // MARK: Answers

  /// Exact, if a story begins so; else counted, if the training part has such places.
  private func references(for question: Question) -> [BlankStudyRecord.Filling] {
    let (left, right) = (question.tokens[..<question.place], question.tokens[(question.place + 1)...])
    return [true, false].compactMap { seesBothSides in
      let right = seesBothSides ? right : []
      if let grammar = corpus.grammar, let exact = GrammarScorer(grammar).words(after: left, before: right),
        !exact.words.isEmpty
      {
        return filling("grammar", seesBothSides, exact.words.map { ($0.token, $0.probability) })
      }
      let places = corpus.train.places(between: Array(left), and: Array(right))
      guard !places.isEmpty else { return nil }
      let counts = Dictionary(places.map { (corpus.train.tokens[$0], 1) }, uniquingKeysWith: +)
      let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      return filling(
        "training part", seesBothSides, sorted.map { ($0.key, Double($0.value) / Double(places.count)) },
        places: places.count)
    }
  }

  /// nil for a text that a model cannot read.
  private func filling(of question: Question, by run: TrainedModels.Run) -> BlankStudyRecord.Filling? {
    let filler = BlankFiller(run.model, parameters: run.parameters, blank: corpus.tokenizer.blankToken)
    guard let found = try? filler.fill(question.tokens, start: corpus.tokenizer.endToken).first else { return nil }
    return filling(
      type(of: run.model).identifier, run.model.sight != .left, found.candidates.map { ($0.token, $0.probability) })
  }

  private func filling(
    _ by: String, _ seesBothSides: Bool, _ candidates: [(token: Int32, probability: Double)], places: Int = 0
  ) -> BlankStudyRecord.Filling {
    BlankStudyRecord.Filling(
      by: by, seesBothSides: seesBothSides, places: places,
      choices: candidates.prefix(Self.choiceCount).map {
        .init(word: corpus.tokenizer.tokens[Int($0.token)], probability: $0.probability)
      })
  }
}
