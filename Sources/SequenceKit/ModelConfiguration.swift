// What a model is built from: sizes and options, and what can be wrong with them.

import NeuralLayers

/// How a Transformer knows positions.
public enum PositionEncoding: String, Codable, CaseIterable, Sendable {
  /// A trained vector for each position, added to the embedding.
  case learned
  /// Sines and cosines, added to the embedding (Vaswani et al. 2017).
  case sinusoidal
  /// Queries and keys turned by an angle that grows with position (Su et al. 2021).
  case rotary
  /// A penalty on scores that grows with distance (Press et al. 2022).
  case alibi
  /// Nothing: without a causal mask, the order of tokens is then lost.
  case none
}

/// Sizes and options of a model. Each model uses those that concern it.
public struct ModelConfiguration: Equatable, Sendable {
  /// V: token numbers are below it.
  public var vocabularySize: Int
  /// The width of embeddings and of hidden states.
  public var width: Int
  /// Layers, one above the other; in both directions, those of each.
  public var layerCount: Int
  /// Attention heads; the width is a multiple of it.
  public var headCount: Int
  /// The longest sequence that is trained on; for learned positions also the longest that can be read.
  public var contextLength: Int
  /// Whose weights the output head has.
  public var head: HeadKind
  /// How a Transformer knows positions; recurrent models know them anyway.
  public var positions: PositionEncoding
  /// The first value of an LSTM's forget bias.
  public var forgetBias: Double
  /// The probability of dropout on embeddings and between layers, in training.
  public var dropout: Double
  /// What stands between the two maps of a Transformer's network.
  public var activation: Activation
  /// The ε of a Transformer's layer normalisations.
  public var normEpsilon: Double
  /// What a Transformer's network widens to; nil: four times the width.
  public var innerWidth: Int?

  /// Takes any numbers; models check them with `validate`.
  public init(
    vocabularySize: Int, width: Int, layerCount: Int = 1, headCount: Int = 1, contextLength: Int,
    head: HeadKind = .usual, positions: PositionEncoding = .learned, forgetBias: Double = 1, dropout: Double = 0,
    activation: Activation = .gelu, normEpsilon: Double = LayerNorm.usualEpsilon, innerWidth: Int? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.contextLength = contextLength
    self.head = head
    self.positions = positions
    self.forgetBias = forgetBias
    self.dropout = dropout
    self.activation = activation
    self.normEpsilon = normEpsilon
    self.innerWidth = innerWidth
  }

  /// Checks what holds for every model.
  public func validate() throws(ConfigurationError) {
    // The upper bounds keep a hostile checkpoint from asking for absurd amounts of memory.
    let sizes = [
      ("vocabulary size", vocabularySize, 10_000_000), ("width", width, 65_536), ("number of layers", layerCount, 1024),
      ("number of heads", headCount, 65_536), ("context length", contextLength, 16_777_216),
      ("inner width", innerWidth ?? 1, 262_144),
    ]
    for (name, value, bound) in sizes where value < 1 || value > bound {
      throw ConfigurationError("the \(name) must be between 1 and \(bound), not \(value)")
    }
    guard vocabularySize * width < 1 << 31 else {
      throw ConfigurationError("a vocabulary of \(vocabularySize) at width \(width) is too large")
    }
    // A context of keys and values in every layer; unlike the weights, nothing in a file says how large it may be.
    guard 2 * contextLength * width * layerCount <= 1 << 30 else {
      throw ConfigurationError(
        "a context of \(contextLength) at width \(width) in \(layerCount) layers takes too much memory: context, width and "
          + "number of layers multiplied must be at most \(1 << 29)")
    }
    guard dropout >= 0 && dropout < 1 else {
      throw ConfigurationError("the dropout probability must be at least 0 and below 1, not \(dropout)")
    }
    guard normEpsilon.isFinite, normEpsilon >= 0 else {
      throw ConfigurationError("the ε of layer normalisation must be a number of at least 0, not \(normEpsilon)")
    }
    guard forgetBias.isFinite else { throw ConfigurationError("the forget bias must be a finite number") }
  }
}

/// A configuration that no model can be built from. The message says which setting is wrong and what it may be.
public struct ConfigurationError: Error, Equatable {
  /// One line for people, without a final full stop.
  public let message: String

  /// An error with a line that says which setting is wrong.
  public init(_ message: String) { self.message = message }
}
