// The contract is itself tested: healthy models have every property, and each planted defect is found by the one that it breaks.

import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("The contract finds planted defects")
struct MutantTests {
  private static let models: [any SequenceModel.Type] = [
    TinyRNN.self, TinyLSTM.self, TinyBidirectionalRNN.self, TinyTransformer.self, TinyBidirectionalTransformer.self,
  ]

  @Test("Without a defect, the models satisfy the contract", arguments: models.indices)
  func healthy(_ index: Int) throws {
    let result = try Contract.verify(Self.models[index])
    for finding in result.failures { Issue.record("\(result.model): \(finding)") }
    #expect(result.configurations.count >= 4)
  }

  @Test("Every defect is planted somewhere, and every property has one to find")
  func coverage() {
    #expect(Set(Mutant.all.map(\.defect)) == Set(Defect.allCases))
    #expect(Set(Mutant.all.map(\.property)) == Set(Property.allCases))
  }

  @Test("A defect is found by its property, in words that lead to it", arguments: Mutant.all)
  func found(_ mutant: Mutant) throws {
    try Plant.$defect.withValue(mutant.defect) {
      let cases = try Contract.cases(of: mutant.model)
      // With wrong shapes, nothing else would be looked at.
      if mutant.property != .shapes { #expect(Contract.finding(.shapes, on: cases).verdict == .holds) }
      guard case .fails(let message) = Contract.finding(mutant.property, on: cases).verdict else {
        Issue.record("'\(mutant.property)' does not find it")
        return
      }
      #expect(message.contains(mutant.words), "\(message)")
      #expect(message.contains("(\(mutant.model.identifier) V"))
      #expect(message.contains("; look in Sources/Models/ModelTests at "))
    }
  }

  @Test("A model that accepts no configuration is not there yet, and says in its own words why")
  func notYet() {
    struct Unwritten: SequenceModel {
      static let identifier = "unwritten"
      static let summary = "a model whose step is not written"
      static let sight = Sight.left
      var configuration: ModelConfiguration { inner.configuration }
      var parameters: ParameterLayout { inner.parameters }
      var head: OutputHead { inner.head }
      private let inner: TinyRNN

      init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
        throw ConfigurationError("not yet: fill in the step of UnwrittenModel.swift")
      }

      func features<S>(
        of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
      ) -> SequenceFeatures<S> { inner.features(of: tokens, state: &state, phase: phase, on: tape) }

      func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? { nil }
    }
    let error = #expect(throws: NotYet.self) { try Contract.verify(Unwritten.self) }
    #expect(error?.message == "not yet: fill in the step of UnwrittenModel.swift")
    #expect(error?.exitCode == 70)
  }
}
