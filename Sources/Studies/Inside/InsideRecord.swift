// What goes on inside a model while it reads sentences: attention, gates and states.

import LabResults

/// What one trained model does with the sentences.
public struct InsideRecord: Codable, Equatable, Sendable {
  /// The seed it was trained with.
  public var seed: UInt64
  /// What it does with each sentence, in their order.
  public var readings: [Reading]
  /// How much of a head's attention goes to what settles the next token, over the windows; none for models without attention, or a text.
  public var sources: [Source]
  /// How much of what is bounded is at its bounds, over the windows.
  public var saturation: [Saturation]

  /// What the model has none of is empty.
  public init(seed: UInt64, readings: [Reading], sources: [Source] = [], saturation: [Saturation] = []) {
    (self.seed, self.readings, self.sources, self.saturation) = (seed, readings, sources, saturation)
  }

  /// What goes on while a sentence is read.
  public struct Reading: Codable, Equatable, Sendable {
    /// The probability that the model gives the answer.
    public var probability: Double
    /// The likeliest token.
    public var guess: String
    /// Attention heads, layer by layer; none for models without attention.
    public var heads: [Head]
    /// Gates of the top recurrent layer; null for models without.
    @ExplicitNull public var gates: Gates?
    /// The states of the top recurrent layer where there are no gates: one entry, or one for each direction.
    public var states: [States]

    /// What the model has none of is empty or nil.
    public init(
      probability: Double, guess: String, heads: [Head] = [], gates: Gates? = nil, states: [States] = []
    ) {
      (self.probability, self.guess, self.heads, self.states) = (probability, guess, heads, states)
      _gates = ExplicitNull(wrappedValue: gates)
    }
  }

  /// A head's attention to what settles the next token.
  public struct Source: Codable, Equatable, Sendable {
    /// From 1 on.
    public var layer, head: Int
    /// The mean share that goes from the last token of a window to the one that settles what follows.
    public var share: Double
    /// Whether no token attends to a later one.
    public var isCausal: Bool

    /// - Parameter share: In 0...1.
    public init(layer: Int, head: Int, share: Double, isCausal: Bool) {
      (self.layer, self.head, self.share, self.isCausal) = (layer, head, share, isCausal)
    }
  }

  /// An attention head.
  public struct Head: Codable, Equatable, Sendable {
    /// From 1 on.
    public var layer, head: Int
    /// How each word of the sentence, a row, shares out its attention to all words. A causal head's rows end with the word itself.
    public var weights: NumberTable

    /// Whether no word attends to a later one.
    public var isCausal: Bool { weights.rows.first?.count == 1 }

    /// - Parameter weights: A row for each word of the sentence.
    public init(layer: Int, head: Int, weights: NumberTable) {
      (self.layer, self.head, self.weights) = (layer, head, weights)
    }
  }

  /// The gates of a layer over the sentence: what lies between 0, which lets nothing through, and 1.
  public struct Gates: Codable, Equatable, Sendable {
    /// As the model's cell calls them.
    public var names: [String]
    /// A row for each gate: the mean over all units at each word.
    public var means: NumberTable
    /// The gate that is shown unit by unit.
    public var shown: String
    /// Units of the layer, and those of them whose mean of the shown gate is above 0.9.
    public var unitCount, longUnitCount: Int
    /// Some units, by number from 1 on, evenly spread over all as ordered by their mean of the shown gate, the highest first.
    public var units: [Int]
    /// Their shown gate at each word, a row for each.
    public var values: NumberTable

    /// `means` has a row for each of `names`, `values` one for each of `units`.
    public init(
      names: [String], means: NumberTable, shown: String, unitCount: Int, longUnitCount: Int, units: [Int],
      values: NumberTable
    ) {
      (self.names, self.means, self.shown) = (names, means, shown)
      (self.unitCount, self.longUnitCount, self.units, self.values) = (unitCount, longUnitCount, units, values)
    }
  }

  /// The states of a layer over the sentence.
  public struct States: Codable, Equatable, Sendable {
    /// Whether time runs from the last word, which is then the answer, to the first.
    public var isReversed: Bool
    /// Units of the layer.
    public var unitCount: Int
    /// The mean of |h_t − h_{t−1}| over all units and words.
    public var meanChange: Double
    /// Some units, by number from 1 on, evenly spread over all as ordered by how much they change from word to word, the steadiest first.
    public var units: [Int]
    /// Their states after each word, a row for each.
    public var values: NumberTable

    /// `values` has a row for each of `units`.
    public init(isReversed: Bool, unitCount: Int, meanChange: Double, units: [Int], values: NumberTable) {
      (self.isReversed, self.unitCount, self.meanChange) = (isReversed, unitCount, meanChange)
      (self.units, self.values) = (units, values)
    }
  }

  /// The share of values near either bound, over all units and tokens of the windows: where they are, slopes vanish.
  public struct Saturation: Codable, Equatable, Sendable {
    /// What is bounded: "forget gate", "state".
    public var name: String
    /// Shares below 0.1 and above 0.9 for gates, which lie between 0 and 1; below −0.99 and above 0.99 for the others, which
    /// lie between −1 and 1.
    public var low, high: Double
    /// Whether the values lie between 0 and 1.
    public var isGate: Bool

    /// - Parameters:
    ///   - low: In 0...1.
    ///   - high: In 0...1.
    public init(name: String, low: Double, high: Double, isGate: Bool) {
      (self.name, self.low, self.high, self.isGate) = (name, low, high, isGate)
    }
  }
}
