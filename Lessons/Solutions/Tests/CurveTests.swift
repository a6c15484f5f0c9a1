// Predictions of a curve: which shape measured numbers have, where they stand, and how an answer is given.

import Course
import Testing

@Suite("Curves")
struct CurveTests {
  private func prediction(_ marker: String) throws -> Prediction {
    try #require(try LessonText("## Predict\n<!-- predict: \(marker) -->\nHow does it go?\n\n").predictions.first)
  }

  /// The name of the shape that a column of numbers has, of those that are offered.
  private func shape(_ numbers: [Double], among curves: String) throws -> String? {
    let output = numbers.enumerated().map { "\($0.offset + 1)  \($0.element)" }
    let place = try prediction("a; curve \(curves); ./lab x => column 2").measured(in: output)
    let names = curves.split(separator: " ").filter { $0 != "|" }
    return place.map { String(names[Int($0) - 1]) }
  }

  @Test("Each shape is told from all others, at any size and height")
  func shapes() throws {
    let all = Curve.allCases.map(\.rawValue).joined(separator: " | ")
    let measured: [(String, [Double])] = [
      ("flat", [5, 5.1, 4.9, 5]), ("falls", [8, 7, 6, 5, 4, 3]), ("flattens", [8, 4, 2, 1, 0.5, 0.3, 0.2]),
      ("plunges", [9, 9, 8.8, 8.5, 7, 1]), ("turns", [4.99, 2.13, 1.26, 1.02, 0.98, 1.0, 1.04, 1.1]),
      ("rises", [1, 2, 3, 4]), ("levels", [1, 5, 7, 8, 8.2, 8.3]), ("steepens", [1, 2.2, 5.5, 14, 38, 103]),
      ("peaks", [1, 3, 4, 3, 1.5]),
    ]
    #expect(measured.count == Curve.allCases.count)
    for (name, numbers) in measured {
      for scale in [1.0, 0.001, 4000] { #expect(try shape(numbers.map { scale * $0 }, among: all) == name, "\(name)") }
    }
  }

  @Test("Of what is offered the nearest is taken: a small rise after a long fall is no matter where no turn is offered")
  func nearest() throws {
    let numbers = [4.99, 2.13, 1.26, 1.02, 0.98, 1.0, 1.04, 1.1]
    #expect(try shape(numbers, among: "falls | flattens | turns") == "turns")
    #expect(try shape(numbers, among: "falls | flattens") == "flattens")
    #expect(try shape([0.58, 0.65, 0.7, 0.69, 0.59, 0.24], among: "flat | falls | plunges") == "plunges")
    // Two numbers are no curve, and nothing measured is no answer.
    #expect(try shape([1, 2], among: "falls | rises") == nil)
    #expect(try shape([], among: "falls | rises") == nil)
  }

  @Test("Bars show where a curve turns, and say what they stand for")
  func bars() {
    let turning = [4.9911, 2.1265, 1.2566, 1.0184, 0.9754, 1.0008, 1.0437, 1.1034]
    #expect(Curve.bars(turning) == "███▃▁▂▅█ (▁ is 0.9754, █ is 1.103 or more)")
    #expect(Curve.bars(turning.map { -$0 }) == "▁▁▁▆█▇▄▁ (▁ is -1.103 or less, █ is -0.9754)")
    #expect(Curve.bars([0.798, 1.09, 1.61, 2.65, 5.25, 16.5]) == "▁▁▁▂▃█ (▁ is 0.798, █ is 16.5)")
    #expect(Curve.bars([2, 2, 2]) == "▄▄▄")
  }

  @Test("An answer is a name or its number, and is right if it is the shape")
  func answers() throws {
    let curve = try prediction("a; curve falls | flattens | turns; ./lab x => column lstm: 1")
    #expect(curve.number("2") == 2 && curve.number(" Turns ") == 3)
    for answer in ["0", "4", "2.0", "up", ""] { #expect(curve.number(answer) == nil, "\(answer)") }
    // Other rows, and other columns, are left out.
    let output = [
      "model  half-life", "lstm   9 (1.00)  1", "rnn   1", "lstm   4 (1.00)  2", "lstm   3 (1.00)  9", "lstm x",
    ]
    #expect(curve.measured(in: output) == 2 && curve.isRight(2, measured: 2) && !curve.isRight(1, measured: 2))
  }

  @Test(
    "A marker of another form is an error",
    arguments: [
      "a; curve falls; x => column 2", "a; curve falls | bends; x => column 2", "a; curve falls | turns; x => row: 2",
      "a; number ± 0; x => column 2", "a; curve falls | turns; x => column", "a; curve falls | turns; x => least 2",
    ])
  func broken(_ marker: String) {
    #expect(throws: CourseError.self) { try prediction(marker) }
  }
}
