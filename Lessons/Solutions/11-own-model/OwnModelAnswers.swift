// The answers to lesson 11, and what the checks should say of them.

import Answers
import ExerciseKit
import OwnModel

/// Right and wrong answers to lesson 11.
public enum OwnModelAnswers {
  public static let all: [Answer] = cells + probes

  private static let cells: [Answer] = [
    right(OwnCell.self), right(OtherOwnCell.self), right(SilentUnits.self),
    wrong(GateWithoutState.self, .relation, "U of gate 0, “forget”, gets no gradient"),
    wrong(CopiedOffTheTape.self, .slope, "otherwise than its gradient says"),
    wrong(DropsTheState.self, .deaf, "state 1 is the same whatever input 0 is"),
    wrong(OutputBeforeUpdate.self, .shift, "belongs to step"),
    wrong(DrawsWhileReading.self, .relation, "one input, two results"),
    wrong(NumberOfItsOwn.self, .relation, "loaded, it answers otherwise"),
    wrong(CountsBeside.self, .parts, "must be in the state that it returns"),
    wrong(MeanOfTheBatch.self, .batch, "is something shared across the batch?"),
    wrong(LogarithmOfAnything.self, .finite, "no number"),
    wrong(UnannouncedMemory.self, .shape, "exactly if `hasMemory` says so"),
    wrong(StaysAsItWas.self, .constant, "whatever was read"),
    wrong(KnowsOneAndMinusOne.self, .shown, "right for the lesson's example"),
  ]

  private static let probes: [Answer] = [
    right(OwnProbe.self), right(OtherOwnProbe.self),
    wrong(BesideTheQuestion.self, .relation, "a memory of 2 words solves it"),
    wrong(OneIsFrequent.self, .relation, "always 2 beats chance"),
    wrong(LengthTells.self, .relation, "the length tells the answer"),
    wrong(EndsWithTheAnswer.self, .answer, "the last word of the question"),
    wrong(TwoWereTold.self, .relation, "two answers fit"),
    wrong(OneDrawForBoth.self, .relation, "these examples were trained on"),
    wrong(CountsFromOne.self, .shape, "words are from 0 to 11"),
    wrong(OneExample.self, .constant, "all examples are the same"),
    wrong(TheLessonsExample.self, .shown, "the lesson's example"),
  ]

  private static func right<C: RecurrentCell>(_ cell: C.Type) -> Answer {
    .right("11a", "\(cell)") { try checkCell(cell, $0) }
  }

  private static func wrong<C: RecurrentCell>(_ cell: C.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("11a", "\(cell)", property, words) { try checkCell(cell, $0) }
  }

  private static func right<P: ProbeTask>(_ probe: P.Type) -> Answer {
    .right("11b", "\(probe)") { try checkProbe(probe, $0) }
  }

  private static func wrong<P: ProbeTask>(_ probe: P.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("11b", "\(probe)", property, words) { try checkProbe(probe, $0) }
  }
}
