// What models write, and how they fill blanks, shown with models small enough to compute everything twice.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing
import Transformer

/// Models with their first values; nothing is trained.
struct TinyModel: Sendable, CustomTestStringConvertible {
  let identifier: String
  var positions = PositionEncoding.learned
  var context = 12

  var testDescription: String { "\(identifier), \(positions.rawValue), context \(context)" }

  func made() throws -> (any SequenceModel, Parameters<Float>) {
    let type = try #require(ModelCatalog.models.first { $0.identifier == identifier })
    let model = try type.init(
      ModelConfiguration(
        vocabularySize: 9, width: 8, layerCount: 2, headCount: 2, contextLength: context, positions: positions))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 5)
    // First values of a Transformer say nearly the same of every token; larger ones are easier to tell apart.
    for parameter in model.parameters.parameters where parameter.decays {
      var values = parameters[parameter]
      values.withUnsafeMutableScalars { for index in $0.indices { $0[index] *= 4 } }
      parameters[parameter] = values
    }
    return (model, parameters)
  }

  static let causal = [
    TinyModel(identifier: "rnn"), TinyModel(identifier: "lstm"), TinyModel(identifier: "transformer"),
    TinyModel(identifier: "transformer", positions: .rotary), TinyModel(identifier: "transformer", positions: .alibi),
  ]
  static let bidirectional = [TinyModel(identifier: "birnn"), TinyModel(identifier: "transformer-bidirectional")]
}

@Suite("Generation")
struct GenerationTests {
  let prompt: [Int32] = [3, 1, 4]

  /// The likeliest token after a text, from one pass over all of it.
  private func greedy(_ model: any SequenceModel, _ parameters: Parameters<Float>, after text: [Int32]) -> Int32 {
    let tape = Tape(parameters, recordsGradients: false)
    let logits = model.logits(TokenBatch(text), on: tape).value.scalars.suffix(9)
    return Int32(Array(logits).indices.max { Array(logits)[$0] < Array(logits)[$1] } ?? 0)
  }

  @Test("greedy stepping gives the same tokens as repeated passes over the whole text", arguments: TinyModel.causal)
  func stepsEqualWholePasses(_ tiny: TinyModel) throws {
    let (model, parameters) = try tiny.made()
    let generator = try Generator(model, parameters: parameters)
    let stepped = try generator.tokens(after: prompt, count: 9, settings: SamplingSettings(topK: 1))
    var text = prompt
    for _ in 0..<9 { text.append(greedy(model, parameters, after: text)) }
    #expect(stepped == Array(text.dropFirst(3)))
  }

  @Test("The time is told for all tokens that are read and written", arguments: TinyModel.causal)
  func expectedTime(_ tiny: TinyModel) throws {
    let (model, parameters) = try tiny.made()
    let generator = try Generator(model, parameters: parameters)
    let few = try generator.expectedSeconds(after: prompt, count: 10)
    let many = try generator.expectedSeconds(after: prompt, count: 100_000)
    #expect(few > 0 && many > 100 * few && many.isFinite)
    #expect(throws: GenerationError.nothingBefore) { try generator.expectedSeconds(after: [], count: 1) }
  }

  /// A model that is not read step by step, as one from a template or a lesson.
  private struct Stateless: SequenceModel {
    static let identifier = "stateless"
    static let summary = "a Transformer without a cache"
    static let sight = Sight.left
    let base: any SequenceModel

    init(_ base: any SequenceModel) { self.base = base }
    init(_ configuration: ModelConfiguration) throws(ConfigurationError) { base = try TransformerModel(configuration) }

    var configuration: ModelConfiguration { base.configuration }
    var parameters: ParameterLayout { base.parameters }
    var head: OutputHead { base.head }
    var longestSequence: Int? { base.longestSequence }

    func features<S>(
      of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
    ) -> SequenceFeatures<S> { base.features(of: tokens, phase: phase, on: tape) }
  }

  @Test("a model without a state reads all anew, and of what is too long for it the end", arguments: [12, 6])
  func withoutState(_ context: Int) throws {
    let (model, parameters) = try TinyModel(identifier: "transformer", context: context).made()
    let new = try Generator(Stateless(model), parameters: parameters).tokens(
      after: prompt, count: 9, settings: SamplingSettings(topK: 1))
    var text = prompt
    for _ in 0..<9 { text.append(greedy(model, parameters, after: text.suffix(context))) }
    #expect(new == Array(text.dropFirst(3)))
  }

