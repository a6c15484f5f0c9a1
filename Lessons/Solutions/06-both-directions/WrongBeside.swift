// Wrong answers to exercise 6a, each with one mistake.

import BothSides
import Foundation

/// The states of both stacks at every word, each in the order of the text.
private func both(
  _ words: [[Double]], _ left: [Recurrence], _ right: [Recurrence]
) -> (left: [[Double]], right: [[Double]]) {
  (
    left.reduce(words) { $1.states(of: $0) },
    right.reduce(Array(words.reversed())) { $1.states(of: $0) }.reversed()
  )
}

/// The state of a place, or zeros beyond the ends.
private func state(_ states: [[Double]], _ place: Int) -> [Double] {
  states.indices.contains(place) ? states[place] : states[0].map { _ in 0 }
}

/// A reading that takes the states of places beside t, which may be the wrong ones.
protocol ShiftedReading: BesideReading {
  static var shifts: (left: Int, right: Int) { get }
}

extension ShiftedReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    let states = both(words, left, right)
    return words.indices.map { state(states.left, $0 + shifts.left) + state(states.right, $0 + shifts.right) }
  }
}

/// Takes the states at the word itself.
enum StatesHere: ShiftedReading { static let shifts = (left: 0, right: 0) }
/// Moves both the other way.
enum ShiftedTheOtherWay: ShiftedReading { static let shifts = (left: 1, right: -1) }
/// Keeps one word more away than the answer.
enum TwoAway: ShiftedReading { static let shifts = (left: -2, right: 2) }

/// Reads from the left twice.
enum BothFromTheLeft: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    let states = [left, right].map { stack in stack.reduce(words) { $1.states(of: $0) } }
    return words.indices.map { state(states[0], $0 - 1) + state(states[1], $0 - 1) }
  }
}

/// Reads from the right, and takes what comes out for the order of the text.
enum NotTurnedBack: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    let states = both(words, left, right)
    let fromRight = Array(states.right.reversed())
    return words.indices.map { state(states.left, $0 - 1) + state(fromRight, $0 + 1) }
  }
}

enum LayersMeet: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    var (fromLeft, fromRight) = (words, words)
    for index in left.indices {
      let below = index == 0 ? words : zip(fromLeft, fromRight).map { zip($0, $1).map(+) }
      fromLeft = left[index].states(of: below)
      fromRight = right[index].states(of: below.reversed()).reversed()
    }
    let ends = (left: left[left.count - 1].start, right: right[right.count - 1].start)
    return words.indices.map { t in
      (t > 0 ? fromLeft[t - 1] : ends.left) + (t + 1 < words.count ? fromRight[t + 1] : ends.right)
    }
  }
}

enum RightStateHere: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    var fromLeft = words
    for layer in left { fromLeft = layer.states(of: fromLeft) }
    var fromRight = Array(words.reversed())
    for layer in right { fromRight = layer.states(of: fromRight) }
    fromRight.reverse()
    return words.indices.map { t in
      (t > 0 ? fromLeft[t - 1] : left[left.count - 1].start) + fromRight[t]
    }
  }
}

/// Puts the right side first.
enum RightSideFirst: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    let states = both(words, left, right)
    return words.indices.map { state(states.right, $0 + 1) + state(states.left, $0 - 1) }
  }
}

/// Has nothing to say of the first and the last word.
enum WithoutEnds: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    Array(Beside.features(of: words, left: left, right: right).dropFirst().dropLast())
  }
}

/// Begins with the end of the text: an index of −1 that counts from behind.
enum EndsWrapRound: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    let (states, count) = (both(words, left, right), words.count)
    return words.indices.map { states.left[($0 + count - 1) % count] + states.right[($0 + 1) % count] }
  }
}

/// Leaves all layers but the lowest out.
enum LowestLayerAlone: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    Beside.features(of: words, left: Array(left.prefix(1)), right: Array(right.prefix(1)))
  }
}

/// Says nothing.
enum NothingBeside: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    words.map { _ in left[0].start + right[0].start }
  }
}

/// Knows the lesson's example by heart.
enum KnowsBeside: BesideReading {
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]] {
    words == [[1], [2]] ? [[0, tanh(2)], [tanh(1), 0]] : NothingBeside.features(of: words, left: left, right: right)
  }
}
