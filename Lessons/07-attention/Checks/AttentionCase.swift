// An input of exercise 7c: queries, keys and values of some sequences, for some heads.

import ExerciseKit
import Foundation
import LessonTape

/// Sequences as attention gets them.
struct AttentionCase: Sample {
  /// One of the three inputs: [sequence][word][number].
  typealias Words = [[[Double]]]

  var heads: Int
  var queries: Words
  var keys: Words
  var values: Words

  /// The three inputs with their names.
  static var parts: [(name: String, path: WritableKeyPath<AttentionCase, Words>)] {
    [("query", \.queries), ("key", \.keys), ("value", \.values)]
  }

  var sequences: Int { queries.count }
  var length: Int { queries[0].count }
  var width: Int { queries[0][0].count }
  var headWidth: Int { width / heads }

  static func drawn(_ draw: inout Draw, _ size: Int) -> AttentionCase {
    let (sequences, length) = (draw.int(1...1 + size / 4), draw.int(1...1 + size / 2))
    let (heads, headWidth) = (draw.int(1...1 + size / 3), draw.int(1...1 + size / 4))
    return drawn(&draw, sequences: sequences, length: length, heads: heads, headWidth: headWidth)
  }

  static func drawn(_ draw: inout Draw, sequences: Int, length: Int, heads: Int, headWidth: Int) -> AttentionCase {
    func words() -> Words { (0..<sequences).map { _ in (0..<length).map { _ in draw.numbers(heads * headWidth) } } }
    return AttentionCase(heads: heads, queries: words(), keys: words(), values: words())
  }

  /// The same case with something changed.
  func with(_ change: (inout AttentionCase) -> Void) -> AttentionCase {
    var copy = self
    change(&copy)
    return copy
  }

  /// The same case with the numbers of one head of one word moved, in one of the inputs.
  func moved(_ path: WritableKeyPath<AttentionCase, Words>, _ sequence: Int, _ word: Int, head: Int) -> AttentionCase {
    with { for place in numbers(of: head) { $0[keyPath: path][sequence][word][place] += 1 } }
  }

  /// The numbers of a word that belong to a head.
  func numbers(of head: Int) -> Range<Int> { head * headWidth..<(head + 1) * headWidth }

  // MARK: What it should be

  /// Attention by its equations, one number after the other.
  /// - Parameter divisor: What scores are divided by.
  func expected(dividingBy divisor: Double) -> Words {
    var result = values
    for sequence in 0..<sequences {
      for head in 0..<heads {
        for word in 0..<length {
          let powers = (0...word).map { other in
            let score = numbers(of: head).reduce(0) { $0 + queries[sequence][word][$1] * keys[sequence][other][$1] }
            return exp(score / divisor)
          }
          for place in numbers(of: head) {
            let sum = (0...word).reduce(0) { $0 + powers[$1] * values[sequence][$1][place] }
            result[sequence][word][place] = sum / powers.reduce(0, +)
          }
        }
      }
    }
    return result
  }

  var smaller: [AttentionCase] {
    var result: [AttentionCase] = []
    func add(_ change: (inout Words) -> Void) {
      result.append(with { for part in Self.parts { change(&$0[keyPath: part.path]) } })
    }
    if sequences > 1 { add { $0.removeLast() } }
    if length > 1 {
      for word in (0..<length).reversed() { add { for sequence in $0.indices { $0[sequence].remove(at: word) } } }
    }
    if heads > 1 {
      let rest = width - headWidth
      add { $0 = $0.map { $0.map { Array($0.prefix(rest)) } } }
      result[result.count - 1].heads -= 1
    }
    if headWidth > 1 {
      let kept = (0..<width).filter { $0 % headWidth != headWidth - 1 }
      add { $0 = $0.map { $0.map { word in kept.map { word[$0] } } } }
    }
    return result
  }

  var description: String {
    let rows = (0..<sequences).flatMap { sequence in
      [("queries", queries), ("keys", keys), ("values", values)].map { name, words in
        "\(sequences > 1 ? "sequence \(sequence), " : "")\(name): \(HeadCase.text(words[sequence]))"
      }
    }
    return (["\(heads) head\(heads == 1 ? "" : "s") of width \(headWidth)"] + rows).joined(separator: "\n")
  }
}
