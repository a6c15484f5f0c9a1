// The bytes of a file, or of a pipe, which comes only once and may never end.

import Foundation
import LabErrors

/// Reads files and pipes.
package enum FileBytes {
  /// More bytes are refused: tokens take several times the memory of their text, and a pipe may be endless.
  package static let limit = 1 << 30
  /// The path that stands for what is piped into the program.
  static let standardInput = "/dev/stdin"

  /// Whether what a path leads to can be read only once: a pipe, a terminal, or whatever a number stands for.
  static func isPipe(_ path: String) -> Bool {
    if path == standardInput || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/") { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// All bytes.
  /// - Throws: `CorpusError`: `.missingFile`, `.directory`, `.unreadable` or `.tooLarge`.
  package static func read(_ path: String, limit: Int = FileBytes.limit) throws(CorpusError) -> [UInt8] {
    let handle = try open(path)
    let descriptor = handle.fileDescriptor
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      bytes.reserveCapacity(min(limit, Int(status.st_size)))
    }
    // A file handle itself would read 4 KiB at a time.
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = system { Foundation.read(descriptor, &piece, piece.count) }
      guard count >= 0 else { throw .unreadable(path: path, reason: systemReason(errno)) }
      guard count > 0 else { return bytes }
      guard bytes.count + count <= limit else { throw .tooLarge(name: path, limit: limit) }
      bytes += piece[..<count]
    }
  }

  /// What a call of the system gives, made again where a signal came between.
  private static func system(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  private static func open(_ path: String) throws(CorpusError) -> FileHandle {
    // Its path cannot be opened where it is a socket.
    if path == standardInput { return .standardInput }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .missingFile(path: path)
    }
    guard !isDirectory.boolValue else { throw .directory(path: path) }
    do { return try FileHandle(forReadingFrom: URL(fileURLWithPath: path)) } catch {
      throw .unreadable(path: path, reason: systemReason(error))
    }
  }
}
