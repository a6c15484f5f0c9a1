// How much memory this process can still get, and what sets the limit.

import Foundation

/// The least of what the machine has free, what control groups leave, and what the limit on address space leaves.
public struct AvailableMemory: Equatable, Sendable {
  /// What sets the limit.
  public enum Limit: Equatable, Sendable {
    /// What the machine has free for new work.
    case machine
    /// A control group: a container, or a batch system's job.
    case controlGroup
    /// The limit on this process's address space, `ulimit -v`.
    case addressSpace
  }

  /// In bytes.
  public let bytes: Double
  /// What sets the limit.
  public let limit: Limit

  package init(bytes: Double, limit: Limit) { (self.bytes, self.limit) = (max(0, bytes), limit) }

  /// What is left now. Where the system does not tell what is free, as on macOS, all that the machine has.
  public static var current: AvailableMemory {
    let machine = free(meminfo: text("/proc/meminfo") ?? "") ?? Double(ProcessInfo.processInfo.physicalMemory)
    var limits = [AvailableMemory(bytes: machine, limit: .machine)]
    if let bytes = left(controlGroups: text("/proc/self/cgroup") ?? "", read: text) {
      limits.append(AvailableMemory(bytes: bytes, limit: .controlGroup))
    }
    if let limit = ProcessLimits.addressSpace, let used = SystemText.kibibytes("VmSize:", in: text("/proc/self/status"))
    {
      limits.append(AvailableMemory(bytes: limit - used, limit: .addressSpace))
    }
    return limits.min { $0.bytes < $1.bytes } ?? limits[0]
  }

  private static func text(_ path: String) -> String? { SystemText.read(path) }

  /// What can be had without swapping.
  /// - Parameter meminfo: Linux's `/proc/meminfo`.
  package static func free(meminfo: String) -> Double? { SystemText.kibibytes("MemAvailable:", in: meminfo) }

  /// What control groups leave: of this process's group and of all above it, the one that leaves least.
  /// - Parameters:
  ///   - controlGroups: Linux's `/proc/self/cgroup`.
  ///   - read: The text of a file; nil if there is none.
  /// - Returns: nil where nothing is limited.
  package static func left(controlGroups: String, read: (String) -> String?) -> Double? {
    let leaves = controlGroups.split(separator: "\n").flatMap { line -> [Double] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { return [] }
      let files = isUnified ? Files.unified : Files.separate
      let path = parts[2].split(separator: "/")
      return (0...path.count).compactMap { depth in
        files.left(in: ([files.root] + path.prefix(depth).map(String.init)).joined(separator: "/"), read)
      }
    }
    return leaves.min()
  }

  /// Where a version of control groups says what is limited and used.
  private struct Files {
    let root, limit, used, idle: String

    static let unified = Files(
      root: "/sys/fs/cgroup", limit: "memory.max", used: "memory.current", idle: "inactive_file")
    static let separate = Files(
      root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes",
      idle: "total_inactive_file")

    /// What a group leaves; nil where it limits nothing.
    func left(in folder: String, _ read: (String) -> String?) -> Double? {
      func number(_ name: String) -> Double? {
        read(folder + "/" + name).flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      }
      // Without a limit, there is the word "max" or a number that no machine has.
      guard let limit = number(limit), limit < 1e18, let used = number(used) else { return nil }
      // Pages of files that were read once are given back when memory is wanted.
      return limit - used + (SystemText.value(idle, in: read(folder + "/memory.stat")) ?? 0)
    }
  }
}
