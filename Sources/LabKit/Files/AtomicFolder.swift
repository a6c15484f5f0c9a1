// An output folder that is either there as a whole or not at all.

import Foundation
import LabErrors

/// A folder that is filled under a hidden name and gets its own name when it is complete.
///
/// ```swift
/// let folder = try AtomicFolder(at: destination)
/// try writeAtomically(data, to: folder.url.appendingPathComponent("config.json"))
/// try folder.commit()
/// ```
/// Without ``commit()``, the folder goes away with its object; a killed process leaves at most a hidden `.name.….tmp`.
public final class AtomicFolder {
  /// The name that the folder gets.
  public let destination: URL
  /// Where to write until then: a hidden folder beside ``destination``.
  public let url: URL
  private let replacing: Bool
  private var isOpen = true

  /// Creates the hidden folder, and the folders above it where they are missing.
  ///
  /// - Parameter replacing: Whether an older folder of that name makes way on ``commit()``; else it is an error, unless
  ///   it is empty.
  /// - Throws: ``OutputError`` with the path of the destination.
  public init(at destination: URL, replacing: Bool = false) throws(OutputError) {
    let path = destination.standardizedFileURL.path
    self.destination = URL(fileURLWithPath: path, isDirectory: true)
    self.replacing = replacing
    url = URL(fileURLWithPath: temporarySibling(of: path), isDirectory: true)
    try Self.checkFree(path, replacing: replacing)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      isOpen = false
      throw Self.outputError(error, path: path)
    }
  }

  deinit { discard() }

  /// Gives the folder its name.
  ///
  /// With `replacing`, the older folder is moved aside, the new one takes its name, and then the older one is removed.
  /// - Throws: ``OutputError`` where the name is taken or the renaming fails; the hidden folder is then removed.
  public func commit() throws(OutputError) {
    precondition(isOpen, "AtomicFolder.commit: the folder was committed or discarded before")
    defer { discard() }
    let path = destination.path
    try Self.checkFree(path, replacing: replacing)
    synchroniseFolder(url.path)
    let older = temporarySibling(of: path)
    let movesAside = replacing && rename(path, older) == 0
    guard rename(url.path, path) == 0 else {
      let failure = errno
      if movesAside { _ = rename(older, path) }
      throw .system(failure, path: path, creating: true)
    }
    isOpen = false
    if movesAside { try? FileManager.default.removeItem(atPath: older) }
    synchroniseFolder((path as NSString).deletingLastPathComponent)
  }

  /// Removes the hidden folder with all that is in it; does nothing after ``commit()``.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    try? FileManager.default.removeItem(at: url)
  }

  private static func checkFree(_ path: String, replacing: Bool) throws(OutputError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .alreadyExists(path: path) }
    let contents = try? FileManager.default.contentsOfDirectory(atPath: path)
    if !replacing, contents?.isEmpty != true { throw .alreadyExists(path: path) }
  }

  /// Foundation's error as ours: the system's error number is below it.
  private static func outputError(_ error: any Error, path: String) -> OutputError {
    let top = error as NSError
    let cause = top.userInfo[NSUnderlyingErrorKey] as? NSError ?? top
    if cause.domain == NSPOSIXErrorDomain { return .system(Int32(cause.code), path: path, creating: true) }
    return .cannotCreate(path: path, reason: printable(top.localizedDescription))
  }
}
