// The answers to lesson 8, and what the checks should say of them.

import Answers
import ExerciseKit
import Order

/// Right and wrong answers to lesson 8.
public enum OrderAnswers {
  public static let all: [Answer] = turns + tables

  private static let turns: [Answer] = [
    right(Rotary.self), right(OtherRotary.self),
    wrong(MixedPairing.self, .relation, "moving both words changed the score"),
    wrong(KeysAlone.self, .relation, "moving both words changed the score"),
    wrong(AgainstEachOther.self, .relation, "moving both words changed the score"),
    wrong(OneSign.self, .relation, "the length changed"),
    wrong(OneSpeed.self, .relation, "words 0 and 44 look alike"),
    wrong(HalfExponent.self, .relation, "should turn by 10000^"),
    wrong(FromZeroAgain.self, .parts, "read in two parts, the end differs"),
    wrong(AngleByRow.self, .batch, "does its angle go by the row"),
    wrong(TurnsToNothing.self, .constant, "the same whatever"),
    wrong(KnowsTheTurn.self, .shown, "right for the lesson's example"),
  ]

  private static let tables: [Answer] = [
    right(Sinusoids.self), right(OtherSinusoids.self),
    wrong(PlacesFromOne.self, .shift, "row 0 belongs to place"),
    wrong(InDegrees.self, .relation, "wave 0 must turn in 2π words"),
    wrong(DividesWholeNumbers.self, .relation, "all columns are alike"),
    wrong(FasterAndFaster.self, .relation, "later columns must be slower"),
    wrong(WithoutTheTwo.self, .relation, "the slowest wave is too fast"),
    wrong(SpeedByColumn.self, .relation, "the product of two rows tells more than s − t"),
    wrong(SinesAlone.self, .relation, "the product of two rows tells more than s − t"),
    wrong(AlwaysTheFirstRows.self, .parts, "read in two parts, the end differs"),
    wrong(SameEverywhere.self, .constant, "whatever the place is"),
    wrong(KnowsTheTable.self, .shown, "right for the lesson's example"),
  ]

  private static func right<R: RotaryTurn>(_ turn: R.Type) -> Answer {
    .right("8a", "\(turn)") { try checkRotary(turn, $0) }
  }

  private static func wrong<R: RotaryTurn>(_ turn: R.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("8a", "\(turn)", property, words) { try checkRotary(turn, $0) }
  }

  private static func right<P: PositionTable>(_ table: P.Type) -> Answer {
    .right("8b", "\(table)") { try checkTable(table, $0) }
  }

  private static func wrong<P: PositionTable>(_ table: P.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("8b", "\(table)", property, words) { try checkTable(table, $0) }
  }
}
