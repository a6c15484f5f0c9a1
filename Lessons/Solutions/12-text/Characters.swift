// A solution of exercise 12b.

import Foundation
import OwnText

enum Characters: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    let nats = test.reduce(0) { $0 + Self.nats($1) }
    let characters = test.reduce(0) { $0 + $1.text.count } + test.count - 1
    return nats / Double(characters)
  }

  static func nats(_ word: ScoredWord) -> Double {
    word.spelling.reduce(-log(word.probability)) { $0 - log($1) }
  }
}
