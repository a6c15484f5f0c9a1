// PyTorch's recurrent networks under names that others gave to their parts: rnn and encoder in place of core and embed.

import LabErrors
import TensorCore

/// What the parts of a recurrent language model are called in a file, where that is not what the lab calls them.
struct RecurrentNames {
  /// For each part of the lab's, what it is called in the file; a part of another name only.
  private let names: [(ours: String, theirs: String)]

  /// - Returns: nil if the file has no such network, if its names are the lab's, or if they do not show which part is
  ///   which.
  init?(_ files: WeightFiles) {
    guard let core = Self.core(in: files) else { return nil }
    var names: [(ours: String, theirs: String)] = core == "core" ? [] : [("core", core)]
    if !files.contains("embed.weight"), let name = Self.embedding(in: files) {
      names.append(("embed", String(name.dropLast(7))))
    }
    if !files.contains("head.weight"), let head = Self.only(of: Self.heads, in: files) { names.append(("head", head)) }
    guard !names.isEmpty else { return nil }
    self.names = names
  }

  /// Whether a layout has these parts under the lab's names.
  func suit(_ layout: ParameterLayout) -> Bool {
    let needed = Set(layout.parameters.flatMap(\.checkpoint.names))
    return needed.contains("core.weight_ih_l0") && needed.contains("embed.weight")
  }

  /// The file's name for the weights of one of the lab's parts.
  func weight(of part: String) -> String { (names.first { $0.ours == part }?.theirs ?? part) + ".weight" }

  /// The lab's name for a tensor of the file.
  func name(of tensor: String) -> String {
    for (ours, theirs) in names {
      if theirs.isEmpty, tensor.hasPrefix("weight_") || tensor.hasPrefix("bias_") { return ours + "." + tensor }
      if !theirs.isEmpty, tensor.hasPrefix(theirs + ".") { return ours + tensor.dropFirst(theirs.count) }
    }
    return tensor
  }

  /// What to tell of it.
  var note: String {
    "names of parts: " + names.map { "'\(printable($0.theirs))' is read as '\($0.ours)'" }.joined(separator: ", ")
  }

  /// What stands before `weight_ih_l0`, if that is there once.
  private static func core(in files: WeightFiles) -> String? {
    let ending = "weight_ih_l0"
    let found = files.names.filter { $0 == ending || $0.hasSuffix("." + ending) }
    return found.count == 1 ? String(found[0].dropLast(min(found[0].count, ending.count + 1))) : nil
  }

  /// The name of the embedding's table.
  static func embedding(in files: WeightFiles) -> String? {
    if files.contains("embed.weight") { return "embed.weight" }
    return only(of: embeddings, in: files).map { $0 + ".weight" }
  }

  private static let embeddings = [
    "embed", "embedding", "embeddings", "emb", "encoder", "wte", "token_embedding", "tok_emb", "word_embedding",
    "word_embeddings", "embedding_layer",
  ]
  private static let heads = [
    "head", "decoder", "fc", "linear", "out", "output", "output_layer", "proj", "lm_head", "classifier", "fc_out",
  ]

  /// The one of some names that has a matrix of weights; nil if several have, or none.
  private static func only(of names: [String], in files: WeightFiles) -> String? {
    let found = names.filter { files.shape(of: $0 + ".weight")?.count == 2 }
    return found.count == 1 ? found[0] : nil
  }
}
