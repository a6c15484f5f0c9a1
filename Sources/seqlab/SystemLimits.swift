// What the program cannot do without, asked before anything else.

import Foundation
import LabErrors
import LabKit
import TensorCore

/// Limits of the system that are too narrow for any work.
enum SystemLimits {
  /// Files that the program has open at once, at most: input and output, a corpus, a checkpoint's files, and the system's own.
  private static let files = 16.0
  /// Address space of the program and its libraries, and what matrix products and a stack reserve for each of their threads.
  private static let program = 160e6
  private static let thread = 140e6

  /// Ends the program with one line, if a limit is too narrow.
  static func check() {
    if let limit = ProcessLimits.openFiles, limit < files {
      end("at most \(Int(limit)) files can be open at once, and \(Int(files)) are needed: raise the limit, ulimit -n")
    }
    // Without memory, the library of matrix products tries for ever, even where the program ends; and it starts its threads by itself.
    let needed = program + thread * Double(BLAS.threadCount)
    if let limit = ProcessLimits.addressSpace, limit < needed {
      end(
        "the limit on address space is \(Words.bytes(limit)), and at least \(Words.bytes(needed)) are needed, for "
          + "\(BLAS.threadCount) cores: raise it, ulimit -v, or use fewer cores with OPENBLAS_NUM_THREADS=1")
    }
  }

  /// Ends at once, without waiting for the library's threads.
  private static func end(_ message: String) -> Never {
    Output.note(CommandName.short + ": " + message)
    _exit(LabErrors.ExitCode.internal)
  }
}
