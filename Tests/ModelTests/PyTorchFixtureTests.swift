// Every model against PyTorch's or transformers' numbers for the same weights: logits, loss and all gradients.

import Foundation
import LabKit
import ModelCatalog
import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

/// A folder of Fixtures with a checkpoint and what PyTorch computes for it; see generate.py there.
struct ModelFixture: CustomTestStringConvertible, Sendable {
  let folder: URL
  var testDescription: String { folder.lastPathComponent }

  static var fixtures: URL { Bundle.module.bundleURL.appendingPathComponent("Fixtures") }

  static let all: [ModelFixture] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? []
    return names.sorted().map { ModelFixture(folder: fixtures.appendingPathComponent($0)) }
      .filter { FileManager.default.fileExists(atPath: $0.folder.appendingPathComponent("config.json").path) }
  }()

  func expected() throws -> SafetensorsFile {
    try SafetensorsFile(contentsOf: folder.appendingPathComponent("expected.safetensors"))
  }

  func batch(_ name: String) throws -> TokenBatch {
    let (file, shape) = (try expected(), try expected().shape(of: name))
    return TokenBatch(try file.integers(name).map { Int32($0) }, batchSize: shape[0], length: shape[1])
  }
}

@Suite("Models against PyTorch")
struct PyTorchFixtureTests {
  @Test("Every model of the lab's own has fixtures")
  func everyModelHasFixtures() throws {
    let identifiers = try ModelFixture.all.map {
      type(of: try Checkpoint.load($0.folder, models: ModelCatalog.models).model).identifier
    }
    for identifier in LabModels.identifiers {
      #expect(identifiers.contains(identifier), "add a folder for '\(identifier)' by Fixtures/generate.py")
    }
    for identifier in LabModels.others where !identifiers.contains(identifier) {
      print("note: no numbers of PyTorch's for '\(identifier)': Tests/ModelTests/Fixtures/generate.py, a folder for it")
    }
  }

  @Test("Logits, loss and gradients agree to 1e-12 in double precision", arguments: ModelFixture.all)
  func doublePrecision(_ fixture: ModelFixture) throws { try compare(fixture, Double.self, tolerance: 1e-12) }

  @Test("Logits, loss and gradients agree to 5e-6 in single precision", arguments: ModelFixture.all)
  func singlePrecision(_ fixture: ModelFixture) throws { try compare(fixture, Float.self, tolerance: 5e-6) }

  /// Deviations are those of `deviation(_:from:)`: relative to each tensor's largest magnitude. Rounding accounts for some
  /// tens of the precision's epsilon.
  private func compare<S: TensorScalar>(_ fixture: ModelFixture, _ type: S.Type, tolerance: Double) throws {
    let (model, parameters) = try Checkpoint.loadParameters(fixture.folder, models: ModelCatalog.models, as: type)
    let expected = try fixture.expected()
    let (tokens, targets) = (try fixture.batch("tokens"), try fixture.batch("targets"))

    var deviations: [String: Double] = [:]
    let logits = model.logits(tokens, on: Tape(parameters, recordsGradients: false)).value
    #expect(logits.shape.dimensions == (try expected.shape(of: "logits")))
    deviations["logits"] = deviation(logits.scalars, from: try expected.doubles("logits"))

    let (loss, gradient) = valueWithGradient(at: parameters) { model.loss(tokens, targets: targets, on: $0).mean }
    deviations["loss"] = deviation([loss], from: try expected.doubles("loss"))
    for tensor in Checkpoint.gradientTensors(gradient) {
      let name = "gradient." + tensor.name
      #expect(tensor.shape == (try expected.shape(of: name)), "\(name)")
      deviations[name] = deviation(tensor.doubles, from: try expected.doubles(name))
    }
    #expect(Set(deviations.keys) == Set(expected.names).subtracting(["tokens", "targets"]))
    for (name, deviation) in deviations { #expect(deviation <= tolerance, "\(name)") }
  }

  @Test("AdamW with clipping agrees with torch.optim.AdamW to 1e-12")
  func adamW() throws {
    let data = try Data(contentsOf: ModelFixture.fixtures.appendingPathComponent("adamw.json"))
    let expected = try JSONDecoder().decode(AdamWFixture.self, from: data)
    var layout = ParameterLayout()
    for (index, tensor) in expected.parameters.enumerated() {
      _ = layout.add(
        .same("p\(index)"), shape: Shape(tensor.shape), group: "all", decays: true, initializer: .zeros)
    }
    func filled(_ tensors: [AdamWFixture.Numbers]) -> Parameters<Double> {
      let result = Parameters<Double>(zerosFor: layout)
      for (parameter, tensor) in zip(layout.parameters, tensors) {
        result[parameter] = Tensor(tensor.values, shape: parameter.shape)
      }
      return result
    }
    let parameters = filled(expected.parameters)
    let optimizer = AdamW<Double>(
      AdamWSettings(
        beta1: expected.beta1, beta2: expected.beta2, epsilon: expected.epsilon, weightDecay: expected.weightDecay,
        maximumNorm: expected.maximumNorm), for: layout)
    #expect(expected.steps.count >= 4)
    for (number, step) in expected.steps.enumerated() {
      let gradient = filled(step.gradients)
      #expect(deviation([gradient.norm], from: [step.norm]) < 1e-12)
      let factor = optimizer.clippingFactor(norm: gradient.norm)
      optimizer.update(
        parameters, gradient: gradient, learningRate: expected.learningRate, gradientScale: factor)
      for (index, parameter) in layout.parameters.enumerated() {
        let clipped = gradient[parameter].scalars.map { $0 * factor }
        #expect(deviation(clipped, from: step.clipped[index].values) < 1e-12, "gradient \(index) of step \(number)")
        #expect(
          deviation(parameters[parameter].scalars, from: step.parameters[index].values) < 1e-12,
          "parameter \(index) after step \(number)")
      }
    }
  }
}

extension Safetensors.Tensor {
  /// The values in double precision.
  var doubles: [Double] {
    switch values {
    case .float(let values): values.map { Double($0) }
    case .double(let values): values
    }
  }
}

/// Fixtures/adamw.json.
private struct AdamWFixture: Decodable {
  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Double]
  }
  struct Step: Decodable {
    let gradients, clipped, parameters: [Numbers]
    let norm: Double
  }
  let learningRate, beta1, beta2, epsilon, weightDecay, maximumNorm: Double
  let parameters: [Numbers]
  let steps: [Step]
}
