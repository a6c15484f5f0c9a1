// Every model of the catalogue satisfies the contract: the one suite that a new model has to pass.

import ModelCatalog
import ModelContract
import SequenceKit
import Testing

@Suite("The contract of every model")
struct ModelContractTests {
  /// A model of the catalogue and a property.
  struct Pair: CustomTestStringConvertible, Sendable {
    let model: any SequenceModel.Type
    let property: Property

    var testDescription: String { "\(model.identifier): \(property)" }

    static let all = ModelCatalog.models.flatMap { model in
      Property.allCases.map { Pair(model: model, property: $0) }
    }
  }

  @Test("Each model has each property", arguments: Pair.all)
  func holds(_ pair: Pair) throws {
    let cases = try Contract.cases(of: pair.model)
    if case .fails(let message) = Contract.finding(pair.property, on: cases).verdict { Issue.record("\(message)") }
  }

  @Test("Every model accepts at least three configurations, of one layer and of two")
  func configurations() throws {
    for model in ModelCatalog.models {
      let cases = try Contract.cases(of: model)
      #expect(cases.count >= 3, "'\(model.identifier)' accepts only \(cases.count) of the proposed configurations")
      #expect(Set(cases.map(\.configuration.layerCount)) == [1, 2])
    }
  }
}
