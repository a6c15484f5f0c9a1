// The answers to lesson 5, and what the checks should say of them.

import Answers
import ExerciseKit
import LSTM

/// Right and wrong answers to lesson 5.
public enum LSTMAnswers {
  public static let all: [Answer] = steps + memories

  private static let steps: [Answer] = [
    right(Step.self), right(OtherStep.self),
    wrong(CandidateTimesAll.self, .keep, "the memory should stay as it is"),
    wrong(GatesExchanged.self, .keep, "the memory should stay as it is"),
    wrong(OneMinusForget.self, .keep, "the memory should stay as it is"),
    wrong(SigmoidCandidate.self, .relation, "memory can never fall"),
    wrong(LinearCandidate.self, .relation, "between −1 and 1"),
    wrong(StateWithoutTanh.self, .relation, "h leaves (−1, 1)"),
    wrong(OutputFromForget.self, .relation, "gate o moves with f's weights"),
    wrong(SteepGates.self, .relation, "the memory should be σ(f)·c + σ(i)·tanh(g)"),
    wrong(EmptyStep.self, .constant, "the same whatever"),
    wrong(KnowsTheStep.self, .shown, "right for the lesson's example"),
  ]

  private static let memories: [Answer] = [
    right(Memory.self), right(OtherMemory.self),
    wrong(ThroughHAlone.self, .once, "only one use reaches its gradient"),
    wrong(ThroughTheNextAlone.self, .once, "only one use reaches its gradient"),
    wrong(ForgetOfThisStep.self, .shift, "belongs"),
    wrong(WithoutForget.self, .keep, "with f = 0 nothing may reach the step before"),
    wrong(WithoutTanhSlope.self, .slope, "c after step"),
    wrong(SlopeOfTheOneBefore.self, .slope, "c after step"),
    wrong(WithoutGateSlope.self, .slope, "what reaches f"),
    wrong(MemoryAfter.self, .shift, "the c before it"),
    wrong(NothingBack.self, .constant, "the same whatever"),
    wrong(KnowsTheMemory.self, .shown, "right for the lesson's example"),
  ]

  private static func right<G: GatedStep>(_ step: G.Type) -> Answer {
    .right("5a", "\(step)") { try checkStep(step, $0) }
  }

  private static func wrong<G: GatedStep>(_ step: G.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("5a", "\(step)", property, words) { try checkStep(step, $0) }
  }

  private static func right<M: MemoryBackward>(_ backward: M.Type) -> Answer {
    .right("5b", "\(backward)") { try checkMemory(backward, $0) }
  }

  private static func wrong<M: MemoryBackward>(_ backward: M.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("5b", "\(backward)", property, words) { try checkMemory(backward, $0) }
  }
}
