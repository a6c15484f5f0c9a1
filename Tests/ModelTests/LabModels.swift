// The models that the lab comes with: some tests ask more of them than of one that was added.

import ModelCatalog

/// The lab's own models, of which closed formulas and PyTorch's numbers are known. One of another kind may be built otherwise.
enum LabModels {
  static let identifiers = ["rnn", "birnn", "lstm", "gru", "transformer", "transformer-bidirectional"]

  /// Models of the catalogue that were added to these.
  static var others: [String] { ModelCatalog.identifiers.filter { !identifiers.contains($0) } }
}
