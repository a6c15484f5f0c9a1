// An input of exercise 12a: a text of a few lines.

import ExerciseKit

/// Lines of one to three words, at least five of them.
struct SplitCase: Sample {
  var lines: [String]

  private static let words = ["the", "cat", "dog", "saw", "ran", "and", "red", "old", "sun", "sea"]

  /// No line stands twice in it.
  static func distinct(_ draw: inout Draw, _ size: Int) -> SplitCase {
    var lines: [String] = []
    let count = draw.int(5...5 + 2 * size)
    while lines.count < count {
      let line = (0..<draw.int(1...3)).map { _ in words[draw.int(0...words.count - 1)] }.joined(separator: " ")
      if !lines.contains(line) { lines.append(line) }
    }
    return SplitCase(lines: lines)
  }

  /// Some lines stand in it several times.
  static func doubled(_ draw: inout Draw, _ size: Int) -> SplitCase {
    var sample = distinct(&draw, size)
    for _ in 0..<1 + size / 2 {
      let (from, to) = (draw.int(0...sample.lines.count - 1), draw.int(0...sample.lines.count - 1))
      sample.lines[to] = sample.lines[from]
    }
    return sample
  }

  func parts<S: TextSplit>(_: S.Type) -> TextParts { S.parts(of: lines) }

  /// Where the training part ends, and the validation part.
  var seams: (Int, Int) { (lines.count * 8 / 10, lines.count * 9 / 10) }

  var smaller: [SplitCase] { lines.count > 5 ? lines.withoutOne.map(SplitCase.init) : [] }

  var description: String { lines.enumerated().map { "line \($0 + 1): \($1)" }.joined(separator: "\n") }

  static func words(of line: String) -> [String] { line.split(separator: " ").map(String.init) }
}

extension TextParts {
  /// All parts with their names, in order.
  var named: [(name: String, lines: [String])] {
    [("training", training), ("validation", validation), ("test", test)]
  }
}
