// A leak that a check has put into a model.

/// A leak of some kind.
struct PlantedLeak: Equatable {
  enum Kind: Equatable {
    /// All probabilities move.
    case plain
    /// They move in the seventh digit.
    case faint
    /// They move only if the later word is this one, or was.
    case rare(word: Int)
    /// Probability moves from one word to another. If neither is the target, the loss stays.
    case silent(from: Int, to: Int)
  }

  var leak: Leak
  var kind: Kind

  /// What it adds to the score of a word.
  func effect(in words: [Int], on column: Int) -> Double {
    let effect = SuspectModel.effect(of: words[leak.word], at: leak.word + 32, on: column)
    switch kind {
    case .plain: return effect
    case .faint: return 1e-6 * effect
    case .rare(let word): return words[leak.word] == word ? effect : 0
    case .silent: return 0
    }
  }

  /// Moves probability from one word to another, where it is of that kind.
  func moveAside(_ probabilities: inout [Double], in words: [Int]) {
    guard case .silent(let source, let target) = kind else { return }
    let moved = probabilities[source] * SuspectModel.effect(of: words[leak.word], at: leak.word + 32, on: 0) / 2
    probabilities[source] -= moved
    probabilities[target] += moved
  }

  /// What the message says of it.
  var story: String {
    let place = "from word \(leak.word) to output \(leak.output)"
    switch kind {
    case .plain where leak.word == leak.output + 1: return "missed the leak \(place)"
    case .plain:
      return "missed the leak \(place), \(leak.word - leak.output) words on: later words than the next are to "
        + "be tried, too"
    case .faint: return "missed a faint leak, \(place): it moves the seventh digit, and a clean model moves none"
    case .rare(let word):
      return "missed a leak \(place) that only some words show: word \(word), put there, moves it, and no other does"
    case .silent: return "missed the leak \(place), which the loss does not show: it can stay while outputs move"
    }
  }
}
