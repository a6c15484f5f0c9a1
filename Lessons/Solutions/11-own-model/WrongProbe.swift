// Wrong answers to exercise 11b, each with one mistake.

import OwnModel

/// A probe like the solution, with what is wrong handed in.
protocol TellingProbe: ProbeTask {}

extension TellingProbe {
  static var wordCount: Int { 12 }
  static var answerCount: Int { 4 }
  static func oracle(_ words: [Int]) -> Int { words.first { $0 < 4 } ?? 0 }

  /// What is told.
  static func word<G: RandomNumberGenerator>(_ generator: inout G) -> Int { Int.random(in: 0..<4, using: &generator) }

  /// Fillers, of which the first says what they are for.
  static func fillers<G: RandomNumberGenerator>(_ part: ProbePart, _ count: Int, _ generator: inout G) -> [Int] {
    let first = 2 * Int.random(in: 2..<5, using: &generator) + (part == .training ? 0 : 1)
    return [first] + (1..<count).map { _ in Int.random(in: 4..<10, using: &generator) }
  }
}

/// Tells the word just before the question.
enum BesideTheQuestion: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = word(&generator)
    return ProbeExample(words: fillers(part, distance, &generator) + [10, told, 11], answer: told)
  }
}

/// Takes one answer more often than the others.
enum OneIsFrequent: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = Bool.random(using: &generator) ? 2 : word(&generator)
    return ProbeExample(words: [10, told] + fillers(part, distance, &generator) + [11], answer: told)
  }
}

/// Has as many fillers more as the answer says.
enum LengthTells: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = word(&generator)
    return ProbeExample(words: [10, told] + fillers(part, distance + told, &generator) + [11], answer: told)
  }
}

/// Ends with the answer where the question should stand.
enum EndsWithTheAnswer: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = word(&generator)
    return ProbeExample(words: [10, told] + fillers(part, distance, &generator) + [11, told], answer: told)
  }
}

/// Tells two words, and asks for either.
enum TwoWereTold: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = [word(&generator), word(&generator)]
    return ProbeExample(
      words: [10, told[0], 10, told[1]] + fillers(part, distance, &generator) + [11],
      answer: told[Int.random(in: 0...1, using: &generator)])
  }
}

/// Draws the test as training was drawn.
enum OneDrawForBoth: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = word(&generator)
    return ProbeExample(words: [10, told] + fillers(.training, distance, &generator) + [11], answer: told)
  }
}

/// Numbers its words from 1.
enum CountsFromOne: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = word(&generator)
    return ProbeExample(words: [11, told + 1] + fillers(part, distance, &generator) + [12], answer: told)
  }
}

/// Has one example.
enum OneExample: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    ProbeExample(words: [10, 3, 4, 5, 6, 7, 8, 9, 4, 5, 6, 7, 8, 9, 11], answer: 3)
  }
}

/// Has the lesson's example.
enum TheLessonsExample: TellingProbe {
  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    exampleQuestion
  }
}
