// The answers to lesson 4, and what the checks should say of them.

import Answers
import ExerciseKit
import Vanishing

/// Right and wrong answers to lesson 4.
public enum VanishingAnswers {
  public static let all: [Answer] = clips + fadings

  private static let clips: [Answer] = [
    right(Clip.self), right(OtherClip.self),
    wrong(ClampsEachNumber.self, .relation, "the direction changed"),
    wrong(EachGroupAlone.self, .relation, "the ratio of two groups changed"),
    wrong(AlwaysToTheLimit.self, .relation, "a short gradient grew"),
    wrong(UpsideDown.self, .relation, "the norm is above c"),
    wrong(WithoutTheLastGroup.self, .deaf, "does not count"),
    wrong(DividesByZero.self, .finite, "nan"),
    wrong(SumOfSizes.self, .relation, "is shortened to the limit"),
    wrong(ClipsToNothing.self, .constant, "whatever the gradient is"),
    wrong(KnowsTheClip.self, .shown, "right for the lesson's example"),
  ]

  private static let fadings: [Answer] = [
    right(HalfLife.self), right(OtherHalfLife.self),
    wrong(LineThroughG.self, .relation, "scaling g changed the half-life"),
    wrong(OneOverLambda.self, .relation, "after a half-life, half must be left"),
    wrong(MixesLogarithms.self, .relation, "after a half-life, half must be left"),
    wrong(FromLagZero.self, .relation, "lag 0 takes no step back"),
    wrong(LogOfZero.self, .finite, "the half-life is gone"),
    wrong(NegativeHalfLife.self, .relation, "a curve that grows has no half-life"),
    wrong(BothEnds.self, .deaf, "does not count"),
    wrong(AlwaysOne.self, .constant, "whatever the curve is"),
    wrong(KnowsTheCurve.self, .shown, "right for the lesson's example"),
  ]

  private static func right<C: Clipping>(_ clip: C.Type) -> Answer {
    .right("4a", "\(clip)") { try checkClip(clip, $0) }
  }

  private static func wrong<C: Clipping>(_ clip: C.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("4a", "\(clip)", property, words) { try checkClip(clip, $0) }
  }

  private static func right<F: Fading>(_ fading: F.Type) -> Answer {
    .right("4b", "\(fading)") { try checkFading(fading, $0) }
  }

  private static func wrong<F: Fading>(_ fading: F.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("4b", "\(fading)", property, words) { try checkFading(fading, $0) }
  }
}
