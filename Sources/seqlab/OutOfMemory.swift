// The end of a program that gets no more memory: one line and an exit code.

import Foundation
import LabErrors

/// Tells of memory that could not be had. The standard library traps then, as it does on errors of the program, and so does what stands
/// on it; but the last system call has said why.
enum OutOfMemory {
  /// What is said, made ready while there is memory.
  private static let message = Array(
    (CommandName.short
      + ": there is no more memory: choose a smaller --batch, --context or --width, fewer --threads, or "
      + "a smaller text\n").utf8)
  /// How these signals were handled before: the standard library shows where a program trapped.
  private static let handlers: [Int32: sigaction] = {
    let signals = [SIGILL, SIGTRAP, SIGABRT].map { number in
      var before = sigaction()
      sigaction(number, nil, &before)
      return (number, before)
    }
    return Dictionary(uniqueKeysWithValues: signals)
  }()

  /// From now on, running out of memory is told in one line.
  static func isTold() {
    _ = message
    for number in handlers.keys { signal(number, handle) }
  }

  private static let handle: @convention(c) (Int32) -> Void = { number in
    if errno == ENOMEM {
      message.withUnsafeBufferPointer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      _exit(LabErrors.ExitCode.internal)
    }
    // Any other error is shown as it was before: a trap comes again as soon as this returns, an abort must be made to.
    guard var before = handlers[number] else { return }
    sigaction(number, &before, nil)
    if number == SIGABRT { raise(number) }
  }
}
