// Exercise 12a: split a text.
//
// The first 8/10 of the lines train, those up to 9/10 validate, the rest tests: of n lines, the training part ends
// before line n · 8 / 10 and the validation part before line n · 9 / 10 (counted from 0, and rounded down, as Swift
// divides whole numbers).
//
// A line that stands in an earlier part, too, is left out of the later one. Otherwise lines stay as they are, and in
// their order. The vocabulary has the words of the training part, and no others.
//
// Check it:  ./lab check 12a        A hint:  ./lab hint 12a

import OwnText

enum Split: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    // Yours. As it stands, lines are dealt out like cards: every tenth one tests. Nothing is in two parts, and yet
    // the parts know each other.
    var parts = TextParts(training: [], validation: [], test: [], vocabulary: [])
    for (number, line) in lines.enumerated() {
      if number % 10 == 8 {
        parts.validation.append(line)
      } else if number % 10 == 9 {
        parts.test.append(line)
      } else {
        parts.training.append(line)
      }
    }
    parts.vocabulary = Set(lines.flatMap(words))
    return parts
  }

  static func words(of line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
