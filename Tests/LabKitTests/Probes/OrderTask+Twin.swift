// Pairs of examples that tell who knows the order of words from who knows the words.

import LabKit

extension OrderTask {
  /// The example in which the two nouns of the sentence have changed places: the same words, the other answer.
  func twin(of example: ProbeExample) -> ProbeExample {
    var twin = example
    let places = example.tokens.indices.filter { answers.contains(example.tokens[$0]) }.prefix(2)
    guard let first = places.first, let second = places.last else { return example }
    twin.tokens.swapAt(first, second)
    twin.targets[length - 1] = twin.tokens[first]
    return twin
  }
}
