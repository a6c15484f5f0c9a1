// Runs the built program as a user does, and keeps what it said.

import Foundation

/// The program `seqlab` that the tests were built with.
enum Program {
  /// What a run ended with.
  struct Result: Sendable {
    let exitCode: Int32
    let output: String
    let errors: String

    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
  }

  /// The program beside the test's own executable; else where a release build puts it.
  static let executable: URL? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folders = [
      Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent(),
      package.appendingPathComponent(".build/release"), package.appendingPathComponent(".build/debug"),
    ]
    return folders.compactMap { $0?.appendingPathComponent("seqlab") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Where this run of the tests keeps its files.
  static let temporary = FileManager.default.temporaryDirectory.appendingPathComponent("seqlab-\(UUID().uuidString)")

  private static let logs: URL = {
    let url = temporary.appendingPathComponent("logs")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }()

  struct NotBuilt: Error, CustomStringConvertible {
    var description: String { "the program seqlab is not built: swift build -c release --product seqlab" }
  }

  /// Starts the program in a folder; its output goes to files there, so that no pipe can fill up.
  /// - Parameters:
  ///   - command: What a script that starts it was called by; nil: nothing does.
  ///   - starter: A program with its arguments that starts it; itself, if empty.
  ///   - variables: Of the environment.
  static func start(
    _ arguments: [String], in folder: URL, output: String? = nil, command: String? = "seqlab",
    starter: [String] = [], variables: [String: String] = [:]
  ) throws -> Running {
    guard let executable else { throw NotBuilt() }
    let words = starter + [executable.path] + arguments
    var environment: [String: String?] = ["SEQLAB_COMMAND": command]
    for (name, value) in variables { environment[name] = value }
    return try start(
      URL(fileURLWithPath: words[0]), Array(words.dropFirst()), in: folder, output: output, environment: environment)
  }

  /// - Parameter changes: Variables of the environment to set, or to unset where nil.
  private static func start(
    _ executable: URL, _ arguments: [String], in folder: URL, output: String? = nil,
    environment changes: [String: String?]
  ) throws -> Running {
    let mark = UUID().uuidString
    let outputURL =
      output.map { URL(fileURLWithPath: $0) } ?? logs.appendingPathComponent(mark + ".out")
    let errorURL = logs.appendingPathComponent(mark + ".err")
    for url in [outputURL, errorURL] where !FileManager.default.fileExists(atPath: url.path) {
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    }
    // What ignores these hands that on: tests that run in the background of a script do.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["SEQLAB_COMMAND"] = "seqlab"
    for (name, value) in changes { environment[name] = value }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputURL)
    process.standardError = try FileHandle(forWritingTo: errorURL)
    try process.run()
    return Running(process: process, output: outputURL, errors: errorURL)
  }

  /// A run that has not ended.
  struct Running {
    let process: Process
    let output, errors: URL

    /// Waits until it has said something, for some seconds at most.
    func waitUntilItSays(_ text: String, seconds: Double = 20) {
      let deadline = Date() + seconds
      while !errorsSoFar.contains(text), process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
    }

    /// What it has said to people so far.
    var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Waits for its end; what has not ended after ten minutes is stopped, as by signal 9.
    func wait() -> Result {
      let deadline = Date() + 600
      while process.isRunning && Date() < deadline { usleep(2000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      let text = output.path.hasPrefix("/dev/") ? "" : (try? String(contentsOf: output, encoding: .utf8)) ?? ""
      let signal = process.terminationReason == .uncaughtSignal
      return Result(
        exitCode: signal ? 128 + process.terminationStatus : process.terminationStatus, output: text,
        errors: errorsSoFar)
    }
  }

  /// Runs a script, to which `$SEQLAB` is the program.
  static func shell(_ script: String, in folder: URL) throws -> Result {
    guard let executable else { throw NotBuilt() }
    return try start(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], in: folder, environment: ["SEQLAB": executable.path]
    )
    .wait()
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], in folder: URL, output: String? = nil, starter: [String] = [],
    variables: [String: String] = [:]
  ) throws -> Result {
    try start(arguments, in: folder, output: output, starter: starter, variables: variables).wait()
  }
}
