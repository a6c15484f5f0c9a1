// What a folder holds that should have been a checkpoint, in words that say what to do.

import Foundation
import LabErrors

/// The names in a folder, looked through for what a user may have meant.
struct FolderContents {
  let folder: URL
  let names: [String]

  init(_ folder: URL) {
    self.folder = folder
    names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private var weights: URL { folder.appendingPathComponent(Checkpoint.weightsName) }

  /// Files that torch.save writes, those of transformers first.
  private var pyTorchFiles: [String] {
    let endings = [".bin", ".pt", ".pth", ".ckpt"]
    return names.filter { name in endings.contains { name.lowercased().hasSuffix($0) } }
      .filter { !$0.hasPrefix("training_args") && !$0.hasPrefix("optimizer") && !$0.hasPrefix("scheduler") }
      .sorted { ($0.hasPrefix("pytorch_model") ? 0 : 1, $0) < ($1.hasPrefix("pytorch_model") ? 0 : 1, $1) }
  }

  /// Why there are no weights to open.
  var missingWeights: CheckpointError {
    if names.contains("pytorch_model.bin.index.json") {
      return lacksWeights(
        "it has PyTorch's shards (pytorch_model.bin.index.json); load the model with transformers and "
          + "save_pretrained it, which writes safetensors")
    }
    if let name = pyTorchFiles.first {
      let file = folder.appendingPathComponent(name)
      if case .lfsPointer? = ForeignFile(at: file) {
        return lacksWeights("its \(printable(name)) is " + (ForeignFile(at: file)?.words ?? ""))
      }
      return lacksWeights(
        "it has \(printable(name)), which torch.save writes; convert that with: "
          + ForeignFile.conversion(of: file, to: weights))
    }
    let others = names.filter { $0.hasSuffix(".safetensors") && $0 != Checkpoint.optimizerName }
    if others.contains(where: { $0.hasPrefix("adapter_") }) {
      return lacksWeights("it has an adapter (LoRA) alone; merge it with its model first (merge_and_unload of peft)")
    }
    if others.count > 1 {
      return lacksWeights(
        "it has \(others.count) other safetensors files, but no \(WeightFiles.indexName); download that, too")
    }
    if let other = others.first {
      return lacksWeights(
        "it has \(printable(other)); if that holds the weights, give it the name \(Checkpoint.weightsName)")
    }
    for (ending, what) in [
      (".h5", "weights of TensorFlow"), (".msgpack", "weights of Flax"), (".gguf", "a GGUF file of llama.cpp"),
      (".onnx", "an ONNX graph"), (".data-00000-of-00001", "a checkpoint of TensorFlow"),
    ] {
      guard let name = names.first(where: { $0.hasSuffix(ending) }) else { continue }
      return lacksWeights("it has \(printable(name)), \(what), which is not read here; export the model as safetensors")
    }
    return elsewhere ?? .missing(path: weights.path)
  }

  /// Why there is no config.json to read.
  var missingConfiguration: CheckpointError {
    let file = folder.appendingPathComponent(Checkpoint.configurationName)
    guard names.contains(Checkpoint.weightsName) || names.contains(WeightFiles.indexName) else {
      if case .missing = missingWeights { return elsewhere ?? .missing(path: file.path) }
      return missingWeights
    }
    guard let files = try? WeightFiles(in: folder), let guess = TensorFamily(files).configuration else {
      return .missing(path: file.path)
    }
    return .noConfiguration(path: file.path, suggestion: guess)
  }

  /// A checkpoint in a folder below, which may have been meant.
  private var elsewhere: CheckpointError? {
    let places = names.flatMap { name -> [String] in
      guard name == "snapshots" else { return [name] }
      return FolderContents(folder.appendingPathComponent(name)).names.map { "snapshots/" + $0 }
    }
    guard
      let place = places.first(where: {
        FileManager.default.fileExists(
          atPath: folder.appendingPathComponent($0).appendingPathComponent(Checkpoint.configurationName).path)
      })
    else { return nil }
    return .lacks(
      folder: folder.path, what: Checkpoint.configurationName, hint: "did you mean its folder \(printable(place))?")
  }

  private func lacksWeights(_ hint: String) -> CheckpointError {
    .lacks(folder: folder.path, what: Checkpoint.weightsName, hint: hint)
  }
}
