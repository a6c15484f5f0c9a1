// Predictions: how their markers are read, where the answer is found, and what counts as right.

import Course
import Testing

@Suite("Predictions")
struct PredictionTests {
  private func prediction(_ marker: String) throws -> Prediction {
    try #require(try LessonText("## Predict\n<!-- predict: \(marker) -->\nHow much\nis it?\n\n").predictions.first)
  }

  @Test("A choice is right if no other is nearer, by ratio where all are positive")
  func choices() throws {
    let one = try prediction("a; choice 0 | 0.6 | 3; ./lab x => row: 1")
    #expect(one.question == "How much is it?" && one.command == "./lab x")
    #expect(one.isRight(0.6, measured: 0.58) && !one.isRight(0, measured: 0.58) && one.isRight(0, measured: 0.2))
    let two = try prediction("a; choice 1e-1 | 1e-7 | 1e-13; ./lab x => row: 1")
    #expect(two.isRight(1e-7, measured: 1e-8) && !two.isRight(1e-13, measured: 1e-8))
    #expect(
      two.number("1e-7") == 1e-7 && two.number("1e-6") == nil && two.number("") == nil && two.number("nan") == nil)
  }

  @Test("A number is right within its share")
  func numbers() throws {
    let exact = try prediction("a; number ± 0; ./lab x => least 2")
    #expect(exact.isRight(5, measured: 5) && !exact.isRight(4, measured: 5))
    let wide = try prediction("a; number ± 20 %; ./lab x => row: 1")
    #expect(wide.isRight(8.1, measured: 10) && !wide.isRight(7.9, measured: 10) && wide.number("8,1") == 8.1)
  }

  @Test("The answer is found in a row, or in the row where a column is least")
  func places() throws {
    let output = [
      "order  test  more", "────", "1   4.99  147", "2   2.12   8.4", "3   2.50   9.1", "  next token   0.58  ±0.01",
      "floor −1 0.5",
    ]
    #expect(try prediction("a; number ± 0; x => least 2").measured(in: output) == 2)
    #expect(try prediction("a; number ± 0; x => next token: 2").measured(in: output) == 0.01)
    #expect(try prediction("a; number ± 0; x => floor: 1").measured(in: output) == -1)
    #expect(try prediction("a; number ± 0; x => nothing: 1").measured(in: output) == nil)
    #expect(try prediction("a; number ± 0; x => floor: 3").measured(in: output) == nil)
  }

  @Test(
    "A marker of another form is an error",
    arguments: [
      "a; choice 1 | 2; ./lab x", "a; maybe 1; ./lab x => row: 1", "a", "a; number; ./lab x => row: 1",
      "a; number ± 0; ./lab x => row",
    ])
  func broken(_ marker: String) {
    #expect(throws: CourseError.self) { try prediction(marker) }
  }
}
