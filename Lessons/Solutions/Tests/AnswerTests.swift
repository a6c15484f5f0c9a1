// Right answers pass, and wrong ones are told what is wrong with them.

import Answers
import AttentionSolutions
import BothSidesSolutions
import CostsSolutions
import Course
import ExerciseKit
import FairSolutions
import LSTMSolutions
import NextWordSolutions
import OrderSolutions
import OwnModelSolutions
import OwnTextSolutions
import RNNSolutions
import SlopesSolutions
import Testing
import VanishingSolutions

let allAnswers: [Answer] =
  NextWordAnswers.all + SlopesAnswers.all + RNNAnswers.all + VanishingAnswers.all + LSTMAnswers.all
  + BothSidesAnswers.all + AttentionAnswers.all + OrderAnswers.all + CostsAnswers.all
  + FairAnswers.all + OwnModelAnswers.all + OwnTextAnswers.all

@Suite(
  "Answers to exercises", .counting("exercises", "right answers accepted", "wrong answers caught by their own message"))
struct AnswerTests {
  @Test("A solution passes, and so does one written another way", arguments: allAnswers.filter { $0.expected == nil })
  func rightPasses(_ answer: Answer) throws {
    let failure = try verdict(answer.check)
    Tally.count("right answers accepted", isRight: failure == nil)
    #expect(failure == nil, "\(answer) is right, but: \(failure.map(text) ?? "")")
  }

  @Test("A wrong answer fails with its own message", arguments: allAnswers.filter { $0.expected != nil })
  func wrongFails(_ answer: Answer) throws {
    let expected = try #require(answer.expected)
    let found = try verdict(answer.check)
    let isCaught = found?.property == expected.property && found?.message.contains(expected.words) == true
    Tally.count("wrong answers caught by their own message", isRight: isCaught)
    let failure = try #require(found, "\(answer) passes, and is wrong")
    #expect(failure.property == expected.property, "\(answer): \(text(failure))")
    #expect(failure.message.contains(expected.words), "\(answer): \(text(failure))")
    // What is shown must be small enough to follow by hand.
    #expect(failure.input.split(separator: "\n").count <= 12, "\(answer) is shown too much:\n\(failure.input)")
  }

  @Test("Each exercise has two right answers, and at least eight wrong ones, a constant and a known one among them")
  func thereAreEnough() {
    for exercise in LessonList.all.flatMap(\.exercises) {
      let answers = allAnswers.filter { $0.exercise == exercise.id }
      Tally.count("exercises")
      #expect(answers.count { $0.expected == nil } >= 2, "\(exercise.id)")
      #expect(answers.count { $0.expected != nil } >= 8, "\(exercise.id)")
      for property in [Property.constant, .shown] {
        #expect(answers.contains { $0.expected?.property == property }, "\(exercise.id) \(property)")
      }
      #expect(answers.contains { $0.name == exercise.type }, "\(exercise.id) has no solution \(exercise.type)")
      for contrast in exercise.contrasts {
        #expect(answers.contains { $0.name == contrast.type && $0.expected != nil })
      }
    }
  }

  private func text(_ failure: Failure) -> String { "\(failure.property): \(failure.message)\n\(failure.input)" }
}
