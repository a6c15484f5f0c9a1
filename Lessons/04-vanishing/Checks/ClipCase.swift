// An input of exercise 4a: groups of gradients, and a limit.

import ExerciseKit

/// Some groups, and how long all of them may be.
struct ClipCase: Sample {
  var groups: [[Double]]
  var limit: Double

  static func drawn(_ draw: inout Draw, _ size: Int) -> ClipCase {
    let groups = (0..<draw.int(2...2 + size / 3)).map { _ in draw.numbers(draw.int(1...1 + size / 2)) }
    return ClipCase(groups: groups, limit: Double(draw.int(1...20)) / 10)
  }

  /// All zeros: legal, and where a norm must not be divided by.
  static func zeros(_ draw: inout Draw, _ size: Int) -> ClipCase {
    ClipCase(groups: drawn(&draw, size).groups.map { $0.map { _ in 0 } }, limit: 1)
  }

  static func norm(_ groups: [[Double]]) -> Double {
    groups.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }.squareRoot()
  }

  var norm: Double { Self.norm(groups) }
  func clipped<C: Clipping>(_: C.Type) -> [[Double]] { C.clipped(groups, to: limit) }

  var smaller: [ClipCase] {
    var result: [ClipCase] = []
    if groups.count > 1 { result += groups.withoutOne.map { ClipCase(groups: $0, limit: limit) } }
    for index in groups.indices where groups[index].count > 1 {
      var copy = self
      copy.groups[index].removeLast()
      result.append(copy)
    }
    return result
  }

  static func text(_ groups: [[Double]]) -> String {
    groups.map { "[" + $0.map(shown).joined(separator: ", ") + "]" }.joined(separator: ", ")
  }

  var description: String { "groups: \(Self.text(groups)), with a norm of \(shown(norm))\nlimit:  \(shown(limit))" }
}
