// Exercise 12b another way: bits of all probabilities in one row, over the length of the text put together.

import Foundation
import OwnText

enum OtherCharacters: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    let probabilities = test.flatMap { [$0.probability] + $0.spelling }
    let bits = probabilities.map { log2(1 / $0) }.reduce(0, +)
    let text = test.map(\.text).joined(separator: " ")
    return bits * log(2) / Double(text.count)
  }
}
