// What a killed process left behind while it wrote: found, put to use or removed.

import Foundation

/// Hidden files and folders of writers that were killed.
///
/// Only who has the ``FolderLock`` of what they were to become may look for them: those of a living process look the same.
public struct Leftovers {
  /// How many were removed.
  public private(set) var removed = 0
  /// Whether one of them got the name that it was to have.
  public private(set) var isAdopted = false
  private let path: String

  /// Looks for what was to become a folder. Where that is missing, the newest that is whole becomes it; the rest is removed.
  ///
  /// - Parameter last: The file that was written last: where it is, the rest is. Nil: what is whole is not worth keeping, either.
  public init(of folder: URL, wholeWith last: String?) {
    let (path, parent) = (folder.path, folder.deletingLastPathComponent())
    self.path = path
    let found = Self.names(in: parent).filter { Self.isLeftover($0, of: folder.lastPathComponent) }
      .map { parent.appendingPathComponent($0) }
    guard !found.isEmpty else { return }
    var status = stat()
    if let last, lstat(path, &status) != 0 {
      // A folder on its way out ends in .old: it had made way for a whole one.
      let whole = found.filter { $0.pathExtension == "tmp" }.compactMap { leftover in
        Self.date(of: leftover.appendingPathComponent(last)).map { (folder: leftover, date: $0) }
      }
      isAdopted = whole.max { $0.date < $1.date }.map { rename($0.folder.path, path) == 0 } ?? false
    }
    for leftover in found { remove(leftover) }
    synchroniseFolder(parent.path)
  }

  /// Removes what was to become a file or folder inside a folder, at any depth.
  public init(inside folder: URL) {
    path = folder.path
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var found: [URL] = []
    while let url = all?.nextObject() as? URL {
      guard Self.isLeftover(url.lastPathComponent) else { continue }
      all?.skipDescendants()
      found.append(url)
    }
    for leftover in found { remove(leftover) }
  }

  /// Removes what was to become some files of a folder, and nothing else there.
  public init(ofFiles names: [String], in folder: URL) {
    path = folder.path
    for name in Self.names(in: folder) where names.contains(where: { Self.isLeftover(name, of: $0) }) {
      remove(folder.appendingPathComponent(name))
    }
  }

  /// What was done, in words; nil if there was nothing to do.
  public var message: String? {
    let count = removed == 1 ? "1 leftover" : "\(removed) leftovers"
    switch (isAdopted, removed) {
    case (false, 0): return nil
    case (false, _): return "removed \(count) of a process that was killed while it wrote \(path)"
    case (true, 0): return "\(path) is there again: it was whole under a hidden name when its writer was killed"
    case (true, _):
      return "\(path) is there again: it was whole under a hidden name when its writer was killed; removed \(count)"
    }
  }

  private mutating func remove(_ url: URL) {
    // The one that was adopted has another name now.
    if (try? FileManager.default.removeItem(at: url)) != nil { removed += 1 }
  }

  private static func names(in folder: URL) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  }

  private static func date(of file: URL) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
  }

  /// Whether a name is a hidden one of some name, or of any.
  private static func isLeftover(_ name: String, of original: String? = nil) -> Bool {
    guard let match = name.wholeMatch(of: /\.(.+)\.[0-9A-F]{8}\.(tmp|old)/) else { return false }
    return original.map { !isCut($0) && hiddenName(of: $0) == match.1 } ?? true
  }
}
