// One writer for a folder at a time.

import Foundation

/// Holds a folder for writing while it lives; whoever else asks for it is told who has it.
///
/// It is the system's own lock (`flock`), on a hidden file beside the folder, which need not be there yet: a process that dies lets go
/// of it, however it dies. Readers need none, since folders appear as a whole.
public final class FolderLock {
  private let file: String
  private let descriptor: Int32

  /// Takes the lock, and creates the folders above the folder where they are missing.
  /// - Throws: ``FolderLockError``, if another process has it; ``OutputError``, if nothing can be written beside the folder.
  public init(_ folder: URL) throws {
    let url = Self.place(of: folder)
    let parent = url.deletingLastPathComponent()
    try createFolder(at: parent, reportedAs: url.path)
    file = parent.appendingPathComponent(".\(hiddenName(of: url.lastPathComponent)).lock").path
    descriptor = try Self.locked(file, url.path)
    let note = "\(ProcessInfo.processInfo.processIdentifier) \(Date().formatted(.iso8601))\n"
    // For people alone: the lock holds without it.
    _ = ftruncate(descriptor, 0)
    _ = note.withCString { write(descriptor, $0, strlen($0)) }
  }

  /// The lock of a folder that may be there, without creating anything above it: nil where that is missing, and nobody can hold it.
  /// - Throws: As `init`.
  public static func ifPossible(_ folder: URL) throws -> FolderLock? {
    let parent = place(of: folder).deletingLastPathComponent()
    var isDirectory: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: parent.path, isDirectory: &isDirectory)
    return isThere && isDirectory.boolValue ? try FolderLock(folder) : nil
  }

  deinit {
    // Removed while it is held: who waits for this very file finds out that it is no more.
    unlink(file)
    close(descriptor)
  }

  /// Where a folder is, or would be, without symbolic links.
  private static func place(of folder: URL) -> URL {
    let url = folder.standardizedFileURL.resolvingSymlinksInPath()
    guard !FileManager.default.fileExists(atPath: url.path) else { return url }
    return url.deletingLastPathComponent().resolvingSymlinksInPath().appendingPathComponent(url.lastPathComponent)
  }

  /// Opens a file and locks it.
  private static func locked(_ file: String, _ path: String) throws -> Int32 {
    while true {
      let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw OutputError.system(errno, path: path, creating: true) }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let failure = errno
        guard failure == EWOULDBLOCK else { return descriptor }  // A file system without locks must do without.
        defer { close(descriptor) }
        throw FolderLockError(path: path, holder: holder(descriptor))
      }
      // Its last holder may have removed it between our two calls: then it is not the file that others would lock.
      var (opened, named) = (stat(), stat())
      guard fstat(descriptor, &opened) == 0, stat(file, &named) != 0 || opened.st_ino != named.st_ino else {
        return descriptor
      }
      close(descriptor)
    }
  }

  /// What the holder wrote into the file.
  private static func holder(_ descriptor: Int32) -> FolderLockError.Holder? {
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(descriptor, &bytes, bytes.count)
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let process = Int(words[0]), let date = try? Date(String(words[1]), strategy: .iso8601)
    else {
      return nil
    }
    return .init(process: process, since: date)
  }
}
