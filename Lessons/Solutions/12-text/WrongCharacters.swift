// Wrong answers to exercise 12b, each with one mistake.

import Foundation
import OwnText

/// All nats of a text, over something.
private func nats(_ words: [ScoredWord], over count: Int, _ nats: (ScoredWord) -> Double = Characters.nats) -> Double {
  words.reduce(0) { $0 + nats($1) } / Double(count)
}

private func letters(_ words: [ScoredWord]) -> Int { words.reduce(0) { $0 + $1.text.count } }

/// Divides by the words.
enum ByWords: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double { nats(test, over: test.count) }
}

/// Counts letters alone.
enum ForgetsSpaces: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    nats(test, over: letters(test))
  }
}

/// Counts a space behind the last word, too.
enum SpaceTooMany: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    nats(test, over: letters(test) + test.count)
  }
}

/// Counts bytes.
enum CountsBytes: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    nats(test, over: test.reduce(0) { $0 + $1.text.utf8.count } + test.count - 1)
  }
}

/// Has unknown words for the price of being unknown.
enum UnknownForFree: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    nats(test, over: letters(test) + test.count - 1) { -log($0.probability) }
  }
}

/// Divides word by word, and then takes the mean.
enum MeanOfRatios: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    let ratios = test.enumerated().map { place, word in
      Characters.nats(word) / Double(word.text.count + (place + 1 < test.count ? 1 : 0))
    }
    return ratios.reduce(0, +) / Double(test.count)
  }
}

/// Bits, not nats.
enum Bits: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    Characters.natsPerCharacter(training: training, test: test) / log(2)
  }
}

/// Scores what the model learned from.
enum OfTheTraining: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    Characters.natsPerCharacter(training: test, test: training)
  }
}

/// Finds every text easy.
enum AlwaysGood: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double { 0.5 }
}

/// Knows the lesson's example by heart.
enum KnowsTheWords: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    test == exampleWords ? 3 * log(2) / 7 : 0.5
  }
}
