// The answers to lesson 12, and what the checks should say of them.

import Answers
import ExerciseKit
import OwnText

/// Right and wrong answers to lesson 12.
public enum OwnTextAnswers {
  public static let all: [Answer] = splits + losses

  private static let splits: [Answer] = [
    right(Split.self), right(OtherSplit.self),
    wrong(RandomWindows.self, .answer, "this stretch is in both parts"),
    wrong(ShuffledLines.self, .relation, "neighbours were torn apart"),
    wrong(EveryTenthLine.self, .relation, "neighbours were torn apart"),
    wrong(SeamOff.self, .shift, "the training part should"),
    wrong(TestFirst.self, .shift, "the training part should"),
    wrong(KeepsDoubles.self, .answer, "this line is in both parts"),
    wrong(TakesAllOnce.self, .relation, "only lines of an earlier part"),
    wrong(LosesTheRest.self, .relation, "these words are in none of the parts"),
    wrong(ValidatesOnTest.self, .answer, "this stretch is in both parts"),
    wrong(VocabularyOfAll.self, .answer, "it knows words of the later parts"),
    wrong(NoParts.self, .constant, "whatever the text is"),
    wrong(KnowsTheSplit.self, .shown, "right for the lesson's example"),
  ]

  private static let losses: [Answer] = [
    right(Characters.self), right(OtherCharacters.self),
    wrong(ByWords.self, .relation, "longer words make it no better"),
    wrong(ForgetsSpaces.self, .relation, "spaces are forgotten"),
    wrong(SpaceTooMany.self, .relation, "is a space counted that is not there"),
    wrong(CountsBytes.self, .relation, "is one character"),
    wrong(UnknownForFree.self, .relation, "hiding rare words lowered it"),
    wrong(MeanOfRatios.self, .relation, "the order of cutting"),
    wrong(Bits.self, .relation, "is it another logarithm"),
    wrong(OfTheTraining.self, .answer, "it changes with what is said of the training text"),
    wrong(AlwaysGood.self, .constant, "whatever was said of the words"),
    wrong(KnowsTheWords.self, .shown, "right for the lesson's example"),
  ]

  private static func right<S: TextSplit>(_ split: S.Type) -> Answer {
    .right("12a", "\(split)") { try checkSplit(split, $0) }
  }

  private static func wrong<S: TextSplit>(_ split: S.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("12a", "\(split)", property, words) { try checkSplit(split, $0) }
  }

  private static func right<C: CharacterLoss>(_ loss: C.Type) -> Answer {
    .right("12b", "\(loss)") { try checkCharacters(loss, $0) }
  }

  private static func wrong<C: CharacterLoss>(_ loss: C.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("12b", "\(loss)", property, words) { try checkCharacters(loss, $0) }
  }
}
