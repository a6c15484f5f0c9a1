// Runs one kernel against a plain loop in double precision: many sizes, unaligned memory, guards around every array,
// outputs that start as NaN, allowed aliasing, poisoned inputs, and every call twice.
import TensorKernels
import Testing

/// SplitMix64: the tests' own seeded numbers.
struct Random: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// The sizes and choices of one call.
struct Call {
  var rows: Int
  var cols: Int
  var add = false
  var integers: [Int32] = []
  var count: Int { rows * cols }
}

/// One array of a kernel's arguments.
struct Argument {
  enum Role { case input, output, both }
  var role: Role
  var range: ClosedRange<Double>
  var size: (Call) -> Int

  static func input(_ range: ClosedRange<Double> = -4...4, _ size: @escaping (Call) -> Int = { $0.count }) -> Argument {
    Argument(role: .input, range: range, size: size)
  }
  static func both(_ range: ClosedRange<Double> = -4...4, _ size: @escaping (Call) -> Int = { $0.count }) -> Argument {
    Argument(role: .both, range: range, size: size)
  }
  /// Starts as NaN unless the call adds to it.
  static func output(_ size: @escaping (Call) -> Int = { $0.count }) -> Argument {
    Argument(role: .output, range: -4...4, size: size)
  }
}

func perRow(_ call: Call) -> Int { call.rows }
func perColumn(_ call: Call) -> Int { call.cols }
func one(_ call: Call) -> Int { 1 }

/// A kernel, its arguments, and what it should do.
struct Case<S: KernelScalar> {
  var name: String
  var arguments: [Argument]
  var adds = [false]
  /// Pairs of arguments that may be the same memory; the last flag says whether also when adding.
  var aliases: [(output: Int, input: Int, adding: Bool)] = []
  /// Allowed error in units of the scalar's epsilon, relative to 1 + |expected|.
  var tolerance: (Call) -> Double = { _ in 8 }
  var integers: (Int, Int, inout Random) -> [Int32] = { _, _, _ in [] }
  /// Changes to the starting values, for what must not be read.
  var prepare: (inout [[Double]], Call) -> Void = { _, _ in }
  var run: (Kernels<S>, [UnsafeMutablePointer<S>], Call) -> Void
  var reference: (inout [[Double]], Call) -> Void
}

/// Memory for one argument with guards on both sides, at an address that is aligned or one element off.
private struct Guarded<S: KernelScalar> {
  static var padding: Int { 32 }
  static var mark: S { 12345.678 }
  let memory: UnsafeMutableBufferPointer<S>
  let data: UnsafeMutablePointer<S>
  let count: Int

  init(_ values: [S], offset: Int) {
    count = values.count
    let size = count + 2 * Self.padding + offset
    let raw = UnsafeMutableRawPointer.allocate(byteCount: size * MemoryLayout<S>.stride, alignment: 64)
    memory = UnsafeMutableBufferPointer(start: raw.bindMemory(to: S.self, capacity: size), count: size)
    memory.initialize(repeating: Self.mark)
    data = memory.baseAddress! + Self.padding + offset
    for (i, value) in values.enumerated() { data[i] = value }
  }

  var values: [S] { Array(UnsafeBufferPointer(start: data, count: count)) }
  var isIntact: Bool {
    let start = data - memory.baseAddress!
    return memory[..<start].allSatisfy { $0 == Self.mark } && memory[(start + count)...].allSatisfy { $0 == Self.mark }
  }
}

extension Case {
  static var lengths: [Int] { [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65, 100, 129, 257, 1000] }

  /// Everything about this kernel at one level.
  func check(_ level: Level) throws {
    let kernels = try #require(S.kernels(level.value))
    var random = Random(state: UInt64(name.utf8.count) &* 977 &+ UInt64(level.rawValue))
    for (rows, cols) in Self.lengths.map({ (1, $0) }) + [(0, 9), (3, 0), (2, 7), (5, 8), (9, 33), (37, 16), (18, 70)] {
      for add in adds {
        let call = Call(rows: rows, cols: cols, add: add, integers: integers(rows, cols, &random))
        let start = startingValues(call, &random)
        checkOnce(kernels, call, start, "\(name) \(S.self) \(level) \(rows)×\(cols) add \(add)")
      }
    }
    for add in adds {
      for j in arguments.indices where arguments[j].role != .output {
        for poison in [Double.nan, .infinity, -.infinity] {
          for _ in 0..<3 { try checkPoisoned(kernels, j, poison, add, level, &random) }
        }
      }
    }
  }

