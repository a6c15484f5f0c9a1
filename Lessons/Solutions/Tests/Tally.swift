// Counts what the tests have tried, and says so where a suite ends.

import Synchronization
import Testing

/// Prints, behind a suite's tests, how many of each thing were tried, and how many did what they should.
struct Tally: SuiteTrait, TestScoping {
  /// What is counted, in the order in which it is told.
  let things: [String]

  private static let counts = Mutex<[String: (right: Int, all: Int)]>([:])

  /// Notes something that was tried.
  static func count(_ thing: String, _ number: Int = 1, isRight: Bool = true) {
    counts.withLock { counts in
      let before = counts[thing] ?? (0, 0)
      counts[thing] = (before.right + (isRight ? number : 0), before.all + number)
    }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await function()
    let counts = Self.counts.withLock { $0 }
    for thing in things {
      if let count = counts[thing] { print("count: \(count.right) of \(count.all) \(thing)") }
    }
  }
}

extension Trait where Self == Tally {
  /// Tells at the end of the suite how many of some things there were.
  static func counting(_ things: String...) -> Tally { Tally(things: things) }
}
