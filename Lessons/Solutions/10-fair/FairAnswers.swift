// The answers to lesson 10, and what the checks should say of them.

import Answers
import ExerciseKit
import Fair

/// Right and wrong answers to lesson 10.
public enum FairAnswers {
  public static let all: [Answer] = intervals + rates

  private static let intervals: [Answer] = [
    right(Interval.self), right(OtherInterval.self),
    wrong(Unpaired.self, .relation, "what a seed does to both must not count"),
    wrong(SpreadForError.self, .relation, "more seeds must narrow it"),
    wrong(NormalFactor.self, .relation, "a 95 % interval of 3 seeds holds the truth too seldom"),
    wrong(DividesByN.self, .relation, "a 95 % interval of 3 seeds holds the truth too seldom"),
    wrong(FreedomOfAll.self, .relation, "a 95 % interval of 3 seeds holds the truth too seldom"),
    wrong(BestSeeds.self, .deaf, "does not count"),
    wrong(FullWidth.self, .relation, "holds the truth too often"),
    wrong(SquareForSpread.self, .relation, "is a root missing"),
    wrong(TurnedRound.self, .relation, "first − second rises"),
    wrong(SureOfOne.self, .relation, "one seed shows no spread"),
    wrong(AlwaysUndecided.self, .constant, "whatever the losses are"),
    wrong(KnowsTheInterval.self, .shown, "right for the lesson's example"),
  ]

  private static let rates: [Answer] = [
    right(Rate.self), right(OtherRate.self),
    wrong(ChoosesOnTest.self, .answer, "the choice changes with the test part"),
    wrong(StepOnTest.self, .answer, "the step changes with the test part"),
    wrong(UsesAllOwnTrials.self, .relation, "unequal trials"),
    wrong(OneRateForAll.self, .relation, "changes with the losses of yours"),
    wrong(SkipsWhatFailed.self, .relation, "a rate that failed was chosen"),
    wrong(OneSeed.self, .deaf, "a bad rate won by luck"),
    wrong(LastLook.self, .relation, "another look was better"),
    wrong(ReportsTheChoice.self, .answer, "by which the choice was made"),
    wrong(EdgeUnreported.self, .relation, "a better one may lie beyond"),
    wrong(AlwaysTheSame.self, .constant, "whatever the trials gave"),
    wrong(KnowsTheChoice.self, .shown, "right for the lesson's example"),
  ]

  private static func right<P: PairedInterval>(_ interval: P.Type) -> Answer {
    .right("10a", "\(interval)") { try checkInterval(interval, $0) }
  }

  private static func wrong<P: PairedInterval>(_ interval: P.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("10a", "\(interval)", property, words) { try checkInterval(interval, $0) }
  }

  private static func right<R: RateChoice>(_ choice: R.Type) -> Answer {
    .right("10b", "\(choice)") { try checkRate(choice, $0) }
  }

  private static func wrong<R: RateChoice>(_ choice: R.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("10b", "\(choice)", property, words) { try checkRate(choice, $0) }
  }
}
