// A team maps items in order, whatever the number of threads, each thread with a worker of its own.

import Synchronization
import TensorCore
import Testing

@Suite("Thread team")
struct ThreadTeamTests {
  /// Counts what it has done; no two threads may share one.
  private final class Worker {
    var isBusy = false
    var done = 0
  }

  @Test("results come in the items' order with any number of threads and items", arguments: [1, 2, 3, 8])
  func order(threads: Int) {
    let team = ThreadTeam(count: threads)
    for count in [0, 1, 2, 7, 100] {
      let squares = team.map(Array(0..<count), worker: ()) { _, item in item * item }
      #expect(squares == (0..<count).map { $0 * $0 })
    }
  }

  @Test("each thread makes one worker, and uses it for a range of items one after the other")
  func workers() {
    let made = Atomic(0)
    func makeWorker() -> Worker {
      made.add(1, ordering: .relaxed)
      return Worker()
    }
    let places = ThreadTeam(count: 4).map(Array(0..<10), worker: makeWorker()) { worker, _ in
      #expect(!worker.isBusy)
      worker.isBusy = true
      defer { worker.isBusy = false }
      worker.done += 1
      return worker.done
    }
    #expect(made.load(ordering: .relaxed) == 4)
    // 10 items for 4 threads: 2, 3, 2 and 3.
    #expect(places == [1, 2, 1, 2, 3, 1, 2, 1, 2, 3])
  }

  @Test("a team for few items has no more threads than items, and always one")
  func size() {
    #expect(ThreadTeam(count: 8, for: 3).count == 3)
    #expect(ThreadTeam(count: 2, for: 3).count == 2)
    #expect(ThreadTeam(count: 2, for: 0).count == 1)
  }

  @Test("a team works many short rounds, threads asleep or awake between them")
  func rounds() {
    let team = ThreadTeam(count: 3)
    for round in 0..<2000 {
      let sums = team.map([1, 2, 3], worker: round) { $0 + $1 }
      #expect(sums == [round + 1, round + 2, round + 3])
    }
  }
}
