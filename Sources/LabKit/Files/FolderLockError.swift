// Who has a folder that was to be written.

import Foundation
import LabErrors

/// A folder that another process is writing.
public struct FolderLockError: UserFacingError, Equatable {
  /// Who writes.
  public struct Holder: Equatable, Sendable {
    /// The process's number.
    public let process: Int
    /// When it began.
    public let since: Date
  }
  /// The folder.
  public let path: String
  /// Who has it; nil if that is not known.
  public let holder: Holder?

  public var message: String {
    let who = holder.map { "process \($0.process) since \($0.since.formatted(.iso8601))" } ?? "another process"
    return
      "\(printable(path, limit: 4096)) is being written by \(who); wait until that has ended, or choose another folder"
  }

  public var exitCode: Int32 { ExitCode.cannotWrite }
}
