// What goes on inside trained models while they read: attention, gates and states, seen on sentences and measured on a sample.

import Corpora
import LabKit
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

/// Lets models read the same sentences of a split, and the same windows of it, and looks inside.
///
/// A model that reads from left to right reads a sentence and predicts what follows. One that sees around a position reads the
/// answer as well, and predicts it from the left side; one that fills blanks reads a blank in its place.
public struct InsideView: Sendable {
  /// The sentences that are shown.
  public let sentences: [ExampleSentence]
  /// What the means are taken over.
  public let windows: InsideWindows
  private let sample: InsideSample
  private let split: Split
  private let tokenizer: Tokenizer
  private let threads: Int

  /// The most units whose gates or states are kept.
  static let unitCount = 32
  /// About so many tokens go through the model together.
  private static let tokensPerPass = 256

  /// - Parameters:
  ///   - windows: How many windows the means are taken over.
  ///   - length: The tokens in a row that models were trained on.
  ///   - threads: Windows are shared out to threads; the result does not depend on how many.
  /// - Throws: `CorpusError.tooShort`, if the split has not a window of tokens and one to follow.
  public init(
    _ split: Split, of corpus: Corpus, windows: Int, length: Int, threads: Int = ThreadTeam.availableCores
  ) throws(CorpusError) {
    let sample = try InsideSample(split, of: corpus, count: windows, length: length)
    (self.sample, self.split, self.threads, tokenizer) = (sample, split, threads, corpus.tokenizer)
    let distances = sample.windows.compactMap(\.distance)
    sentences = sample.sentences.map { ExampleSentence($0, of: split, in: corpus) }
    self.windows = InsideWindows(
      count: sample.windows.count, length: sample.windows[0].length,
      distances: distances.min().flatMap { least in distances.max().map { [least, $0] } })
  }

  /// What a model with some parameters does, as that of one seed; nil if something in it is not finite.
  /// - Complexity: A forward pass for each sentence and window, with whole attention matrices.
  public func record(_ model: any SequenceModel, parameters: Parameters<Float>, seed: UInt64) -> InsideRecord? {
    let tape = Tape(parameters, recordsGradients: false)
    tape.isObserved = true
    let sights = sample.sentences.map { look(at: [$0], model, on: tape) }
    let averages = averages(of: model, parameters)
    guard sights.allSatisfy(\.isFinite), averages.isFinite else { return nil }
    let isCausal = model.sight == .left
    return InsideRecord(
      seed: seed, readings: zip(sample.sentences, sights).map(reading),
      sources: averages.sources.enumerated().flatMap { layer, shares in
        shares.enumerated().map { .init(layer: layer + 1, head: $0 + 1, share: $1, isCausal: isCausal) }
      }, saturation: averages.saturation)
  }

  private func reading(_ sentence: SettledWindow, _ sight: Sight) -> InsideRecord.Reading {
    let words = sentence.length
    let heads = sight.attention.enumerated().flatMap { layer, table in
      (0..<table.shape[1]).map { head in
        InsideRecord.Head(
          layer: layer + 1, head: head + 1, weights: Self.weights(table, head: head, words: words))
      }
    }
    let guess = sight.probabilities.indices.max { sight.probabilities[$0] < sight.probabilities[$1] } ?? 0
    return InsideRecord.Reading(
      probability: sight.probabilities[Int(split.tokens[sentence.target])], guess: tokenizer.tokens[guess],
      heads: heads,
      gates: Self.gates(sight.gates, words: words),
      states: !sight.gates.isEmpty
        ? []
        : sight.states.map {
          Self.states(
            $0.values, isReversed: $0.isReversed, words: words, unitCount: Self.unitCount / sight.states.count)
        })
  }
}

// MARK: - Reading

extension InsideView {
  /// What there is to see while a model reads some windows of one length.
  private struct Sight {
    /// Of each layer: [B, heads, T, T].
    var attention: [Tensor<Float>]
    /// Of the top recurrent layer, under the labels that they are exposed with: [T, B, H] each.
    var gates: [(label: String, values: Tensor<Float>)]
    /// Of the top recurrent layer, forward and backward: [T, B, H].
    var states: [(values: Tensor<Float>, isReversed: Bool)]
    /// Of the token after the first window.
    var probabilities: [Double]

