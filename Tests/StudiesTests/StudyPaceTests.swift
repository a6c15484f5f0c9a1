// How long studies will take: by the training at first, and then by themselves.

import Studies
import Testing

@Suite("The time that studies take")
struct StudyPaceTests {
  @Test("a machine that trains at half the rate is expected to take twice as long, before a study has begun")
  func training() {
    var pace = StudyPace(expected: 100)
    #expect(pace.secondsLeft(done: 0, elapsed: 0) == 100)
    pace.add(operations: 10 * StudyPace.rate, seconds: 25)
    pace.add(operations: 5 * StudyPace.rate, seconds: 5)
    #expect(abs(pace.secondsLeft(done: 0, elapsed: 0) - 200) < 1e-9)
  }

  @Test("what the studies take counts more and more; when all is done, nothing is left")
  func studies() {
    var pace = StudyPace(expected: 100)
    pace.add(operations: StudyPace.rate, seconds: 1)
    // Three times as slow as the training was: expected at 1 for a tenth, seen at 3 for what is done.
    for done in [0.1, 0.5, 0.9] {
      let left = pace.secondsLeft(done: done, elapsed: 300 * done)
      let slowness = (0.1 * 1 + done * 3) / (0.1 + done)
      #expect(abs(left - (1 - done) * 100 * slowness) < 1e-9)
    }
    #expect(pace.secondsLeft(done: 1, elapsed: 300) == 0)
  }

  @Test("a machine that keeps its pace is told the same end all the way")
  func steady() {
    var pace = StudyPace(expected: 200)
    pace.add(operations: 4 * StudyPace.rate, seconds: 6)
    for done in stride(from: 0, through: 1, by: 0.1) {
      #expect(abs(300 * done + pace.secondsLeft(done: done, elapsed: 300 * done) - 300) < 1e-9)
    }
  }
}
