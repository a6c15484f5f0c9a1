// An input of exercise 3b: a text in which every word is another one, so that each can be followed.

import ExerciseKit

/// The text is 0, 1, 2, … (or counts from another number on): a word is its own place.
struct RowCase: Sample {
  var first: Int
  var count: Int
  var length: Int

  static func drawn(_ draw: inout Draw, _ size: Int) -> RowCase {
    RowCase(first: draw.int(0...1) * 100, count: draw.int(0...2 * size), length: draw.int(1...1 + size / 2))
  }

  var text: [Int] { Array(first..<first + count) }
  func rows<R: RowCutting>(_: R.Type) -> [TrainingRow] { R.rows(of: text, length: length) }

  var smaller: [RowCase] {
    var result: [RowCase] = []
    if first > 0 { result.append(RowCase(first: 0, count: count, length: length)) }
    if count > 0 { result.append(RowCase(first: first, count: count - 1, length: length)) }
    if length > 1 { result.append(RowCase(first: first, count: count, length: length - 1)) }
    return result
  }

  var description: String { "text:   \(text.map(String.init).joined(separator: " "))\nlength: \(length)" }
}
