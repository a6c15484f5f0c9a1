// Files that are not what was saved.

import LabErrors

/// A file that is not what was saved, or a list of files that cannot be read.
public enum ManifestError: UserFacingError, Equatable {
  /// The file's size or checksum is another.
  case changed(path: String)
  /// The list itself is damaged.
  case unreadable(path: String)

  public var message: String {
    switch self {
    case .changed(let path):
      "\(printable(path, limit: 4096)) is not what was saved: its checksum in manifest.json is another; it is damaged or was "
        + "changed: get it back, or delete manifest.json to have it read as it is"
    case .unreadable(let path):
      "\(printable(path, limit: 4096)) is damaged, so the files that it lists cannot be checked; get it back, or delete it to "
        + "have them read as they are"
    }
  }

  public var exitCode: Int32 { ExitCode.badData }
}
