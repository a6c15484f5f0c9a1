// A solution of exercise 12a.

import OwnText

enum Split: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    let (first, second) = (lines.count * 8 / 10, lines.count * 9 / 10)
    let training = Array(lines[..<first])
    let validation = lines[first..<second].filter { !training.contains($0) }
    let test = lines[second...].filter { !training.contains($0) && !validation.contains($0) }
    return TextParts(
      training: training, validation: validation, test: test, vocabulary: Set(training.flatMap(words)))
  }

  static func words(of line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
