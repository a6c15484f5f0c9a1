// Ctrl-C during long work: noticed at the next step, so that the work can be saved.

import Dispatch
import Foundation

/// Catches the interrupt signal while it lives. A second one ends the program at once.
final class Interruption {
  private let source: any DispatchSourceSignal
  private let caught = DispatchSemaphore(value: 0)

  init() {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { [caught] in
      signal(SIGINT, SIG_DFL)
      caught.signal()
    }
    source.resume()
  }

  deinit {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }

  /// Whether the signal has come; asked once for each.
  func hasCome() -> Bool { caught.wait(timeout: .now()) == .success }
}
