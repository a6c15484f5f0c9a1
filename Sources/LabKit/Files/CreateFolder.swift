// Making a folder, with words for what is in the way.

import Foundation

/// Makes a folder, and those above it where they are missing; does nothing where it is there.
///
/// - Parameter shown: The path that an error names, if not the folder's own.
/// - Throws: ``OutputError``
public func createFolder(at url: URL, reportedAs shown: String? = nil) throws(OutputError) {
  let (path, shown) = (url.path, shown ?? url.path)
  var status = stat()
  if stat(path, &status) == 0 {
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .system(ENOTDIR, path: shown, creating: true) }
    return
  }
  let parent = url.deletingLastPathComponent()
  if parent.path != path { try createFolder(at: parent, reportedAs: shown) }
  // Another process may have made it meanwhile.
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .system(errno, path: shown, creating: true) }
}