  @Test("a full context is read again from its last half")
  func rereadsHalf() throws {
    let (model, parameters) = try TinyModel(identifier: "transformer", context: 6).made()
    let stepped = try Generator(model, parameters: parameters).tokens(
      after: prompt, count: 10, settings: SamplingSettings(topK: 1))
    #expect(stepped.count == 10)
    var (text, window) = (prompt, prompt)
    for _ in 0..<10 {
      if window.count > 6 { window = text.suffix(3) }
      text.append(greedy(model, parameters, after: window))
      window.append(text[text.count - 1])
    }
    #expect(stepped == Array(text.dropFirst(3)))
  }

  @Test("a prompt longer than the context is read from its end", arguments: [1, 2, 5])
  func longPrompt(_ context: Int) throws {
    let (model, parameters) = try TinyModel(identifier: "transformer", context: context).made()
    let long: [Int32] = [0, 1, 2, 3, 4, 5, 6, 7, 6, 5]
    let generator = try Generator(model, parameters: parameters)
    let token = try generator.tokens(after: long, count: 1, settings: SamplingSettings(topK: 1))
    #expect(token == [greedy(model, parameters, after: long.suffix(context))])
  }

  @Test("equal seeds give equal texts, other seeds others", arguments: TinyModel.causal)
  func seeds(_ tiny: TinyModel) throws {
    let (model, parameters) = try tiny.made()
    let generator = try Generator(model, parameters: parameters)
    func text(_ seed: UInt64) throws -> [Int32] {
      try generator.tokens(after: prompt, count: 40, settings: SamplingSettings(temperature: 2, seed: seed))
    }
    #expect(try text(1) == text(1))
    #expect(try text(1) != text(2))
  }

  @Test(
    "a low temperature, or none, one candidate, or a small probability mass make drawing greedy",
    arguments: TinyModel.causal)
  func greedyLimits(_ tiny: TinyModel) throws {
    let (model, parameters) = try tiny.made()
    let generator = try Generator(model, parameters: parameters)
    let settings = [
      SamplingSettings(temperature: 3, topK: 1, seed: 9), SamplingSettings(temperature: 1e-6, seed: 9),
      SamplingSettings(temperature: 3, topP: 1e-9, seed: 9), SamplingSettings(temperature: 0, seed: 9),
      SamplingSettings(temperature: 0, topK: 3, topP: 0.9, seed: 1),
    ]
    let texts = try settings.map { try generator.tokens(after: prompt, count: 8, settings: $0) }
    for text in texts { #expect(text == texts[0]) }
  }

  @Test("of k likeliest and of a probability mass, what may be drawn is what sorting all of the vocabulary tells")
  func cuts() {
    var generator = SeededGenerator(seed: 4, stream: "cuts")
    for count in [1, 2, 7, 300] {
      // Few different values: many are equal.
      let logits = (0..<count).map { _ in Float(generator.index(below: 40)) / 8 }
      let powers = logits.map { exp(Double($0) / 0.7) }
      let order = logits.indices.filter { $0 != 3 }.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
      for topK in [nil, 1, 2, 10, 299, 300, 1000] {
        for topP in [nil, 1e-9, 0.3, 0.9, 1] where topK != nil || topP != nil {
          var kept = Array(order.prefix(topK ?? count))
          if let topP {
            let total = kept.reduce(0) { $0 + powers[$1] }
            var sum = 0.0
            kept = Array(
              kept.prefix { token in
                defer { sum += powers[token] }
                return sum == 0 || sum < topP * total * (1 - 1e-12)
              })
          }
          let total = kept.reduce(0) { $0 + powers[$1] }
          let found = Distribution.candidates(
            logits, SamplingSettings(temperature: 0.7, topK: topK, topP: topP), excluding: [3])
          let difference = zip(found, kept).map { abs($0.probability - powers[$1] / total) }.max() ?? 0
          #expect(found.map { Int($0.token) } == kept && difference < 1e-12, "\(count), \(topK ?? 0), \(topP ?? 0)")
        }
      }
    }
    let coldest = Distribution.candidates(
      [1, 3, 2], SamplingSettings(temperature: 1e-310, topK: 2), excluding: [])
    #expect(coldest.map(\.probability) == [1, 0])
  }

  @Test("the stop token ends a text, and excluded tokens never come")
  func stopAndExclusion() throws {
    let (model, parameters) = try TinyModel(identifier: "lstm").made()
    let generator = try Generator(model, parameters: parameters)
    let settings = SamplingSettings(temperature: 5, seed: 3)
    let free = try generator.tokens(after: prompt, count: 200, settings: settings, excluding: [8, 2])
    #expect(free.count == 200 && !free.contains(8) && !free.contains(2))
    let stop = free[5]
    let stopped = try generator.tokens(after: prompt, count: 200, settings: settings, stop: stop, excluding: [8, 2])
    #expect(stopped == Array(free.prefix { $0 != stop }))
  }

  @Test("what sees both sides cannot continue a text, and nothing cannot be continued")
  func refusals() throws {
    for tiny in TinyModel.bidirectional {
      let (model, parameters) = try tiny.made()
      #expect(throws: GenerationError.cannotContinue(model: tiny.identifier)) {
        try Generator(model, parameters: parameters)
      }
    }
    let (model, parameters) = try TinyModel(identifier: "rnn").made()
    let generator = try Generator(model, parameters: parameters)
    #expect(throws: GenerationError.nothingBefore) {
      try generator.tokens(after: [], count: 1, settings: SamplingSettings())
    }
  }

  @Test("damaged weights are named, not drawn from")
  func notFinite() throws {
    let (model, parameters) = try TinyModel(identifier: "lstm").made()
    let first = model.parameters.parameters[0]
    parameters[first] = Tensor(repeating: .nan, shape: first.shape)
    let generator = try Generator(model, parameters: parameters)
    #expect(throws: GenerationError.notFinite(model: "lstm")) {
      try generator.tokens(after: prompt, count: 1, settings: SamplingSettings())
    }
  }
}

