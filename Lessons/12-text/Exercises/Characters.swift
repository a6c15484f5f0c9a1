// Exercise 12b: nats for each character, from a model by words.
//
// A model by words and one by characters cannot be compared by their losses: the one's is for each word, the other's
// for each character. But both give a probability to the whole text. So: how many nats does the test text cost, and
// how many characters has it?
//
// The text is its words with one space between each two, which counts as a character. word.text.count is the number
// of a word's characters. A word that the model does not know costs −ln of the probability of “some unknown word”,
// and then −ln of each probability in word.spelling.
//
// Check it:  ./lab check 12b        A hint:  ./lab hint 12b

import Foundation  // for log, the natural logarithm
import OwnText

enum Characters: CharacterLoss {
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double {
    // Yours. As it stands, this is the loss for each word.
    let losses = test.map { -log($0.probability) }
    return losses.reduce(0, +) / Double(losses.count)
  }
}