  /// One value that is not finite, anywhere in one argument, has the effect that it has in the reference.
  private func checkPoisoned(
    _ kernels: Kernels<S>, _ j: Int, _ poison: Double, _ add: Bool, _ level: Level, _ random: inout Random
  ) throws {
    let call = Call(rows: 3, cols: 77, add: add, integers: integers(3, 77, &random))
    var start = startingValues(call, &random)
    let candidates = start[j].indices.filter { !start[j][$0].isNaN }
    let index = try #require(candidates.randomElement(using: &random))
    start[j][index] = poison
    checkOnce(kernels, call, start, "\(name) \(S.self) \(level) argument \(j)[\(index)] = \(poison) add \(add)")
  }

  private func startingValues(_ call: Call, _ random: inout Random) -> [[Double]] {
    var start = arguments.map { argument in
      (0..<argument.size(call)).map { _ in
        argument.role == .output && !call.add ? .nan : Double(S(Double.random(in: argument.range, using: &random)))
      }
    }
    prepare(&start, call)
    return start
  }

  private func checkOnce(_ kernels: Kernels<S>, _ call: Call, _ start: [[Double]], _ label: String) {
    var expected = start
    reference(&expected, call)
    let results = outcome(kernels, call, start, offset: 1, label)
    let bound = tolerance(call) * Double(S.ulpOfOne)
    for (j, (got, want)) in zip(results, expected).enumerated() {
      let wrong = zip(got, want).enumerated().first { !agrees(Double($1.0), $1.1, bound) }
      if let wrong {
        Issue.record("\(label): argument \(j)[\(wrong.offset)] is \(wrong.element.0), not \(wrong.element.1)")
      }
    }
    let again = outcome(kernels, call, start, offset: 1, label)
    #expect(zip(results, again).allSatisfy(sameBits), "\(label): not the same bits twice")
    let aligned = outcome(kernels, call, start, offset: 0, label)
    #expect(zip(results, aligned).allSatisfy(sameBits), "\(label): alignment changes the result")
    for alias in aliases where alias.adding || !call.add {
      var start = start
      start[alias.output] = start[alias.input]
      let apart = outcome(kernels, call, start, offset: 1, label)
      let shared = outcome(kernels, call, start, offset: 1, label, alias: (alias.output, alias.input))
      let others = apart.indices.filter { $0 != alias.input }
      #expect(others.allSatisfy { sameBits(apart[$0], shared[$0]) }, "\(label): \(alias) aliased")
    }
  }

  private func agrees(_ got: Double, _ want: Double, _ bound: Double) -> Bool {
    if want.isNaN { return got.isNaN }
    if want.isInfinite { return got == want }
    return abs(got - want) <= bound * (1 + abs(want))
  }

  private func sameBits(_ a: [S], _ b: [S]) -> Bool { zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) } }

  /// Calls the kernel on fresh memory and hands back all arguments, inputs included.
  private func outcome(
    _ kernels: Kernels<S>, _ call: Call, _ start: [[Double]], offset: Int, _ label: String,
    alias: (output: Int, input: Int)? = nil
  ) -> [[S]] {
    var memory = start.map { Guarded($0.map { S($0) }, offset: offset) }
    defer { for (j, block) in memory.enumerated() where j != alias?.output { block.memory.deallocate() } }
    if let alias {
      memory[alias.output].memory.deallocate()
      memory[alias.output] = memory[alias.input]
    }
    run(kernels, memory.map(\.data), call)
    #expect(memory.allSatisfy { $0.isIntact }, "\(label): wrote outside an array")
    return memory.map(\.values)
  }
}
