// An output folder that is either there as a whole or not at all.

import Foundation
import LabErrors

/// A folder that is filled under a hidden name and gets its own name when it is complete.
///
/// ```swift
/// let folder = try AtomicFolder(at: destination)
/// try folder.fill { folder in try writeAtomically(data, to: folder.appendingPathComponent("config.json")) }
/// try folder.commit()
/// ```
/// Without ``commit()``, the folder goes away with its object; a killed process leaves at most a hidden `.name.….tmp`, or an older
/// folder as `.name.….old`, which ``Leftovers`` finds.
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
    do {
      try Self.checkFree(path, replacing: replacing)
      try createFolder(at: url, reportedAs: path)
    } catch {
      isOpen = false
      throw error
    }
  }

  deinit { discard() }

  /// Lets `body` write into the hidden folder. An error names files by the paths that they were to get.
  public func fill(_ body: (_ folder: URL) throws(OutputError) -> Void) throws(OutputError) {
    do { try body(url) } catch { throw error.naming(destination.path, inPlaceOf: url.path) }
  }

  /// Gives the folder its name.
  ///
  /// With `replacing`, the new folder and the older one exchange their names in one step, so that a whole folder is there at every moment;
  /// then the older one is removed. Where the file system cannot, the older one is first moved aside, and ``Leftovers`` mends what a
  /// kill between the two steps leaves.
  /// - Throws: ``OutputError`` where the name is taken or the renaming fails; the hidden folder is then removed.
  public func commit() throws(OutputError) {
    precondition(isOpen, "AtomicFolder.commit: the folder was committed or discarded before")
    defer { discard() }
    let path = destination.path
    try Self.checkFree(path, replacing: replacing)
    synchroniseFolder(url.path)
    let parent = (path as NSString).deletingLastPathComponent
    let older = (url.path as NSString).deletingPathExtension + ".old"
    if replacing, exchangeNames(url.path, path) {
      isOpen = false
      synchroniseFolder(parent)
      // Half removed, it must not look like one that was to come.
      return Self.remove(rename(url.path, older) == 0 ? older : url.path)
    }
    let movesAside = replacing && rename(path, older) == 0
    guard rename(url.path, path) == 0 else {
      let failure = errno
      if movesAside { _ = rename(older, path) }
      throw .system(failure, path: path, creating: true)
    }
    isOpen = false
    synchroniseFolder(parent)
    if movesAside { Self.remove(older) }
  }

  /// Removes the hidden folder with all that is in it; does nothing after ``commit()``.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    Self.remove(url.path)
  }

  private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  private static func checkFree(_ path: String, replacing: Bool) throws(OutputError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .alreadyExists(path: path) }
    let contents = try? FileManager.default.contentsOfDirectory(atPath: path)
    if !replacing, contents?.isEmpty != true { throw .alreadyExists(path: path) }
  }
}
