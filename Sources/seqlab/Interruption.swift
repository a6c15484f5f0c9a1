// Being told to stop during long work, by Ctrl-C or by a signal: noticed at the next step, so that the work can be saved.

import Dispatch
import Foundation
import Synchronization

/// Catches the signals that ask a program to stop, while it lives: Ctrl-C, what schedulers send (SIGTERM), and a terminal that goes away
/// (SIGHUP). A second one ends the program at once. A signal that the program was started to ignore, as by `nohup`, stays ignored.
final class Interruption {
  /// The signal that came; 0 for none.
  private final class Caught: Sendable {
    let signal = Atomic<Int32>(0)
  }
  private let caught = Caught()
  private let signals: [Int32]
  private let sources: [any DispatchSourceSignal]

  init() {
    let signals = [SIGINT, SIGTERM, SIGHUP].filter { number in
      // Ignored, it still reaches the sources below. The handler before tells how the program was started.
      let before = Foundation.signal(number, SIG_IGN)
      return unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
    }
    self.signals = signals
    sources = signals.map { [caught] number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        for number in signals { Foundation.signal(number, SIG_DFL) }
        caught.signal.store(number, ordering: .relaxed)
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in signals { Foundation.signal(number, SIG_DFL) }
  }

  /// The signal that has come, if one has.
  var signal: Int32? {
    let number = caught.signal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Ends the work, if a signal has come.
  /// - Parameter message: What is said then.
  func check(_ message: @autoclosure () -> String) throws(Interrupted) {
    if let signal { throw Interrupted(message: message(), signal: signal) }
  }
}
