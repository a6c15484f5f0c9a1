// The tensors of a checkpoint: model.safetensors, or shards with their index, under names without what wrappers add.

import Foundation
import LabErrors

/// All tensors of a checkpoint's files. Opening reads headers alone.
struct WeightFiles {
  /// The path of model.safetensors or of the index, for messages.
  let path: String
  /// The tensors' names, without wrappers' prefixes; sorted.
  let names: [String]
  /// What was done that a user should know of, a line each.
  let notes: [String]
  let files: [SafetensorsFile]
  private let places: [String: (file: Int, name: String)]

  static let indexName = Checkpoint.weightsName + ".index.json"

  /// Opens the weights in a folder.
  /// - Throws: ``CheckpointError`` that says what is there instead.
  init(in folder: URL) throws(CheckpointError) {
    let single = folder.appendingPathComponent(Checkpoint.weightsName)
    let index = folder.appendingPathComponent(Self.indexName)
    if FileManager.default.fileExists(atPath: single.path) {
      try self.init([try Self.open(single)], path: single.path)
    } else if FileManager.default.fileExists(atPath: index.path) {
      let shards = try ShardIndex(index)
      try self.init(try shards.open(), path: index.path, shards: shards)
    } else {
      throw FolderContents(folder).missingWeights
    }
  }

  /// Takes files as one set of tensors.
  /// - Parameter shards: What must be in which of them, if there is an index.
  init(_ files: [SafetensorsFile], path: String, shards: ShardIndex? = nil) throws(CheckpointError) {
    var places: [String: (file: Int, name: String)] = [:]
    var removed: Set<String> = []
    // "model." is what PyTorch Lightning puts before all; some of a model's own names may begin so.
    let hasCommonModel = files.allSatisfy { $0.names.allSatisfy { $0.hasPrefix("model.") } }
    for (index, file) in files.enumerated() {
      for name in file.names {
        let (short, wrappers) = Self.unwrapped(name, alsoModel: hasCommonModel)
        removed.formUnion(wrappers)
        if let other = places[short] {
          throw .weights(
            file: file.path,
            problem: "tensor '\(printable(short))' is there twice: as '\(printable(other.name))'"
              + (other.file == index ? "" : " in \(printable(files[other.file].path, limit: 4096))")
              + " and as '\(printable(name))'")
        }
        places[short] = (index, name)
      }
    }
    self.files = files
    self.path = path
    self.places = places
    names = places.keys.sorted()
    var notes: [String] = []
    if !removed.isEmpty {
      let prefixes = removed.sorted().map { "'\($0).'" }.joined(separator: " and ")
      notes.append("tensor names begin with \(prefixes), which a wrapper has added; they are read without")
    }
    if let shards {
      notes.append("the weights are in \(files.count) shards")
      try shards.check(files)
    }
    self.notes = notes
  }

  /// Opens a single file, and says what it is if that is no safetensors file.
  static func open(_ url: URL) throws(CheckpointError) -> SafetensorsFile {
    do throws(SafetensorsError) { return try SafetensorsFile(contentsOf: url) } catch {
      guard case .malformed = error, let kind = ForeignFile(at: url), kind != .empty else { throw .tensors(error) }
      throw .weights(file: url.path, problem: "it is " + kind.advice(for: url, target: url))
    }
  }

  /// What torch.compile, DataParallel, FSDP and DeepSpeed put into names. "module" may be a part of a model's own
  /// names, but not the first.
  private static func unwrapped(_ name: String, alsoModel: Bool) -> (name: String, removed: [String]) {
    guard name.contains("_") || name.hasPrefix("mod") else { return (name, []) }
    let wrappers: Set = ["_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module"]
    var (kept, removed) = ([Substring](), [String]())
    for part in name.split(separator: ".", omittingEmptySubsequences: false) {
      let isFirst = kept.isEmpty && (part == "module" || alsoModel && part == "model")
      if isFirst || wrappers.contains(String(part)) { removed.append(String(part)) } else { kept.append(part) }
    }
    return kept.isEmpty ? (name, []) : (kept.joined(separator: "."), removed)
  }
}

// MARK: - Tensors by name

extension WeightFiles {
  func contains(_ name: String) -> Bool { places[name] != nil }

  func shape(of name: String) -> [Int]? { places[name].flatMap { try? files[$0.file].shape(of: $0.name) } }

  func type(of name: String) -> SafetensorsType? { places[name].flatMap { try? files[$0.file].type(of: $0.name) } }

  /// That weights of double precision are rounded to single; none where there are none.
  var roundingNotes: [String] {
    let count = names.count { type(of: $0) == .float64 }
    let which = count == names.count ? "the tensors are" : "\(count) of \(names.count) tensors are"
    return count == 0 ? [] : [which + " in F64 and rounded to F32; seqlab forward --double keeps them as they are"]
  }

  /// The path of the file that a tensor is in.
  func path(of name: String) -> String { places[name].map { files[$0.file].path } ?? path }

  /// The name in the file.
  func storedName(_ name: String) -> String { places[name]?.name ?? name }

  /// Whether two tensors hold the same values.
  func areEqual(_ first: String, _ second: String) -> Bool {
    guard let one = places[first], let other = places[second], shape(of: first) == shape(of: second) else {
      return false
    }
    if type(of: first) == type(of: second) {
      return (try? files[one.file].isEqual(one.name, to: other.name, of: files[other.file])) ?? false
    }
    return (try? files[one.file].doubles(one.name)) == (try? files[other.file].doubles(other.name))
  }

  /// Writes a tensor's values, row-major, to memory that has room for them.
  func read<Scalar: BinaryFloatingPoint>(
    _ name: String, into memory: UnsafeMutableBufferPointer<Scalar>
  ) throws(CheckpointError) {
    guard let place = places[name] else { throw .tensors(.noSuchTensor(file: path, tensor: name)) }
    do { try files[place.file].read(place.name, into: memory) } catch { throw .tensors(error) }
  }

  /// Takes other names for some tensors.
  func renamed(_ newName: (String) -> String) throws(CheckpointError) -> WeightFiles {
    try WeightFiles(renaming: self, newName)
  }

  private init(renaming old: WeightFiles, _ newName: (String) -> String) throws(CheckpointError) {
    var places: [String: (file: Int, name: String)] = [:]
    for (name, place) in old.places {
      guard places.updateValue(place, forKey: newName(name)) == nil else {
        throw .weights(file: old.path, problem: "two tensors stand for '\(printable(newName(name)))'")
      }
    }
    (path, files, notes) = (old.path, old.files, old.notes)
    self.places = places
    names = places.keys.sorted()
  }
}
