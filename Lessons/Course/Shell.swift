// Runs other programs, for so long and no longer.

import Foundation

/// What a program printed, and how it ended.
struct Outcome {
  var output: String
  var errors: String
  var status: Int32
  var signal: Int32?
  var isTimedOut = false
}

enum Shell {
  /// Runs a program to its end, or to its time's end.
  /// - Parameters:
  ///   - seconds: How long it may run by the clock.
  ///   - computing: How many seconds of a processor it may take; nil for any number. On a busy machine it has them later.
  ///   - variables: Of the environment, beside those that are there.
  ///   - showsErrors: Whether what it says on standard error, such as progress, is shown as it comes, and not kept.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL? = nil, seconds: Double = 600, computing: Int? = nil,
    variables: [String: String] = [:], showsErrors: Bool = false
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let limit = computing.map { ["bash", "-c", "ulimit -S -t \($0) && exec \"$0\" \"$@\""] } ?? []
    process.arguments = limit + [program] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a program that prints without end fills no buffer that somebody would have to empty.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("lesson-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["output", "errors"].map { scratch.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = showsErrors ? FileHandle.standardError : try FileHandle(forWritingTo: files[1])
    try process.run()
    let deadline = Date(timeIntervalSinceNow: seconds)
    while process.isRunning && Date() < deadline { usleep(5000) }
    let isLate = process.isRunning
    if isLate { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    let hasComputed = isSignal && process.terminationStatus == SIGXCPU
    return Outcome(
      output: read(files[0]), errors: read(files[1]), status: process.terminationStatus,
      signal: isSignal ? process.terminationStatus : nil, isTimedOut: isLate || hasComputed)
  }

  /// At most a megabyte: what an endless loop printed need not be kept.
  private static func read(_ file: URL) -> String {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return "" }
    defer { try? handle.close() }
    return String(decoding: (try? handle.read(upToCount: 1 << 20)) ?? Data(), as: UTF8.self)
  }
}
