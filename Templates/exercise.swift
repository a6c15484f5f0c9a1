// Made by ./lab new-model; while this line is here, ./lab remove-model takes the model away again.

import NeuralLayers
import SequenceKit
import TensorCore

/// A stack of __NAME__ layers; see `RecurrentStack` for what is around the cell.
public struct __NAME__Model: RecurrentModel {
  public static let identifier = "__IDENTIFIER__"
  public static let name = "__NAME__"
  public static let summary = "__NAME__: a cell that was written in a lesson"

  public let stack: RecurrentStack<__NAME__Cell>

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(__NAME__Cell(), configuration)
  }
}