    var isFinite: Bool {
      probabilities.allSatisfy(\.isFinite)
        && (attention + gates.map(\.values) + states.map(\.values)).allSatisfy { tensor in
          tensor.withUnsafeScalars { $0.allSatisfy(\.isFinite) }
        }
    }
  }

  private func look(at windows: [SettledWindow], _ model: any SequenceModel, on tape: Tape<Float>) -> Sight {
    defer { tape.reset() }
    let tokens = windows.flatMap { window -> [Int32] in
      let left = Array(split.tokens[window.target - window.length..<window.target])
      return switch model.sight {
      case .left: left
      case .around: left + [split.tokens[window.target]]
      case .masked: left + [tokenizer.blankToken]
      }
    }
    let batch = TokenBatch(tokens, batchSize: windows.count, length: tokens.count / windows.count)
    let logits = model.head.logits(model.features(of: batch, on: tape).last(of: batch))
    let states = [(ExposedName.states, false), (.reversedStates, true)].compactMap { name, isReversed in
      tape.exposed(name).last?.first.map { (values: $0.value, isReversed: isReversed) }
    }
    let gates = zip(tape.exposedLabels(.gates).last ?? [], tape.exposed(.gates).last ?? [])
    return Sight(
      attention: tape.exposed(.attention).compactMap { $0.first?.value },
      gates: gates.map { (label: $0, values: $1.value) }, states: states,
      probabilities: Distribution.softmax(
        logits.withUnsafeScalars { $0.prefix(logits.shape.columns).map { Double($0) } })
    )
  }
}

// MARK: - Means over windows

extension InsideView {
  private struct Averages {
    /// Attention from a window's last token to its source, by layer and head; empty without attention or sources.
    var sources: [[Double]] = []
    var saturation: [InsideRecord.Saturation] = []

    var isFinite: Bool {
      sources.joined().allSatisfy(\.isFinite) && saturation.allSatisfy { $0.low.isFinite && $0.high.isFinite }
    }
  }

  private func averages(of model: any SequenceModel, _ parameters: Parameters<Float>) -> Averages {
    let windows = sample.windows
    let perPass = max(1, Self.tokensPerPass / self.windows.length)
    let passes = stride(from: 0, to: windows.count, by: perPass).map { $0..<min($0 + perPass, windows.count) }
    func observedTape() -> Tape<Float> {
      let tape = Tape(parameters, recordsGradients: false)
      tape.isObserved = true
      return tape
    }
    let parts = ThreadTeam(count: threads, for: passes.count).map(passes, worker: observedTape()) { tape, pass in
      let sight = look(at: Array(windows[pass]), model, on: tape)
      return (Self.averages(of: sight, windows[pass]), windows: pass.count)
    }
    return Self.mean(parts)
  }

  /// The mean of some means, weighted by how many windows each is over.
  private static func mean(_ parts: [(Averages, windows: Int)]) -> Averages {
    guard var result = parts.first?.0 else { return Averages() }
    let count = Double(parts.reduce(0) { $0 + $1.windows })
    func mean(_ value: (Averages) -> Double) -> Double {
      parts.reduce(0) { $0 + value($1.0) * Double($1.windows) } / count
    }
    for layer in result.sources.indices {
      for head in result.sources[layer].indices { result.sources[layer][head] = mean { $0.sources[layer][head] } }
    }
    for index in result.saturation.indices {
      result.saturation[index].low = mean { $0.saturation[index].low }
      result.saturation[index].high = mean { $0.saturation[index].high }
    }
    return result
  }

  /// The mean attention from each window's last token to its source, by layer and head; empty where a source is not known.
  private static func sources(of sight: Sight, _ windows: ArraySlice<SettledWindow>) -> [[Double]] {
    let sources = windows.compactMap(\.source)
    guard sources.count == windows.count else { return [] }
    return sight.attention.map { table in
      let (heads, length) = (table.shape[1], table.shape[2])
      return table.withUnsafeScalars { shares in
        (0..<heads).map { head in
          let ofWindows = sources.enumerated().map { window, source in
            Double(shares[((window * heads + head) * length + length - 1) * length + source])
          }
          return Statistics.mean(ofWindows)
        }
      }
    }
  }

