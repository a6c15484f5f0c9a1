// What a folder's files were when they were saved, so that damage is noticed when they are read.

import Foundation
import LabErrors

/// The sizes and checksums of a folder's files, kept in its file `manifest.json`.
package struct Manifest: Codable, Equatable {
  /// What a file was.
  package struct Entry: Codable, Equatable {
    let bytes: Int
    /// 16 hexadecimal digits, as `xxhsum -H64` prints them.
    let xxh64: String

    /// Reads a file piece by piece: as a whole, or mapped, it would take as much memory once more as the model that is in it.
    /// - Throws: the system's error.
    init(contentsOf file: URL) throws {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      var (hash, bytes, rest) = (XXHash64(), 0, Data())
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        bytes += piece.count
        // A read may end anywhere.
        let whole = rest.isEmpty ? piece : rest + piece
        let blocks = whole.count / 32 * 32
        whole.prefix(blocks).withUnsafeBytes { hash.add($0) }
        rest = Data(whole.dropFirst(blocks))
      }
      self.init(hash, bytes: bytes, rest: rest)
    }

    /// Of what is to become a file.
    init(_ data: Data) {
      var hash = XXHash64()
      let blocks = data.count / 32 * 32
      data.prefix(blocks).withUnsafeBytes { hash.add($0) }
      self.init(hash, bytes: data.count, rest: Data(data.dropFirst(blocks)))
    }

    private init(_ hash: XXHash64, bytes: Int, rest: Data) {
      let digits = String(rest.withUnsafeBytes { hash.value(with: $0) }, radix: 16)
      self.bytes = bytes
      xxh64 = String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// The files, by their paths inside the folder.
  package let files: [String: Entry]

  package static let name = "manifest.json"

  /// Of those of some files that are there.
  /// - Throws: ``OutputError``, if one cannot be read.
  package init(of names: some Sequence<String>, in folder: URL) throws(OutputError) {
    var files: [String: Entry] = [:]
    for name in names {
      let file = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      do { files[name] = try Entry(contentsOf: file) } catch {
        throw .cannotWrite(path: file.path, reason: systemReason(error))
      }
    }
    self.files = files
  }

  /// Notes what a file is about to be, beside what is noted of others; then the file may be written. Killed in between, the list names a
  /// file that is not there yet, and never has a file other contents than are noted.
  /// - Throws: ``ManifestError``, if what is noted cannot be read; ``OutputError``
  package static func add(_ name: String, _ data: Data, in folder: URL) throws {
    let files = try read(in: folder)?.files ?? [:]
    try Manifest(files.merging([name: Entry(data)]) { $1 }).write(to: folder)
  }

  /// Of all weights and settings in a folder.
  /// - Throws: ``OutputError``, if one cannot be read.
  package init(ofFilesIn folder: URL) throws(OutputError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    try self.init(of: names.filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".json") }, in: folder)
  }

  private init(_ files: [String: Entry]) { self.files = files }

  /// What its file holds.
  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Writes it into the folder.
  package func write(to folder: URL) throws(OutputError) {
    let file = folder.appendingPathComponent(Self.name)
    guard let json = try? json() else { throw .cannotWrite(path: file.path, reason: "it has no JSON") }
    try writeAtomically(json, to: file)
  }

  /// What is found of all files that lists in a folder, and in those below it, name.
  package struct Findings {
    /// The files that are as they were saved, as paths inside the folder.
    package private(set) var whole: [String] = []
    /// Those that are otherwise or missing, and lists that cannot be read.
    package private(set) var damaged: [String] = []

    /// Looks at every list in a folder and in those below it.
    package init(in folder: URL) {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
      for list in names.sorted() where (list as NSString).lastPathComponent == Manifest.name {
        let inner = (list as NSString).deletingLastPathComponent
        let place = inner.isEmpty ? folder : folder.appendingPathComponent(inner)
        guard let manifest = try? Manifest.read(in: place) else {
          damaged.append(list)
          continue
        }
        for name in manifest.files.keys.sorted() {
          let path = (inner as NSString).appendingPathComponent(name)
          let found = Manifest.entry(of: place.appendingPathComponent(name))
          if let found, found == manifest.files[name] { whole.append(path) } else { damaged.append(path) }
        }
      }
    }
  }

  /// The list of a folder; nil if it has none.
  private static func read(in folder: URL) throws(ManifestError) -> Manifest? {
    let file = folder.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    guard isFile(file), let json = try? Data(contentsOf: file),
      let manifest = try? decodedJSON(Manifest.self, from: json),
      !manifest.files.isEmpty
    else { throw .unreadable(path: file.path) }
    return manifest
  }

  /// Checks that files of a folder are what they were. One that is not there, or that was added later, is no damage; and a folder of
  /// others has no manifest at all.
  /// - Parameter names: The files to check.
  /// - Returns: Whether there is a manifest.
  /// - Throws: ``ManifestError``
  @discardableResult
  package static func check(_ names: [String], in folder: URL) throws(ManifestError) -> Bool {
    guard let manifest = try read(in: folder) else { return false }
    for name in names {
      let file = folder.appendingPathComponent(name)
      guard let entry = manifest.files[name], FileManager.default.fileExists(atPath: file.path) else { continue }
      guard Self.entry(of: file) == entry else { throw .changed(path: file.path) }
    }
    return true
  }

  /// What a file is now; nil if it is missing, no file, or cannot be read.
  private static func entry(of file: URL) -> Entry? { isFile(file) ? try? Entry(contentsOf: file) : nil }

  /// Whether it is a file: a pipe would have us wait.
  private static func isFile(_ file: URL) -> Bool {
    var status = stat()
    return stat(file.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
