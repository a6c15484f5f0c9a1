// A text as it is read: from a file or a pipe, in UTF-8, with a line feed at the end of each line.

import Foundation
import LabErrors

/// A text from a file or a pipe.
public struct TextFile: Equatable, Sendable {
  /// What reports call it: the file's name, or "standard input".
  public let name: String
  /// The text, without byte-order marks and carriage returns.
  public let text: String
  /// What was dropped of the file, in words; empty for most files.
  public let notes: [String]

  /// A text that is there already.
  public init(name: String, text: String, notes: [String] = []) {
    (self.name, self.text, self.notes) = (name, text, notes)
  }

  /// The text of a file, or of a pipe.
  /// - Throws: `CorpusError`: `.missingFile`, `.directory`, `.unreadable`, `.tooLarge`, `.empty`, `.emptyPipe`, `.onlySpaces` or `.notText`.
  public static func read(_ url: URL) throws(CorpusError) -> TextFile {
    let path = url.path
    return try TextFile(bytes: try FileBytes.read(path), path: path)
  }

  /// - Parameter path: Where the bytes come from.
  package init(bytes: [UInt8], path: String) throws(CorpusError) {
    let isPipe = FileBytes.isPipe(path)
    let name = Self.name(of: path)
    self.name = name
    guard !bytes.isEmpty else { throw isPipe ? .emptyPipe(name: name) : .empty(name: path) }
    if let found = TextEncoding.found(in: bytes) {
      throw .notText(name: isPipe ? name : path, isPipe: isPipe, byteOffset: found.offset, looksLike: found.encoding)
    }
    let cleaned = Self.cleaned(bytes)
    text = String(decoding: cleaned.bytes, as: UTF8.self)
    notes = cleaned.notes.map { name + ": " + $0 }
    guard !text.isEmpty else { throw .empty(name: isPipe ? name : path) }
    guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
      throw .onlySpaces(name: isPipe ? name : path)
    }
  }

  private static func name(of path: String) -> String {
    if path == FileBytes.standardInput { return "standard input" }
    if path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/") { return "a pipe" }
    return printable(URL(fileURLWithPath: path).lastPathComponent)
  }

  /// A text as if it had been read from a file.
  package static func cleaned(_ text: String) -> String {
    String(decoding: cleaned(Array(text.utf8)).bytes, as: UTF8.self)
  }

  /// Whether there may be anything to clean.
  private static func isDirty(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var found = false
      // Without a way out, the loop goes by many bytes at once.
      for byte in bytes { found = found || byte == 0x0D || byte == 0xEF }
      return found
    }
  }

  /// UTF-8 without byte-order marks, wherever files were put together, and with a line feed in the place of any other end of a line; and
  /// what that changed.
  private static func cleaned(_ bytes: [UInt8]) -> (bytes: [UInt8], notes: [String]) {
    guard isDirty(bytes) else { return (bytes, []) }
    let (lineFeed, carriageReturn): (UInt8, UInt8) = (0x0A, 0x0D)
    var (marks, pairs, returns) = (0, 0, 0)
    var cleaned: [UInt8] = []
    cleaned.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == carriageReturn {
        // Files that were converted twice have two of them before a line feed.
        let end = bytes[index...].firstIndex { $0 != carriageReturn } ?? bytes.count
        if end < bytes.count, bytes[end] == lineFeed {
          pairs += 1
        } else {
          returns += end - index
          cleaned.append(contentsOf: repeatElement(lineFeed, count: end - index))
        }
        index = end
      } else if byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBB, bytes[index + 2] == 0xBF {
        marks += 1
        index += 3
      } else {
        cleaned.append(byte)
        index += 1
      }
    }
    var notes: [String] = []
    if marks > 0 {
      notes.append(marks == 1 ? "its byte-order mark is dropped" : "\(marks) byte-order marks are dropped")
    }
    if pairs > 0 {
      notes.append("the carriage returns before its \(pairs) line feeds (CR LF, as on Windows) are dropped")
    }
    if returns > 0 { notes.append("\(returns) carriage returns without a line feed (CR) are read as line breaks") }
    return (cleaned, notes)
  }
}
