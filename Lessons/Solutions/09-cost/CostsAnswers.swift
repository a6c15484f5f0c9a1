// The answers to lesson 9, and what the checks should say of them.

import Answers
import Costs
import ExerciseKit

/// Right and wrong answers to lesson 9.
public enum CostsAnswers {
  public static let all: [Answer] = works + spans

  private static let works: [Answer] = [
    right(Work.self), right(OtherWork.self),
    wrong(MultiplyAddIsOne.self, .relation, "a product multiplies and adds"),
    wrong(PairsWithoutWidth.self, .relation, "must grow with d"),
    wrong(WithoutTheMapBehindTheHeads.self, .relation, "this product is missing"),
    wrong(ScoresAlone.self, .relation, "this product is missing: the scores, query by key, or the mean of the values"),
    wrong(NarrowNetwork.self, .relation, "the products have"),
    wrong(WithoutTheHead.self, .deaf, "must grow with V"),
    wrong(CountsTheFuture.self, .future, "the future is counted"),
    wrong(HalfOfAllPairs.self, .relation, "a word sees itself"),
    wrong(WithoutItself.self, .relation, "a word sees itself"),
    wrong(SixTimesTheParameters.self, .relation, "must grow with n"),
    wrong(WidthForEveryHead.self, .relation, "heads share the width"),
    wrong(NoWork.self, .constant, "whatever the sizes are"),
    wrong(KnowsTheWork.self, .shown, "right for the lesson's example"),
  ]

  private static let spans: [Answer] = [
    right(Span.self), right(OtherSpan.self),
    wrong(AllOperations.self, .relation, "independent work must not add"),
    wrong(ShortestPath.self, .relation, "something is read before it is there"),
    wrong(FirstBranchAlone.self, .relation, "something is read before it is there"),
    wrong(BranchesAdded.self, .relation, "independent work must not add"),
    wrong(InTheirOrder.self, .relation, "reordering changed it"),
    wrong(EdgesForOperations.self, .shift, "what lies between operations was counted"),
    wrong(TheLastAlone.self, .relation, "something is read before it is there"),
    wrong(SeenIsNothing.self, .relation, "something is read before it is there"),
    wrong(AllAtOnce.self, .constant, "whatever the graph is"),
    wrong(KnowsTheGraph.self, .shown, "right for the lesson's example"),
  ]

  private static func right<W: WorkCounting>(_ count: W.Type) -> Answer {
    .right("9a", "\(count)") { try checkWork(count, $0) }
  }

  private static func wrong<W: WorkCounting>(_ count: W.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("9a", "\(count)", property, words) { try checkWork(count, $0) }
  }

  private static func right<G: GraphSpan>(_ span: G.Type) -> Answer {
    .right("9b", "\(span)") { try checkSpan(span, $0) }
  }

  private static func wrong<G: GraphSpan>(_ span: G.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("9b", "\(span)", property, words) { try checkSpan(span, $0) }
  }
}
