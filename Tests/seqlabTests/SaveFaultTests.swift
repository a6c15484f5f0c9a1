// A save over an older save, killed at every system call that changes a file, and with each of them failing.

import Foundation
import LabKit
import Testing

extension CommandLineTests {
  /// All of them with SEQLAB_FAULTS=all; without, every few calls.
  @Suite("Saving under faults", .serialized, .enabled(if: Strace.isUsable, "needs strace"))
  struct SaveFaultTests {
    private let work = Workspace.shared
    private let folder: URL
    /// The files of the checkpoint before the save, and after it.
    private let old, new: [String: Data]
    private let calls: [Strace.Call]

    private static let step = ["train", "--resume", "kept", "--stop-at", "3"]

    init() throws {
      folder = work.url("faults-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("tmp"), withIntermediateDirectories: true)
      let flags = ["train", "--model", "rnn", "--corpus", "../text.txt", "--eval-interval", "1", "--stop-at", "2"]
      let first = try Program.run(flags + Workspace.tiny + ["--out", "first"], in: folder)
      try #require(first.exitCode == 0, "\(first.errors)")
      old = try Self.files(in: folder.appendingPathComponent("first"))
      try? FileManager.default.copyItem(
        at: folder.appendingPathComponent("first"), to: folder.appendingPathComponent("kept"))
      let log = folder.appendingPathComponent("calls")
      let second = try Program.run(Self.step, in: folder, starter: Strace.watching(log))
      try #require(second.exitCode == 0, "\(second.errors)")
      new = try Self.files(in: folder.appendingPathComponent("kept"))
      calls = try Strace.changes(in: log)
      try #require(calls.count > 40 && old["training.json"] != new["training.json"])
    }

    private static func files(in folder: URL) throws -> [String: Data] {
      var files: [String: Data] = [:]
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
        var isFolder: ObjCBool = false
        let url = folder.appendingPathComponent(name)
        _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        files[name] = isFolder.boolValue ? Data() : try Data(contentsOf: url)
      }
      return files
    }

    /// Saves over the older save, with faults.
    private func save(_ faults: [String]) throws -> Program.Result {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != "first" {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("tmp"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent("first"), to: folder.appendingPathComponent("kept"))
      return try Program.run(
        Self.step, in: folder, starter: Strace.injecting(faults),
        variables: ["TMPDIR": folder.appendingPathComponent("tmp").path])
    }

    /// "old" or "new", if the folder is one of them as a whole.
    private func state(of folder: URL) -> String? {
      let found = try? Self.files(in: folder)
      return found == old ? "old" : found == new ? "new" : nil
    }

    /// Opens the folder as a next writer does: nobody may hold it, and no leftovers may stay.
    private func opened(_ place: String) throws -> String? {
      let kept = folder.appendingPathComponent("kept")
      let lock = try FolderLock(kept)
      try withExtendedLifetime(lock) { _ = Checkpoint.leftovers(of: kept) }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.hasPrefix(".kept") && !$0.hasSuffix(".lock") }, "\(place): \(names)")
      return state(of: kept)
    }

    private var some: [Strace.Call] {
      if ProcessInfo.processInfo.environment["SEQLAB_FAULTS"] == "all" { return calls }
      return calls.enumerated().filter { $0.offset % 3 == 0 || $0.element.name.hasPrefix("rename") }.map(\.element)
    }

    @Test("killed at any system call, the folder is the older checkpoint or the new one at every moment")
    func killed() throws {
      var counts: [String: Int] = [:]
      for call in some {
        let result = try save(["\(call.name):signal=SIGKILL:when=\(call.number)"])
        #expect(result.exitCode == 128 + SIGKILL, "\(call): \(result.exitCode) \(result.errors)")
        let now = state(of: folder.appendingPathComponent("kept"))
        #expect(now != nil, "at \(call) the folder is neither")
        let later = try opened("\(call)")
        #expect(later == now, "after \(call)")
        counts[later ?? "lost", default: 0] += 1
      }
      #expect(counts["old"] ?? 0 > 5 && counts["new"] ?? 0 > 1 && counts["lost"] == nil, "\(counts)")
    }

    @Test("where names cannot be exchanged, the next to open the folder finds it whole all the same")
    func killedWithoutExchange() throws {
      var counts: [String: Int] = [:]
      let exchanges = calls.filter { $0.name == "renameat2" }
      try #require(exchanges.count == 1)
      // Two renames in the place of one exchange: the last ones of all.
      let renames = calls.count { $0.name == "rename" }
      for number in 1...renames + 1 {
        _ = try save(["renameat2:error=EINVAL", "rename:signal=SIGKILL:when=\(number)"])
        let state = try opened("rename \(number)") ?? "lost"
        counts[state, default: 0] += 1
      }
      #expect(counts["old"] ?? 0 > 5 && counts["new"] ?? 0 >= 1 && counts["lost"] == nil, "\(counts)")
    }

    @Test(
      "whatever call fails for want of space, the older checkpoint stays or the new one is there, and nothing is lost")
    func failing() throws {
      var counts: [String: Int] = [:]
      for call in some where !["rmdir", "unlink", "unlinkat"].contains(call.name) {
        let result = try save(["\(call.name):error=ENOSPC:when=\(call.number)"])
        #expect(!result.errors.contains(".tmp") && !result.errors.contains("Cocoa"), "\(call)\n\(result.errors)")
        guard let state = try opened("\(call)") else {
          Issue.record("at \(call) the folder is neither")
          continue
        }
        let refuges = try FileManager.default.contentsOfDirectory(
          at: folder.appendingPathComponent("tmp"), includingPropertiesForKeys: nil)
        let isRescued = result.exitCode == 73 && refuges.contains { self.state(of: $0) == "new" }
        // Before a step was made there is nothing to lose.
        let isRefused = result.exitCode == 73 && !result.errors.contains("going on after step")
        let outcome = state == "new" ? "saved" : isRescued ? "rescued" : isRefused ? "refused" : "lost"
        #expect((state == "new") == (result.exitCode == 0), "\(call): \(result.exitCode)\n\(result.errors)")
        #expect(outcome != "lost", "\(call): \(result.errors)")
        #expect(outcome != "rescued" || result.errors.contains("the training is in "), "\(call): \(result.errors)")
        counts[outcome, default: 0] += 1
      }
      #expect(counts["rescued"] ?? 0 > 5 && counts["saved"] ?? 0 > 0, "\(counts)")
    }
  }
}
