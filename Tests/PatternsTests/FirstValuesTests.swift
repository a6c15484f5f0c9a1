// What training starts from: rotations, biases for all lengths, and half-lives that are known.

import Foundation
import LabKit
import ModelCatalog
import Patterns
import SequenceKit
import Studies
import TensorCore
import Testing

@Suite("First values")
struct FirstValuesTests {
  private func model(_ id: String, forgetBias: Double = 1) throws -> any SequenceModel {
    let type = try #require(ModelCatalog.models.first { $0.identifier == id })
    return try type.init(
      ModelConfiguration(vocabularySize: 10, width: 12, contextLength: 32, forgetBias: forgetBias))
  }

  private func parameter(_ name: String, of parameters: Parameters<Float>) throws -> Parameter {
    try #require(parameters.layout.parameters.first { $0.checkpoint.names[0].contains(name) })
  }

  @Test("a rotation keeps lengths and angles; two seeds give two")
  func rotation() {
    var generator = SeededGenerator(seed: 1, stream: "test")
    let rows = FirstValues.rotation(20, using: &generator)
    for (i, first) in rows.enumerated() {
      for (j, second) in rows.enumerated() {
        let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
    #expect(FirstValues.rotation(20, using: &generator) != rows)
  }

  @Test("only what a start names is changed")
  func changes() throws {
    for (start, changed) in [
      (FirstValues.usual, Set<String>()), (.orthogonal, ["core.weight_hh_l0"]), (.identity, ["core.weight_hh_l0"]),
    ] {
      let model = try model("rnn")
      let (before, after) = (
        Parameters<Float>(initializing: model.parameters, seed: 3),
        Parameters<Float>(initializing: model.parameters, seed: 3)
      )
      start.apply(to: after, seed: 3)
      let names = model.parameters.parameters.filter { before[$0].scalars != after[$0].scalars }
        .map { $0.checkpoint.names[0] }
      #expect(Set(names) == changed)
    }
  }

  @Test(
    "chrono: forget biases between log 1 and log of the longest less one, input biases their negatives, others at zero")
  func chrono() throws {
    let model = try model("lstm")
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
    FirstValues.chrono(longest: 50).apply(to: parameters, seed: 1)
    let biases = parameters[try parameter("bias_ih", of: parameters)].scalars
    let (inputs, forgets) = (biases[0..<12], biases[12..<24])
    #expect(forgets.allSatisfy { (0...log(49)).contains($0) } && Set(forgets).count == 12)
    #expect(zip(inputs, forgets).allSatisfy { $0 == -$1 })
    #expect(biases[24...].allSatisfy { $0 == 0 })
  }

  @Test("an LSTM whose weights are zero forgets as its bias says, to the last digit", arguments: [0, 1, 2, 3, 5])
  func halfLife(bias: Int) throws {
    let model = try model("lstm", forgetBias: Double(bias))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
    for name in ["weight_ih", "weight_hh"] {
      let weight = try parameter(name, of: parameters)
      parameters[weight] = Tensor(repeating: 0, shape: weight.shape)
    }
    let tape = Tape(parameters.converted(to: Double.self))
    tape.isObserved = true
    let tokens = (0..<32).map { Int32($0 % 10) }
    let norms = try #require(GradientFlow.norms(model, tokens, target: 3, blank: 0, on: tape)[.state])
    let life = try #require(DecayFit(norms)?.halfLife)
    // ln 2 over the logarithm of what is kept in a step: 1 / (1 + e^(−b)).
    #expect(abs(life - log(2) / log(1 + exp(-Double(bias)))) < 1e-9 * life)
    #expect(abs(life - FirstValuesPattern.halfLife(ofBias: bias)) < 1e-9 * life)
  }
}
