// The names of models, for people.

import LabKit

/// Names that people use.
enum ModelName {
  /// A short name for a label.
  static func short(_ id: String) -> String {
    switch id {
    case "rnn": "RNN"
    case "birnn": "bi-RNN"
    case "lstm": "LSTM"
    case "transformer": "Transformer"
    case "transformer-bidirectional": "bi-Transformer"
    default: TextWidth.cut(id, to: 18)
    }
  }
}
