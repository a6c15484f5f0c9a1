// A folder in memory, with good files beside the one that is mutated.

import Foundation

/// Good files of each kind, copied so that a target can write its own into them.
final class Place: Sendable {
  let folder: URL

  init(copying base: URL) throws {
    let parent = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    folder = URL(fileURLWithPath: parent).appendingPathComponent(
      "seqlab-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.copyItem(at: base, to: folder)
  }

  /// Writes a file, and returns the folder that it is in.
  func put(_ data: Data, _ path: String) -> URL {
    let file = folder.appendingPathComponent(path)
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0, "cannot write \(file.path)")
    data.withUnsafeBytes { bytes in
      precondition(write(descriptor, bytes.baseAddress, bytes.count) == bytes.count)
    }
    close(descriptor)
    return file.deletingLastPathComponent()
  }
}

/// Where the system collects what Objective-C hands out, that is done after each input.
func autoreleased(_ body: () -> Void) {
  #if canImport(ObjectiveC)
    autoreleasepool { body() }
  #else
    body()
  #endif
}
