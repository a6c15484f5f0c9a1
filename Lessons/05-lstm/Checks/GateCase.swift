// An input of exercise 5a: gates and a memory.

import ExerciseKit

/// What reaches the gates, and the memory before.
struct GateCase: Sample {
  var sums: GateSums
  var memory: [Double]

  /// A gate that is open, or shut, to the last digit of a Double.
  static let (open, shut) = (40.0, -40.0)

  static func drawn(_ draw: inout Draw, _ size: Int) -> GateCase {
    let width = draw.int(1...1 + size / 3)
    func numbers(_ draw: inout Draw) -> [Double] { draw.numbers(width).map { 3 * $0 } }
    return GateCase(
      sums: GateSums(i: numbers(&draw), f: numbers(&draw), g: numbers(&draw), o: numbers(&draw)), memory: numbers(&draw)
    )
  }

  func step<G: GatedStep>(_: G.Type) -> CellState { G.step(sums, memory: memory) }

  /// The same case with something changed.
  func with(_ change: (inout GateCase) -> Void) -> GateCase {
    var copy = self
    change(&copy)
    return copy
  }

  func all(_ value: Double) -> [Double] { memory.map { _ in value } }

  var smaller: [GateCase] {
    guard memory.count > 1 else { return [] }
    return [
      with {
        $0.memory.removeLast()
        $0.sums = GateSums(
          i: sums.i.dropLast(), f: sums.f.dropLast(), g: sums.g.dropLast(), o: sums.o.dropLast())
      }
    ]
  }

  static func text(_ numbers: [Double]) -> String { "[" + numbers.map(shown).joined(separator: ", ") + "]" }

  var description: String {
    "i \(Self.text(sums.i)), f \(Self.text(sums.f)), g \(Self.text(sums.g)), o \(Self.text(sums.o)) before σ and tanh\n"
      + "memory before: \(Self.text(memory))"
  }
}
