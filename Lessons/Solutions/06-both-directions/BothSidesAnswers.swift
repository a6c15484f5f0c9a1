// The answers to lesson 6, and what the checks should say of them.

import Answers
import BothSides
import ExerciseKit

/// Right and wrong answers to lesson 6.
public enum BothSidesAnswers {
  public static let all: [Answer] = readings + finders

  private static let readings: [Answer] = [
    right(Beside.self), right(OtherBeside.self),
    wrong(StatesHere.self, .answer, "it sees the answer"),
    wrong(RightStateHere.self, .answer, "it sees the answer"),
    wrong(ShiftedTheOtherWay.self, .answer, "it sees the answer"),
    wrong(NotTurnedBack.self, .answer, "it sees the answer"),
    wrong(EndsWrapRound.self, .answer, "it sees the answer"),
    wrong(LayersMeet.self, .answer, "through word"),
    wrong(TwoAway.self, .deaf, "though it may see it"),
    wrong(BothFromTheLeft.self, .deaf, "though it may see it"),
    wrong(RightSideFirst.self, .relation, "the first half of output"),
    wrong(LowestLayerAlone.self, .relation, "state after word"),
    wrong(WithoutEnds.self, .shape, "are guessed, too"),
    wrong(NothingBeside.self, .constant, "whatever was read"),
    wrong(KnowsBeside.self, .shown, "right for the lesson's example"),
  ]

  private static let finders: [Answer] = [
    right(LeakFinder.self), right(OtherLeakFinder.self),
    wrong(NextWordOnly.self, .relation, "later words than the next"),
    wrong(PutsInTheSame.self, .relation, "the same word is put in"),
    wrong(OneOtherWord.self, .relation, "that only some words show"),
    wrong(LooksAtTheLoss.self, .relation, "which the loss does not show"),
    wrong(CoarseThreshold.self, .relation, "missed a faint leak"),
    wrong(BlamesThePast.self, .relation, "seeing the past"),
    wrong(WithDropout.self, .relation, "in a clean model"),
    wrong(FirstLeakOnly.self, .relation, "1 of 2 leaks"),
    wrong(NamesWholeColumns.self, .relation, "the leak is another"),
    wrong(FindsNothing.self, .constant, "the same whatever the model is"),
    wrong(KnowsTheLeak.self, .shown, "right for the lesson's example"),
  ]

  private static func right<B: BesideReading>(_ reading: B.Type) -> Answer {
    .right("6a", "\(reading)") { try checkBeside(reading, $0) }
  }

  private static func wrong<B: BesideReading>(_ reading: B.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("6a", "\(reading)", property, words) { try checkBeside(reading, $0) }
  }

  private static func right<F: LeakFinding>(_ finder: F.Type) -> Answer {
    .right("6b", "\(finder)") { try checkLeaks(finder, $0) }
  }

  private static func wrong<F: LeakFinding>(_ finder: F.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("6b", "\(finder)", property, words) { try checkLeaks(finder, $0) }
  }
}
