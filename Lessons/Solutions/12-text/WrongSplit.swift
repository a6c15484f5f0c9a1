// Wrong answers to exercise 12a, each with one mistake.

import OwnText

/// A right split after a change.
private func changed(_ lines: [String], _ change: (inout TextParts) -> Void) -> TextParts {
  var parts = Split.parts(of: lines)
  change(&parts)
  return parts
}

/// Cuts at given places, and leaves out no line.
private func cut(_ lines: [String], _ first: Int, _ second: Int) -> TextParts {
  let training = Array(lines[..<first])
  return TextParts(
    training: training, validation: Array(lines[first..<second]), test: Array(lines[second...]),
    vocabulary: Set(training.flatMap(Split.words)))
}

/// Trains on all of it, and tests on windows out of it.
enum RandomWindows: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    changed(lines) {
      $0.training = lines
      $0.vocabulary = Set(lines.flatMap(Split.words))
    }
  }
}

/// Shuffles the lines first; always in the same way.
enum ShuffledLines: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    let odd = lines.indices.filter { $0 % 2 == 1 }.map { lines[$0] }
    return Split.parts(of: odd + lines.indices.filter { $0 % 2 == 0 }.map { lines[$0] })
  }
}

/// Every tenth line tests.
enum EveryTenthLine: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    func dealt(_ isIn: (Int) -> Bool) -> [String] { lines.indices.filter { isIn($0 % 10) }.map { lines[$0] } }
    let training = dealt { $0 < 8 }
    return TextParts(
      training: training, validation: dealt { $0 == 8 }, test: dealt { $0 == 9 },
      vocabulary: Set(training.flatMap(Split.words)))
  }
}

/// One line too far.
enum SeamOff: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    cut(lines, min(lines.count, lines.count * 8 / 10 + 1), min(lines.count, lines.count * 9 / 10 + 1))
  }
}

/// Tests on the beginning.
enum TestFirst: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    let parts = cut(lines, lines.count / 10, lines.count * 2 / 10)
    return TextParts(
      training: parts.test, validation: parts.validation, test: parts.training,
      vocabulary: Set(parts.test.flatMap(Split.words)))
  }
}

/// Leaves lines that stand twice where they are.
enum KeepsDoubles: TextSplit {
  static func parts(of lines: [String]) -> TextParts { cut(lines, lines.count * 8 / 10, lines.count * 9 / 10) }
}

/// Takes every line once, in the training part, too.
enum TakesAllOnce: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    changed(lines) { parts in
      var seen: Set<String> = []
      parts.training = parts.training.filter { seen.insert($0).inserted }
    }
  }
}

/// Rounds all three parts down.
enum LosesTheRest: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    changed(lines) { $0.test = Array(lines[(lines.count * 9 / 10)...].prefix(lines.count / 10)) }
  }
}

/// Chooses settings on the part that it reports.
enum ValidatesOnTest: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    changed(lines) { parts in
      parts.validation += parts.test
      parts.test = parts.validation
    }
  }
}

/// Counts the words of the whole text.
enum VocabularyOfAll: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    changed(lines) { $0.vocabulary = Set(lines.flatMap(Split.words)) }
  }
}

/// Puts nothing anywhere.
enum NoParts: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    TextParts(training: [], validation: [], test: [], vocabulary: [])
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheSplit: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    lines == exampleLines ? Split.parts(of: lines) : NoParts.parts(of: lines)
  }
}
