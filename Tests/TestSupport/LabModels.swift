// The models that the lab comes with: most tests of the lab run with these, whatever was added.

import ModelCatalog
import SequenceKit

/// The lab's own models. Added ones have to satisfy the contract, and no more.
package enum LabModels {
  package static let identifiers = ["rnn", "birnn", "lstm", "gru", "transformer", "transformer-bidirectional"]
  package static let all = ModelCatalog.models.filter { identifiers.contains($0.identifier) }

  /// Models of the catalogue that were added to these.
  package static var others: [String] { ModelCatalog.identifiers.filter { !identifiers.contains($0) } }
}
