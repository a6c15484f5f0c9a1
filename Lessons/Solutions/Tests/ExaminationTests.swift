// Drawing and shrinking: what is shown is as small as it can be.

import ExerciseKit
import Testing

@Suite("Examination")
struct ExaminationTests {
  struct Numbers: Sample, Equatable {
    var values: [Int]
    var smaller: [Numbers] { values.withoutOne.map(Numbers.init) }
    var description: String { "\(values)" }

    static func drawn(_ draw: inout Draw, _ size: Int) -> Numbers { Numbers(values: draw.words(2 * size, below: 5)) }
  }

  @Test("A failure is shown on the smallest input: of all that has two threes, the two threes alone")
  func shrinks() throws {
    let failure = try verdict { examination in
      try examination.forAll(Numbers.drawn) { numbers in
        try require(numbers.values.count { $0 == 3 } < 2, .relation, "two threes")
      }
    }
    #expect(failure == Failure(.relation, "two threes", input: "[3, 3]"))
  }

  @Test("Shrinking keeps to the property that failed first")
  func keepsTheProperty() throws {
    let failure = try verdict { examination in
      try examination.forAll(Numbers.drawn) { numbers in
        if numbers.values.isEmpty { throw Failure(.finite, "nothing") }
        throw Failure(.sum, "something")
      }
    }
    #expect(failure?.property == .sum)
    #expect(failure?.input.contains(",") == false)
  }

  @Test("What always holds is tried as often as it was said, and the same inputs come again")
  func countsTrials() throws {
    var runs: [[Numbers]] = []
    for _ in 0..<2 {
      let examination = Examination()
      var seen: [Numbers] = []
      try examination.forAll(Numbers.drawn, count: 30) { seen.append($0) }
      #expect(examination.trials == 30)
      runs.append(seen)
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0][0].values.count == 2 && runs[0][29].values.count == 16)
  }

  @Test("Numbers in messages have four digits that count")
  func numbersAreShort() {
    let expected: [(Double, String)] = [
      (0, "0"), (1, "1"), (0.333333, "0.3333"), (-2.718281, "-2.718"), (123456.7, "123457"), (0.00012343, "0.0001234"),
      (12.5, "12.5"),
    ]
    for (number, text) in expected { #expect(shown(number) == text) }
    #expect(shown(.infinity) == "inf")
    #expect(shown(.nan).contains("no number"))
  }
}
