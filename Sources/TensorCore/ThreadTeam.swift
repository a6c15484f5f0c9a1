// Threads that stay from one piece of work to the next, each on a core of its own.

import Dispatch
import Foundation
import Synchronization
import TensorKernels

/// A fixed number of threads, the caller's among them, that run the same work side by side.
///
/// A training step of a small model takes a millisecond or two. The system may wake a thread on the core that is already busy, and take
/// tens of milliseconds to notice; so a thread that has slept makes sure of a core of its own.
public final class ThreadTeam {
  /// How many threads there are.
  public let count: Int
  private let work = SharedWork()
  private let helpers: [Sleeper]

  /// The cores of this machine that the process may use.
  public static var availableCores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Starts `count − 1` threads, which end when this object does.
  /// - Parameter items: How many things there are to work on, if known: no more threads than that are started.
  public init(count: Int, for items: Int = .max) {
    let count = min(count, max(1, items))
    precondition(count >= 1, "a team has at least one thread")
    self.count = count
    helpers = (1..<count).map { _ in Sleeper() }
    work.core.store(tk_current_core(), ordering: .relaxed)
    for (index, helper) in helpers.enumerated() {
      let thread = Thread { [work] in work.help(as: index + 1, helper) }
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  deinit {
    work.round.store(SharedWork.end, ordering: .sequentiallyConsistent)
    for helper in helpers { helper.wake() }
  }

  /// Calls `body(0)` … `body(parts − 1)`, each on a thread of its own, and returns when all are done.
  /// What the calls share they must only read; what they write must be apart. Not to be called by two threads at once.
  /// - Precondition: `parts` is 1 to `count`.
  package func run(_ parts: Int, _ body: (Int) -> Void) {
    precondition((1...count).contains(parts), "\(parts) parts for \(count) threads")
    guard parts > 1 else { return body(0) }
    withoutActuallyEscaping(body) { body in
      work.body = { if $0 < parts { body($0) } }
      work.core.store(tk_current_core(), ordering: .relaxed)
      work.unfinished.store(count - 1, ordering: .sequentiallyConsistent)
      work.round.add(1, ordering: .sequentiallyConsistent)
      for helper in helpers { helper.wake() }
      body(0)
      work.caller.wait { work.unfinished.load(ordering: .sequentiallyConsistent) == 0 }
      work.body = nil
    }
  }

  /// What `transform` makes of each item, in order. Each thread takes a range of items, one after the other.
  /// Where a worker carries nothing over from item to item, the result does not depend on the threads. Not to be called by two threads
  /// at once.
  /// - Parameter worker: What a thread works with, such as a tape; evaluated on each thread, so that each has its own.
  public func map<Item, Worker, Result>(
    _ items: [Item], worker: @autoclosure () -> Worker, _ transform: (Worker, Item) -> Result
  ) -> [Result] {
    let shares = Self.ranges(of: items.count, parts: count).map { Share<Result>($0) }
    run(shares.count) { thread in
      let (share, worker) = (shares[thread], worker())
      share.results = items[share.range].map { transform(worker, $0) }
    }
    return shares.flatMap(\.results)
  }

  /// One thread's part of a map.
  private final class Share<Result> {
    let range: Range<Int>
    var results: [Result] = []

    init(_ range: Range<Int>) { self.range = range }
  }

  /// Splits `count` things into `parts` ranges of nearly equal length, in order; fewer if there are fewer things.
  package static func ranges(of count: Int, parts: Int) -> [Range<Int>] {
    let parts = max(1, min(parts, count))
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }
}

/// What the threads of a team share. The threads hold it, and not the team, so that the team can end.
private final class SharedWork: @unchecked Sendable {
  // Unchecked because of `body`: it is written while the helpers wait, before `round` moves on, and read after that.
  var body: ((Int) -> Void)?
  /// Where the caller runs. A helper that starts looks at it while the first piece of work may be given out already.
  let core = Atomic<Int32>(-1)
  /// How many pieces of work have been given out, or `end`.
  let round = Atomic(0)
  /// How many helpers have still to finish the current one.
  let unfinished = Atomic(0)
  let caller = Sleeper()
  static let end = -1

  /// The life of a helper.
  func help(as index: Int, _ sleeper: Sleeper) {
    var seen = 0
    tk_leave_core(core.load(ordering: .relaxed), index - 1)
    while true {
      let hasSlept = sleeper.wait { round.load(ordering: .sequentiallyConsistent) != seen }
      seen = round.load(ordering: .sequentiallyConsistent)
      let core = core.load(ordering: .relaxed)
      if hasSlept && core == tk_current_core() { tk_leave_core(core, index - 1) }
      if seen == Self.end { return }
      body?(index)
      if unfinished.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { caller.wake() }
    }
  }
}

/// A thread's place to sleep until it is woken.
private final class Sleeper: Sendable {
  private let isAsleep = Atomic(false)
  private let alarm = DispatchSemaphore(value: 0)

  /// Returns once `condition` holds, and whether the thread has slept. Whoever makes it hold calls `wake()` afterwards.
  @discardableResult
  func wait(until condition: () -> Bool) -> Bool {
    if condition() { return false }
    while !condition() {
      isAsleep.store(true, ordering: .sequentiallyConsistent)
      // Either this thread sees the condition now, or the other sees that it sleeps; if both, the alarm has rung and is taken.
      let isWoken = condition() && isAsleep.exchange(false, ordering: .sequentiallyConsistent)
      if !isWoken { alarm.wait() }
    }
    return true
  }

  /// Wakes the thread if it sleeps.
  func wake() {
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { alarm.signal() }
  }
}
