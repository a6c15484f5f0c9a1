// Single operations against what PyTorch computed: Tests/ModelTests/Fixtures/operations.json, made by generate.py there.

import Foundation
import TensorCore
import Testing

@Suite("Operations against PyTorch")
struct OperationFixtureTests {
  private struct Numbers: Decodable {
    let shape: [Int]
    let values: [Double]
    var reference: Reference { Reference(shape, values) }
  }

  /// One operation's tensors by name, and its settings.
  private struct Fixture: Decodable {
    var numbers: [String: Reference] = [:]
    var targets: [Int32] = []
    var epsilon = 0.0

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        switch key.stringValue {
        case "targets": targets = try container.decode([Int32].self, forKey: key)
        case "epsilon": epsilon = try container.decode(Double.self, forKey: key)
        default: numbers[key.stringValue] = try container.decode(Numbers.self, forKey: key).reference
        }
      }
    }

    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
  }

  private func fixture(_ name: String) throws -> Fixture {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appending(path: "ModelTests/Fixtures/operations.json"))
    return try #require(try JSONDecoder().decode([String: Fixture].self, from: data)[name])
  }

  /// Runs an operation on the fixture's inputs and compares its output and every gradient.
  private func compare(
    _ fixture: Fixture, _ inputs: [String], _ operation: ([Variable<Double>]) -> Variable<Double>
  ) throws {
    let tape = Tape<Double>()
    let variables = try inputs.map { tape.input(try #require(fixture.numbers[$0]).tensor()) }
    let output = operation(variables)
    let expected = try #require(fixture.numbers["output"])
    #expect(deviation(Reference(output.value), expected) < 1e-12)
    let upstream = tape.constant(try #require(fixture.numbers["upstream"]).tensor())
    tape.backward(from: (output * upstream).sum(), keeping: variables)
    for (name, variable) in zip(inputs, variables) {
      let expected = try #require(fixture.numbers["gradient." + name])
      #expect(deviation(Reference(tape.gradient(of: variable)), expected) < 1e-12, "\(name)")
    }
  }

  @Test("GELU, out to where it is flat")
  func gelu() throws { try compare(fixture("gelu"), ["input"]) { TensorCore.gelu($0[0]) } }

  @Test("layer norm")
  func layerNorm() throws {
    let fixture = try fixture("layerNorm")
    try compare(fixture, ["input", "gain", "bias"]) {
      TensorCore.layerNorm($0[0], gain: $0[1], bias: $0[2], epsilon: fixture.epsilon)
    }
  }

  @Test("softmax of large numbers")
  func softmax() throws { try compare(fixture("softmax"), ["input"]) { TensorCore.softmax($0[0], along: 1) } }

  @Test("cross-entropy with ignored targets")
  func crossEntropy() throws {
    let fixture = try fixture("crossEntropy")
    try compare(fixture, ["logits"]) {
      TensorCore.crossEntropy($0[0], targets: fixture.targets).mean.reshaped(to: [1])
    }
  }

  @Test("causal attention")
  func causalAttention() throws {
    try compare(fixture("causalAttention"), ["q", "k", "v"]) { x in
      // Ours is packed [B, T, 3·h·w], theirs [B, h, T, w].
      let parts = x.map { $0.permuted(0, 2, 1, 3).reshaped(to: [2, 5, 6]) }
      let output = attention(concatenated(parts, along: 2), AttentionOptions(headCount: 2, isCausal: true))
      return output.reshaped(to: [2, 5, 2, 3]).permuted(0, 2, 1, 3)
    }
  }
}
