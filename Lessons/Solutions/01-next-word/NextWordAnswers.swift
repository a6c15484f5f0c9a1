// The answers to lesson 1, and what the checks should say of them.

import Answers
import ExerciseKit
import NextWord

/// Right and wrong answers to lesson 1.
public enum NextWordAnswers {
  public static let all: [Answer] = counts + scores

  private static let counts: [Answer] = [
    right(Counts.self), right(OtherCounts.self),
    wrong(CountOverTotal.self, .zero, "the loss is infinite"),
    wrong(AddOneToCountsAlone.self, .sum, "sum to"),
    wrong(DividedByTheWord.self, .sum, "should sum to 1"),
    wrong(UniformWhereUnseen.self, .relation, "a context never seen says nothing: then the shorter one speaks"),
    wrong(PrecedesForFollows.self, .relation, "what precedes and what follows"),
    wrong(CountsWhatItIsAsked.self, .relation, "the probabilities change with the test text"),
    wrong(ForgetsTheContext.self, .deaf, "as if none had been read"),
    wrong(SameForAllTexts.self, .constant, "do not depend on the text"),
    wrong(KnowsTheExample.self, .shown, "right for the lesson's example"),
  ]

  private static let scores: [Answer] = [
    right(Score.self), right(OtherScore.self),
    wrong(BitsAndE.self, .relation, "uniform over V words must have perplexity V"),
    wrong(SumOfLosses.self, .relation, "twice the text, twice the mean"),
    wrong(LogOfTheMean.self, .relation, "one very unlikely word hardly counts"),
    wrong(MeanOfExponentials.self, .relation, "perplexity is e to the mean, not the mean of e to it"),
    wrong(WithoutTheFirst.self, .shift, "word 0 does not count"),
    wrong(ShareOfMisses.self, .relation, "the right word's probability moves, the loss does not"),
    wrong(WithoutTheMinus.self, .relation, "below 0"),
    wrong(OneNumber.self, .constant, "whatever was predicted"),
    wrong(KnowsTheScore.self, .shown, "right for the lesson's example"),
  ]

  private static func right<M: NextWordModel>(_ model: M.Type) -> Answer {
    .right("1a", "\(model)") { try checkCounts(model, $0) }
  }

  private static func wrong<M: NextWordModel>(_ model: M.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("1a", "\(model)", property, words) { try checkCounts(model, $0) }
  }

  private static func right<S: Scoring>(_ score: S.Type) -> Answer {
    .right("1b", "\(score)") { try checkScore(score, $0) }
  }

  private static func wrong<S: Scoring>(_ score: S.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("1b", "\(score)", property, words) { try checkScore(score, $0) }
  }
}
