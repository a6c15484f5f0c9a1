// model.safetensors.index.json: which tensor is in which of several files.

import Foundation
import LabErrors

/// The index of a checkpoint in shards, as `save_pretrained` writes it. Its names of files are never trusted.
struct ShardIndex {
  let url: URL
  /// The name of the file that each tensor is in.
  let fileNames: [String: String]

  private struct Contents: Decodable {
    let weightMap: [String: String]
    private enum CodingKeys: String, CodingKey { case weightMap = "weight_map" }
  }

  init(_ url: URL) throws(CheckpointError) {
    self.url = url
    guard let json = try Checkpoint.contents(of: url) else { throw .missing(path: url.path) }
    do { fileNames = try decodedJSON(Contents.self, from: json).weightMap } catch {
      let kind = ForeignFile(beginning: json)
      throw .weights(
        file: url.path,
        problem: kind.map { "it is " + $0.words } ?? "it is no JSON object with a \"weight_map\" of file names")
    }
    for name in fileNames.values.sorted() where !Self.isInFolder(name) {
      throw .weights(file: url.path, problem: "it names the file '\(printable(name))', which is outside its folder")
    }
    if fileNames.isEmpty { throw .weights(file: url.path, problem: "its \"weight_map\" names no tensors") }
  }

  private static func isInFolder(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.contains("\0")
  }

  /// The shards' names.
  var shards: [String] { Set(fileNames.values).sorted() }

  /// Opens every shard.
  func open() throws(CheckpointError) -> [SafetensorsFile] {
    let folder = url.deletingLastPathComponent()
    let missing = shards.filter { !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) }
    if let first = missing.first {
      throw .weights(
        file: url.path,
        problem:
          "it names \(shards.count) files, of which \(missing.count) \(missing.count == 1 ? "is" : "are") not there: "
          + "'\(printable(first))'\(missing.count > 1 ? " and others" : ""); download what is missing")
    }
    var files: [SafetensorsFile] = []
    for name in shards { files.append(try WeightFiles.open(folder.appendingPathComponent(name))) }
    return files
  }

  /// Checks that every tensor is in the file that it should be in, and in no other.
  func check(_ files: [SafetensorsFile]) throws(CheckpointError) {
    let byName = Dictionary(uniqueKeysWithValues: zip(shards, files))
    for (tensor, name) in fileNames.sorted(by: { $0.key < $1.key }) where byName[name]?.contains(tensor) != true {
      throw .weights(
        file: url.path,
        problem: "tensor '\(printable(tensor))' should be in '\(printable(name))', which does not have it")
    }
  }
}
