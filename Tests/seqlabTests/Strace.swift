// The program under strace, which kills it at a chosen system call or makes that call fail.

import Foundation

/// System calls that change files, and faults at them.
enum Strace {
  private static let path = "/usr/bin/strace"

  /// Whether it is here, and may look into other processes.
  static let isUsable: Bool = {
    guard FileManager.default.isExecutableFile(atPath: path) else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "/bin/true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// A system call of the main thread: the n-th of its name.
  struct Call: CustomStringConvertible, Hashable {
    let name: String
    let number: Int
    /// The call as it was seen, with its arguments.
    let line: String

    var description: String { "\(name) \(number): \(line.prefix(160))" }
  }

  private static let names = [
    "openat", "write", "ftruncate", "fsync", "rename", "renameat", "renameat2", "link", "linkat", "mkdir", "mkdirat",
    "rmdir", "unlink", "unlinkat",
  ]

  /// What starts the program, and writes down its calls.
  static func watching(_ log: URL) -> [String] {
    [path, "-qq", "-s", "200", "-o", log.path, "-e", "trace=" + names.joined(separator: ",")]
  }

  /// What starts the program with faults, each `name:what:when=n`.
  static func injecting(_ faults: [String]) -> [String] {
    [path, "-qq", "-o", "/dev/null", "-e", "trace=" + names.joined(separator: ",")]
      + faults.flatMap { ["-e", "inject=" + $0] }
  }

  /// The calls in a log that change files, but for those that write to an output.
  static func changes(in log: URL) throws -> [Call] {
    var counts: [String: Int] = [:]
    return try String(contentsOf: log, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard let bracket = line.firstIndex(of: "("), names.contains(String(line[..<bracket])) else { return nil }
      let name = String(line[..<bracket])
      counts[name, default: 0] += 1
      let call = Call(name: name, number: counts[name] ?? 0, line: String(line))
      switch name {
      case "openat": return line.contains("O_CREAT") ? call : nil
      // Eight bytes wake another thread.
      case "write": return line.contains(/^write\([12],|, 8\)\s+=/) ? nil : call
      default: return call
      }
    }
  }
}
