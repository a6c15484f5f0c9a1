// How long a training will take, told from its first steps.

import Testing
import seqlab

@Suite("The time that a training will take")
struct FirstStepsTests {
  private let start = ContinuousClock.now

  /// What is said after steps that take so many seconds each, step by step.
  private func said(steps: Int, seconds: Double, last: Int, first: Int = 0) -> [(step: Int, text: String)] {
    var pace = FirstSteps(until: last, tokens: 500)
    return (first + 1...first + steps).compactMap { step in
      // The first one takes a minute more.
      pace.time(after: step, at: start + .seconds(60) + .seconds(seconds * Double(step - first))).map { (step, $0) }
    }
  }

  @Test("it is told once, of ten steps after the first, or of half a second")
  func told() throws {
    let quick = said(steps: 100, seconds: 0.01, last: 2000)
    #expect(quick.map(\.step) == [11])
    #expect(quick[0].text == "about 0:20 for the 1 989 steps to come, at 50 000 tokens a second")
    let slow = said(steps: 100, seconds: 2, last: 100)
    #expect(slow.map(\.step) == [2])
    #expect(slow[0].text == "about 3:16 for the 98 steps to come, at 250 tokens a second")
  }

  @Test("a training that goes on is told of from where it is")
  func resumed() {
    #expect(said(steps: 20, seconds: 0.1, last: 700, first: 600).map(\.step) == [606])
  }

  @Test("one that is over by then takes no time worth telling")
  func short() {
    #expect(said(steps: 11, seconds: 0.01, last: 11).isEmpty)
    #expect(said(steps: 1, seconds: 10, last: 1).isEmpty)
  }
}
