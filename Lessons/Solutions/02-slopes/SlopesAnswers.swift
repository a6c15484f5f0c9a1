// The answers to lesson 2, and what the checks should say of them.

import Answers
import ExerciseKit
import Slopes

/// Right and wrong answers to lesson 2.
public enum SlopesAnswers {
  public static let all: [Answer] = walks + affines

  private static let walks: [Answer] = [
    right(Walk.self), right(OtherWalk.self),
    wrong(Overwrites.self, .once, "only one use reaches its gradient"),
    wrong(Forwards.self, .relation, "a gradient was handed on before all its uses had arrived"),
    wrong(HandsOnTheSumAgain.self, .relation, "one path is counted several times"),
    wrong(NeverResets.self, .relation, "a second call gives something else"),
    wrong(BeginsAtZero.self, .constant, "whatever the numbers are"),
    wrong(ExchangesSlopes.self, .slope, "a small step of it moves the output"),
    wrong(FirstInputAlone.self, .deaf, "nothing arrived"),
    wrong(AddsSlopes.self, .slope, "a small step of it moves the output"),
    wrong(KnowsTheTape.self, .shown, "right for the lesson's example"),
  ]

  private static let affines: [Answer] = [
    right(Affine.self), right(OtherAffine.self),
    wrong(WithoutTranspose.self, .shape, "the gradient of x has not the shape of x"),
    wrong(TransposedResult.self, .shape, "the gradient of W has not the shape of W"),
    wrong(Exchanged.self, .shape, "has not the shape of"),
    wrong(BiasAveraged.self, .relation, "with each row twice, the sum of losses doubles, and b's gradient does not"),
    wrong(BiasOfTheFirstRow.self, .deaf, "row 1 does not reach b"),
    wrong(OverwritesW.self, .once, "W is used twice; only one use reaches its gradient"),
    wrong(OwnFactor.self, .slope, "otherwise than its gradient says"),
    wrong(NothingForX.self, .deaf, "does not reach x"),
    wrong(NothingAtAll.self, .constant, "the same whatever"),
    wrong(KnowsTheProduct.self, .shown, "right for the lesson's example"),
  ]

  private static func right<W: BackwardWalk>(_ walk: W.Type) -> Answer {
    .right("2a", "\(walk)") { try checkWalk(walk, $0) }
  }

  private static func wrong<W: BackwardWalk>(_ walk: W.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("2a", "\(walk)", property, words) { try checkWalk(walk, $0) }
  }

  private static func right<A: AffineBackward>(_ backward: A.Type) -> Answer {
    .right("2b", "\(backward)") { try checkAffine(backward, $0) }
  }

  private static func wrong<A: AffineBackward>(_ backward: A.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("2b", "\(backward)", property, words) { try checkAffine(backward, $0) }
  }
}
