// A program in a terminal of 80 × 24 that a test types into.

import Foundation
import Testing

/// Runs a program as if somebody sat before it.
final class PseudoTerminal {
  private let master: Int32
  private let process = Process()
  private(set) var screen = ""

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  init(_ program: URL, _ arguments: [String], environment: [String: String]) throws {
    let slave: Int32
    (master, slave) = try Self.pair()
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
  }

  deinit {
    stop()
    close(master)
  }

  /// Ends a program that has not ended, in the one way that none can put off: a process that Dispatch's threads begin has SIGTERM blocked.
  private func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Both ends of a new pseudo-terminal.
  private static func pair() throws -> (master: Int32, slave: Int32) {
    let missing = Missing(description: "there is no pseudo-terminal")
    #if canImport(Darwin)
      let master = posix_openpt(O_RDWR | O_NOCTTY)
      guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else { throw missing }
      return (master, open(name, O_RDWR | O_NOCTTY))
    #else
      // What posix_openpt, unlockpt and ptsname do on Linux; Swift's Glibc does not show them.
      let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      var (zero, name): (Int32, Int32) = (0, 0)
      guard master >= 0, ioctl(master, unlock, &zero) == 0, ioctl(master, number, &name) == 0 else { throw missing }
      return (master, open("/dev/pts/\(name)", O_RDWR | O_NOCTTY))
    #endif
  }

  /// Types some keys.
  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Waits until the program shows some words, and forgets all up to their end. Returns what stood before them.
  @discardableResult
  func wait(for words: String, seconds: Double = 20) throws -> String {
    try wait(forAny: [words], seconds: seconds).before
  }

  /// Waits for the first of some words to be shown.
  func wait(forAny words: [String], seconds: Double = 20) throws -> (before: String, found: String) {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
      readAll()
      let ranges = words.compactMap { screen.range(of: $0) }
      if let range = ranges.min(by: { $0.lowerBound < $1.lowerBound }) {
        let result = (String(screen[..<range.lowerBound]), String(screen[range]))
        screen = String(screen[range.upperBound...])
        return result
      }
      guard Date() < deadline else { throw Missing(description: "none of \(words) in:\n\(screen)") }
      usleep(10_000)
    }
  }

  /// Waits for the program's end, for 20 s at most, and gives its status.
  func end() -> Int32 {
    let deadline = Date(timeIntervalSinceNow: 20)
    while process.isRunning && Date() < deadline {
      readAll()
      usleep(10_000)
    }
    readAll()
    stop()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func readAll() {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      // Bytes: as characters, a return and a line's end are one, which is neither of both.
      screen += String(decoding: buffer[..<count].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }
  }
}
