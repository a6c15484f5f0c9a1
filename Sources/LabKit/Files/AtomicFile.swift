// Writing a single file such that it is either there as a whole or not at all.

import Foundation

/// Writes `data` to `url` such that no reader ever sees a part of it.
///
/// - Throws: ``OutputError`` with the path; an older file of that name is then untouched.
public func writeAtomically(_ data: Data, to url: URL) throws(OutputError) {
  try writeAtomically(to: url) { (file) throws(OutputError) in try file.write(data) }
}

/// Lets `body` write a file piece by piece; it appears under its name when all of it is on the disk.
///
/// The pieces go to a hidden temporary file in the same folder, which is synchronised and then renamed. A symbolic link
/// is followed. Something that is no regular file, such as `/dev/stdout` or a pipe, is written directly, since renaming
/// would replace the device.
/// - Throws: ``OutputError`` with the path; the temporary file is removed, and an older file of that name is untouched.
public func writeAtomically(
  to url: URL, _ body: (inout OutputFile) throws(OutputError) -> Void
) throws(OutputError) {
  let path = url.resolvingSymlinksInPath().path
  var status = stat()
  if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw .cannotCreate(path: path, reason: "a folder of that name is there")
    }
    var device = try OutputFile(path: path, reportedAs: path, flags: O_WRONLY)
    do { try body(&device) } catch {
      device.close()
      throw error
    }
    device.close()
    return
  }

  let temporary = temporarySibling(of: path)
  var file = try OutputFile(path: temporary, reportedAs: path, flags: O_WRONLY | O_CREAT | O_EXCL)
  do throws(OutputError) {
    try body(&file)
    try file.synchronise()
    file.close()
    guard rename(temporary, path) == 0 else { throw OutputError.system(errno, path: path, creating: true) }
  } catch {
    file.close()
    unlink(temporary)
    throw error
  }
  synchroniseFolder((path as NSString).deletingLastPathComponent)
}

/// A file open for writing, handed out by ``writeAtomically(to:_:)``.
public struct OutputFile {
  private var descriptor: Int32
  private let path: String

  fileprivate init(path: String, reportedAs shownPath: String, flags: Int32) throws(OutputError) {
    self.path = shownPath
    descriptor = open(path, flags | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .system(errno, path: shownPath, creating: true) }
  }

  /// Appends bytes.
  public mutating func write(_ data: Data) throws(OutputError) {
    for region in data.regions {
      let failure = region.withUnsafeBytes { writeAll($0) }
      if failure != 0 { throw .system(failure, path: path) }
    }
  }

  /// Appends the bytes of an array of numbers, in the machine's byte order.
  public mutating func write<Number: BitwiseCopyable>(_ numbers: [Number]) throws(OutputError) {
    let failure = numbers.withUnsafeBytes { writeAll($0) }
    if failure != 0 { throw .system(failure, path: path) }
  }

  /// Writes everything, going on after partial writes and interrupts; the error number, or 0.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = Foundation.write(descriptor, start, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  fileprivate func synchronise() throws(OutputError) {
    // Some file systems cannot synchronise; that is no reason to lose the file.
    if fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP { throw .system(errno, path: path) }
  }

  fileprivate mutating func close() {
    if descriptor >= 0 { _ = Foundation.close(descriptor) }
    descriptor = -1
  }
}

/// A hidden name beside `path` that no other process uses.
func temporarySibling(of path: String) -> String {
  let full = path as NSString
  let name = ".\(hiddenName(of: full.lastPathComponent)).\(UUID().uuidString.prefix(8)).tmp"
  return (full.deletingLastPathComponent as NSString).appendingPathComponent(name)
}

/// What stands for a name in hidden names beside it: the name itself, cut where it would be too long for a file system.
func hiddenName(of name: String) -> String {
  isCut(name) ? String(decoding: name.utf8.prefix(longestHidden), as: UTF8.self) : name
}

/// Whether a name's hidden name may be that of another name, too.
func isCut(_ name: String) -> Bool { name.utf8.count > longestHidden }

/// In bytes; with what stands before and behind, it must be below 255.
private let longestHidden = 200

/// Makes a rename inside `folder` durable, where the system allows it.
func synchroniseFolder(_ folder: String) {
  let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  _ = fsync(descriptor)
  _ = close(descriptor)
}
