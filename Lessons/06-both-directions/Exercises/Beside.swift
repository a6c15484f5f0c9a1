// Exercise 6a: what a word is guessed from, if not from itself.
//
// Position t of a text is guessed from the left stack's state after word t − 1 and, behind it in the same array, the
// right stack's state after word t + 1. Before the first word, and behind the last, stands the start of the last layer.
//
// layer.states(of: inputs) gives the state after each input, in the order in which it is given them; layer.start is the
// state before any. `left` and `right` have the layers from the lowest on: each reads the states of the one below it.
//
// Check it:  ./lab check 6a        A hint:  ./lab hint 6a

import BothSides

enum Beside: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    var fromLeft = words
    for layer in left { fromLeft = layer.states(of: fromLeft) }
    // Yours: the right stack, which reads from the last word on; and the states beside a word, not those at it.
    return fromLeft.map { $0 + $0 }
  }
}
