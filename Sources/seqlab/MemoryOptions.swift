// Whether work fits into memory, asked before it begins.

import ArgumentParser
import LabKit
import TensorCore

/// Says what work will take, and refuses what does not fit.
struct MemoryOptions: ParsableArguments {
  /// What the process has at least once all of the program that works has been read: less than the smallest study ends with.
  private static let program = 40e6

  @Flag(help: "Begin even if there seems to be too little memory.") var yes = false

  /// How much there is, for those who try what work takes.
  var free: Double { yes ? .infinity : AvailableMemory.current.bytes }

  /// Refuses work that takes more than there is, unless `--yes` is given.
  /// - Parameters:
  ///   - remedy: What takes less: "choose a smaller --batch".
  ///   - need: What it takes, of a machine with so much free.
  /// - Returns: What it takes, in words, to be told when the work begins.
  @discardableResult
  func check(_ remedy: String, _ need: (_ free: Double) throws -> MemoryNeed) throws -> String {
    // Before the trial: what that leaves with the allocator, the work takes again.
    FreedMemory.giveBack()
    let (available, before) = (AvailableMemory.current, ProcessMemory.residentBytes)
    let need = try need(free).addingFragments
    let taken = need.bytes + (available.limit == .addressSpace ? need.reservedBytes : 0)
    guard taken > available.bytes else {
      let all = need.bytes + max(before, Self.program)
      return "about \(Words.bytes(all)) of memory, where \(Words.bytes(available.bytes)) are free"
    }
    let parts = need.parts.map { "\($0.name) \(Words.bytes($0.bytes))" }.joined(separator: ", ")
    let message =
      "this needs about \(Words.bytes(taken)) of memory (\(parts)), and \(Words.bytes(available.bytes)) are free"
      + Self.words(for: available.limit)
    guard yes else { throw UsageError(message + ": \(remedy), or go on in spite of that with --yes") }
    return message
  }

  private static func words(for limit: AvailableMemory.Limit) -> String {
    switch limit {
    case .machine: ""
    case .controlGroup: ", as a control group limits it"
    case .addressSpace: ", as ulimit -v limits it"
    }
  }
}
