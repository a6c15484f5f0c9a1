// The answers to lesson 3, and what the checks should say of them.

import Answers
import ExerciseKit
import RNN

/// Right and wrong answers to lesson 3.
public enum RNNAnswers {
  public static let all: [Answer] = layers + cuts

  private static let layers: [Answer] = [
    right(Layer.self), right(OtherLayer.self),
    wrong(WithoutMemory.self, .deaf, "is h used?"),
    wrong(OneStateForAll.self, .batch, "is something shared across the batch?"),
    wrong(ForgetsTheStart.self, .parts, "read in two parts, the end differs"),
    wrong(TransposedU.self, .relation, "with an unsymmetric U the wrong index is summed"),
    wrong(WithoutTanh.self, .relation, "states leave (−1, 1)"),
    wrong(GivenBeforeUpdate.self, .shift, "does not know input"),
    wrong(ReadsBackwards.self, .future, "after it, does"),
    wrong(WithoutBias.self, .relation, "should be x·W + h·U + b"),
    wrong(AlwaysZero.self, .constant, "whatever was read"),
    wrong(KnowsTheStates.self, .shown, "right for the lesson's example"),
  ]

  private static let cuts: [Answer] = [
    right(Rows.self), right(OtherRows.self),
    wrong(AsksForItself.self, .answer, "it sees the answer"),
    wrong(TwoOn.self, .shift, "the target is"),
    wrong(OneBack.self, .shift, "before"),
    wrong(WrapsRound.self, .relation, "the last target is its row's first word"),
    wrong(ARowAhead.self, .relation, "targets lie a row ahead"),
    wrong(RowsOverlap.self, .relation, "is a target twice"),
    wrong(DropsTheRest.self, .relation, "is never a target"),
    wrong(LosesTheSeam.self, .relation, "is never a target"),
    wrong(NoRows.self, .constant, "the same whatever the text is"),
    wrong(KnowsTheRows.self, .shown, "right for the lesson's example"),
  ]

  private static func right<L: RecurrentLayer>(_ layer: L.Type) -> Answer {
    .right("3a", "\(layer)") { try checkLayer(layer, $0) }
  }

  private static func wrong<L: RecurrentLayer>(_ layer: L.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("3a", "\(layer)", property, words) { try checkLayer(layer, $0) }
  }

  private static func right<R: RowCutting>(_ cutting: R.Type) -> Answer {
    .right("3b", "\(cutting)") { try checkRows(cutting, $0) }
  }

  private static func wrong<R: RowCutting>(_ cutting: R.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("3b", "\(cutting)", property, words) { try checkRows(cutting, $0) }
  }
}
