// The models that the lab knows. A new model is imported and listed here.

import BidirectionalRNN
import GRU
import LSTM
import SequenceKit
import Transformer
import VanillaRNN

/// The models of the lab, in the order in which reports show them.
public enum ModelCatalog {
  /// Every model, by its type. A new one is one more line here.
  public static let models: [any SequenceModel.Type] = [
    VanillaRNNModel.self,
    BidirectionalRNNModel.self,
    LSTMModel.self,
    GRUModel.self,
    TransformerModel.self,
    BidirectionalTransformerModel.self,
  ]

  /// The model that the others are matched to in size.
  public static let reference: any SequenceModel.Type = TransformerModel.self

  /// Models that need to be told where a token stands.
  public static var positional: [any SequenceModel.Type] { models.filter { $0.settings.contains(.positions) } }

  /// The names that models go by.
  public static var identifiers: [String] { models.map { $0.identifier } }

  /// The model of a name, or nil.
  public static func model(_ identifier: String) -> (any SequenceModel.Type)? {
    models.first { $0.identifier == identifier }
  }
}