  private static func averages(of sight: Sight, _ windows: ArraySlice<SettledWindow>) -> Averages {
    var saturation: [InsideRecord.Saturation] = []
    if !sight.gates.isEmpty {
      saturation = sight.gates.map { label, values in
        self.saturation(values, name: label, isGate: Self.gateName(label) != nil)
      }
    } else {
      saturation = sight.states.map {
        self.saturation($0.values, name: $0.isReversed ? "backward state" : "state", isGate: false)
      }
    }
    return Averages(sources: sources(of: sight, windows), saturation: saturation)
  }

  /// The name of a gate between 0 and 1; nil if the label is of something else.
  private static func gateName(_ label: String) -> String? {
    label.hasSuffix(" gate") ? String(label.dropLast(" gate".count)) : nil
  }

  /// The shares of values near their bounds.
  private static func saturation(_ tensor: Tensor<Float>, name: String, isGate: Bool) -> InsideRecord.Saturation {
    let (low, high): (Float, Float) = isGate ? (0.1, 0.9) : (-0.99, 0.99)
    var (below, above) = (0, 0)
    tensor.withUnsafeScalars { values in
      for value in values {
        if value < low { below += 1 } else if value > high { above += 1 }
      }
    }
    let count = Double(max(1, tensor.shape.count))
    return InsideRecord.Saturation(name: name, low: Double(below) / count, high: Double(above) / count, isGate: isGate)
  }
}

// MARK: - A sentence

extension InsideView {
  /// The attention of a head of the first sequence between the words of the sentence, without what comes after a word where
  /// nothing goes there. A blank that stands for the answer is left out.
  private static func weights(_ table: Tensor<Float>, head: Int, words: Int) -> NumberTable {
    let length = table.shape[2]
    let shares = table.scalars
    let rows = (0..<words).map { query in
      let start = (head * length + query) * length
      return shares[start..<start + length].map { Double($0) }
    }
    let isCausal = rows.enumerated().allSatisfy { query, row in row[(query + 1)...].allSatisfy { $0 == 0 } }
    return NumberTable(rows.enumerated().map { query, row in Array(row.prefix(isCausal ? query + 1 : words)) })
  }

  /// Values by unit and then by word. [units][words]
  private static func units(_ tensor: Tensor<Float>, words: Int) -> [[Double]] {
    let width = tensor.shape.columns
    return tensor.withUnsafeScalars { values in
      (0..<width).map { unit in (0..<words).map { Double(values[$0 * width + unit]) } }
    }
  }

  /// Some units, evenly spread over all in the order of a number, the least first.
  private static func spread(_ units: [[Double]], atMost count: Int, by number: ([Double]) -> Double) -> [Int] {
    let keys = units.map(number)
    let order = units.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    let count = min(count, order.count)
    guard count > 1 else { return Array(order.prefix(count)) }
    return (0..<count).map { order[$0 * (order.count - 1) / (count - 1)] }
  }

  /// Shown unit by unit is the gate that decides what stays, if one has such a name.
  private static func gates(_ all: [(label: String, values: Tensor<Float>)], words: Int) -> InsideRecord.Gates? {
    let gates = all.compactMap { gate in
      gateName(gate.label).map { (name: $0, units: units(gate.values, words: words)) }
    }
    guard let shown = gates.first(where: { ["forget", "update"].contains($0.name) }) ?? gates.first else { return nil }
    let chosen = spread(shown.units, atMost: unitCount) { -Statistics.mean($0) }
    return InsideRecord.Gates(
      names: gates.map(\.name),
      means: NumberTable(
        gates.map { gate in (0..<words).map { word in Statistics.mean(gate.units.map { $0[word] }) } }),
      shown: shown.name, unitCount: shown.units.count, longUnitCount: shown.units.count { Statistics.mean($0) > 0.9 },
      units: chosen.map { $0 + 1 }, values: NumberTable(chosen.map { shown.units[$0] }))
  }

  private static func states(
    _ tensor: Tensor<Float>, isReversed: Bool, words: Int, unitCount: Int
  ) -> InsideRecord.States {
    let units = units(tensor, words: words)
    func change(_ values: [Double]) -> Double {
      values.count < 2 ? 0 : Statistics.mean(zip(values, values.dropFirst()).map { abs($1 - $0) })
    }
    let chosen = spread(units, atMost: unitCount, by: change)
    return InsideRecord.States(
      isReversed: isReversed, unitCount: units.count, meanChange: Statistics.mean(units.map(change)),
      units: chosen.map { $0 + 1 },
      values: NumberTable(chosen.map { units[$0] }))
  }
}
