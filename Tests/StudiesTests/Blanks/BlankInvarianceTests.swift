// Whether what follows a blank moves a model's logits there: exactly not, for a model that reads from left to right.

import Corpora
import Foundation
import LabKit
import NeuralLayers
import SequenceKit
import Studies
import TensorCore
import TestSupport
import Testing
import Transformer

@Suite("What follows a blank")
struct BlankInvarianceTests {
  /// The largest change of a logit at a blank, by model, with random weights.
  private func changes(_ types: [any SequenceModel.Type], _ corpus: Corpus, length: Int = 64) throws -> [String: Double]
  {
    let checkpoints = try types.map { type in
      let model = try type.init(SmallCorpus.configuration(corpus, length: length))
      return (model: model, parameters: Parameters<Float>(initializing: model.parameters, seed: 5))
    }
    let trained = try TrainedModels(checkpoints, corpus: corpus, threads: 2)
    let json = try StudyJSON.run("blanks", of: StudySubject(tiny: types, trained: trained))
    return try #require((json["record"] as? [String: Any])?["changes"] as? [String: Double])
  }

  @Test("not a bit of a causal model's logits moves, those of every other do; on stories as on a text")
  func invariance() throws {
    for corpus in [try SmallCorpus.stories(train: 500, test: 1000), try SmallCorpus.characters()] {
      let changes = try changes(LabModels.all, corpus)
      #expect(changes.count == LabModels.all.count)
      for type in LabModels.all {
        let change = try #require(changes[type.identifier])
        if type.sight == .left { #expect(change == 0, "\(type.identifier)") }
        if type.sight != .left { #expect(change > 1e-4 && change.isFinite, "\(type.identifier): \(change)") }
      }
    }
  }

  @Test("models that can read few tokens are asked with few", arguments: [3, 10])
  func short(length: Int) throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 1000)
    #expect(try changes(LabModels.all, corpus, length: 2).isEmpty, "a blank has nothing on either side")
    let changes = try changes(LabModels.all, corpus, length: length)
    for type in LabModels.all {
      #expect((try #require(changes[type.identifier]) > 0) == (type.sight != .left), "\(type.identifier)")
    }
  }

  @Test("a model that says it is causal and is not, is found out")
  func cheat() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 1000)
    #expect(try #require(try changes([LookingAhead.self], corpus)["ahead"]) > 1e-4)
    #expect(try changes([LinearModel.self], corpus)["linear"] == 0)
  }
}

/// A planted mistake: claims to read from left to right, but attends to the whole input.
private struct LookingAhead: SequenceModel {
  static let identifier = "ahead"
  static let summary = "a model that cheats"
  static let sight = Sight.left
  private let inner: any SequenceModel
  var configuration: ModelConfiguration { inner.configuration }
  var parameters: ParameterLayout { inner.parameters }
  var head: OutputHead { inner.head }

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    inner = try BidirectionalTransformerModel(configuration)
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    inner.features(of: tokens, state: &state, phase: phase, on: tape)
  }
}