@Suite("Filling blanks")
struct BlankFillerTests {
  let text: [Int32] = [3, 8, 4, 1, 8, 2]

  @Test(
    "the probabilities of all candidates sum to 1, the likeliest first",
    arguments: TinyModel.causal + TinyModel.bidirectional)
  func probabilities(_ tiny: TinyModel) throws {
    let (model, parameters) = try tiny.made()
    let fillings = try BlankFiller(model, parameters: parameters, blank: 8).fill(text, start: nil)
    #expect(fillings.map(\.position) == [1, 4])
    for filling in fillings {
      #expect(abs(filling.candidates.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
      #expect(Set(filling.candidates.map(\.token)) == Set(0..<8))
      #expect(zip(filling.candidates, filling.candidates.dropFirst()).allSatisfy { $0.probability >= $1.probability })
    }
  }

  @Test(
    "the right side matters to a model that sees both, and only to it",
    arguments: TinyModel.causal + TinyModel.bidirectional)
  func rightSide(_ tiny: TinyModel) throws {
    let (model, parameters) = try tiny.made()
    let filler = BlankFiller(model, parameters: parameters, blank: 8)
    let first = try filler.fill([3, 1, 8, 4, 2], start: 0)
    let second = try filler.fill([3, 1, 8, 7, 2], start: 0)
    #expect((first == second) == (model.sight == .left))
  }

  @Test("a left-to-right model needs something to the left, and learned positions have an end")
  func refusals() throws {
    let (rnn, rnnParameters) = try TinyModel(identifier: "rnn").made()
    #expect(throws: GenerationError.nothingBefore) {
      try BlankFiller(rnn, parameters: rnnParameters, blank: 8).fill([8, 1], start: nil)
    }
    let long = Array(repeating: Int32(1), count: 20) + [8]
    let (both, bothParameters) = try TinyModel(identifier: "transformer-bidirectional").made()
    #expect(throws: GenerationError.tooLong(model: "transformer-bidirectional", tokens: 21, limit: 12)) {
      try BlankFiller(both, parameters: bothParameters, blank: 8).fill(long, start: nil)
    }
    let (left, leftParameters) = try TinyModel(identifier: "transformer").made()
    #expect(try BlankFiller(left, parameters: leftParameters, blank: 8).fill(long, start: nil).count == 1)
  }
}
