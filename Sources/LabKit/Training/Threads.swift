// Running the same work on several threads at once.

import Dispatch
import Foundation

/// How the lab uses the machine's cores.
public enum Threads {
  /// The cores of this machine that the process may use.
  public static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Calls `body(0)` … `body(count − 1)`, each on a thread of its own as far as there are cores, and returns when all are done.
  /// What the calls share they must only read; what they write must be apart.
  static func run(_ count: Int, _ body: (Int) -> Void) {
    guard count > 1 else { return body(0) }
    // The compiler cannot see that the calls write to separate things; that is this function's contract.
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let shared = body
      DispatchQueue.concurrentPerform(iterations: count) { shared($0) }
    }
  }

  /// Splits `count` things into `parts` ranges of nearly equal length, in order; fewer if there are fewer things.
  static func ranges(of count: Int, parts: Int) -> [Range<Int>] {
    let parts = max(1, min(parts, count))
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }
}
