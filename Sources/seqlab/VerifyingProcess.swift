// A model is verified in a process of its own, so that one that stops the program is a finding like any other.

import Foundation
import LabErrors
import LabKit
import ModelContract
import SequenceKit

/// A second process of this program, which verifies one model and tells what it finds, line by line.
struct VerifyingProcess {
  let type: any SequenceModel.Type

  /// In the second process: writes each finding as JSON, and at the end all of them.
  func report() throws {
    let result: Verification
    do throws(NotYet) {
      // Where nobody reads any more, nothing is left to do about it.
      result = try Contract.verify(type) { try? Output.json($0) }
    } catch { throw InputError("\(type.identifier): \(error.message)", exitCode: error.exitCode) }
    try Output.json(result)
  }

  /// Starts the second process, and waits for its findings.
  /// - Throws: `InputError` with what it ended with, such as for a model that is not written yet.
  func result(each: (Finding) -> Void) throws(InputError) -> Verification {
    let start = ContinuousClock.now
    let errors = FileManager.default.temporaryDirectory.appendingPathComponent("seqlab-verify-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: errors) }
    let (process, output) = try started(errors: errors)
    var (findings, whole): ([Finding], Verification?) = ([], nil)
    let decoder = JSONDecoder()
    for line in Lines(of: output.fileHandleForReading) {
      if let finding = try? decoder.decode(Finding.self, from: line) {
        findings.append(finding)
        each(finding)
      } else {
        whole = try? decoder.decode(Verification.self, from: line)
      }
    }
    process.waitUntilExit()
    if let whole { return whole }
    let said = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
    guard process.terminationReason == .uncaughtSignal, findings.count < Property.allCases.count else {
      let start = CommandName.short + ": "
      let message = said.hasPrefix(start) ? String(said.dropFirst(start.count)) : said
      throw InputError(message, exitCode: process.terminationStatus)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1) - findings.reduce(0) { $0 + $1.seconds }
    findings.append(
      Stop(backtrace: said).finding(
        Property.allCases[findings.count], model: type.identifier, seconds: seconds))
    findings += Property.allCases.dropFirst(findings.count).map {
      Finding(property: $0, verdict: .doesNotApply("not looked at, since the program stopped"), seconds: 0)
    }
    return Verification(model: type.identifier, configurations: [], findings: findings)
  }

  private func started(errors: URL) throws(InputError) -> (Process, Pipe) {
    let (process, output) = (Process(), Pipe())
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["verify", type.identifier, "--in-process"]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none"
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    do {
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
    } catch { throw InputError("cannot start a process to verify in", exitCode: LabErrors.ExitCode.internal) }
    return (process, output)
  }
}

/// The lines that come through a pipe, as they come.
private struct Lines: Sequence, IteratorProtocol {
  private let handle: FileHandle
  private var unread = Data()

  init(of handle: FileHandle) { self.handle = handle }

  mutating func next() -> Data? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = unread[..<end]
        unread = Data(unread[(end + 1)...])
        return Data(line)
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      unread += more
    }
  }
}
