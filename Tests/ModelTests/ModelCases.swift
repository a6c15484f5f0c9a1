// The models and configurations that the contract is checked on, and small tools that its tests share.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

/// A model with one configuration. The suites run over all of them; a model that is added to the catalogue joins by itself.
struct ModelCase: CustomTestStringConvertible, Sendable {
  let model: any SequenceModel

  var configuration: ModelConfiguration { model.configuration }
  var identifier: String { type(of: model).identifier }
  var testDescription: String {
    let c = configuration
    return "\(identifier) V\(c.vocabularySize) d\(c.width) L\(c.layerCount) h\(c.headCount) \(c.positions)"
  }

  static let all: [ModelCase] = ModelCatalog.models.flatMap { type in
    configurations(for: type).compactMap { configuration in (try? type.init(configuration)).map(ModelCase.init) }
  }

  /// Widths and heads are odd where the model allows it, and nothing is equal to anything else by chance.
  private static func configurations(for type: any SequenceModel.Type) -> [ModelConfiguration] {
    (type.settings.contains(.positions) ? PositionEncoding.allCases : [.learned]).flatMap { positions in
      [
        ModelConfiguration(vocabularySize: 11, width: 5, headCount: 1, contextLength: 9, positions: positions),
        ModelConfiguration(
          vocabularySize: 13, width: 6, layerCount: 2, headCount: 3, contextLength: 10, positions: positions),
        ModelConfiguration(
          vocabularySize: 7, width: 12, layerCount: 2, headCount: 2, contextLength: 12, positions: positions),
        ModelConfiguration(
          vocabularySize: 12, width: 9, layerCount: 1, headCount: 3, contextLength: 8, positions: positions),
      ]
    }
  }

  /// Weights that make every part of the model matter: the first values, and noise on all of them, biases included.
  func weights<S: TensorScalar>(_ type: S.Type, seed: UInt64 = 1) -> Parameters<S> {
    let parameters = Parameters<S>(initializing: model.parameters, seed: seed)
    for parameter in model.parameters.parameters {
      var generator = SeededGenerator(seed: seed, stream: "noise on \(parameter.checkpoint.names[0])")
      parameters[parameter] = Tensor(
        parameters[parameter].scalars.map { $0 + S(0.3 * generator.normal()) }, shape: parameter.shape)
    }
    return parameters
  }

  func tokens(batchSize: Int = 2, length: Int = 7, seed: UInt64 = 3) -> TokenBatch {
    var generator = SeededGenerator(seed: seed, stream: "tokens")
    return TokenBatch(
      (0..<batchSize * length).map { _ in Int32(generator.index(below: configuration.vocabularySize)) },
      batchSize: batchSize, length: length)
  }

  func logits<S: TensorScalar>(_ tokens: TokenBatch, _ parameters: Parameters<S>) -> [S] {
    model.logits(tokens, on: Tape(parameters, recordsGradients: false)).value.scalars
  }

  func loss<S: TensorScalar>(_ tokens: TokenBatch, targets: TokenBatch, _ parameters: Parameters<S>) -> S {
    model.loss(tokens, targets: targets, on: Tape(parameters, recordsGradients: false)).mean.scalar
  }

  func gradient<S: TensorScalar>(
    _ tokens: TokenBatch, targets: TokenBatch, _ parameters: Parameters<S>
  ) -> Parameters<S> {
    valueWithGradient(at: parameters) { model.loss(tokens, targets: targets, on: $0).mean }.gradient
  }
}

extension TokenBatch {
  /// The same batch with another token at the given positions of every sequence.
  func changed(at positions: Range<Int>, vocabularySize: Int) -> TokenBatch {
    var changed = tokens
    for sequence in 0..<batchSize {
      for position in positions {
        let index = sequence * length + position
        changed[index] = (changed[index] + 1) % Int32(vocabularySize)
      }
    }
    return TokenBatch(changed, batchSize: batchSize, length: length)
  }
}

/// The largest difference, over the largest expected magnitude; that is taken to be at least 10⁻⁶.
func deviation(_ found: [some BinaryFloatingPoint], from expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var (difference, magnitude) = (0.0, 1e-6)
  for (a, b) in zip(found, expected) {
    guard a.isFinite else { return .infinity }
    difference = max(difference, abs(Double(a) - b))
    magnitude = max(magnitude, abs(b))
  }
  return difference / magnitude
}

/// Whether two arrays hold the same bits.
func isIdentical<S: BinaryFloatingPoint>(_ a: some Sequence<S>, _ b: some Sequence<S>) -> Bool {
  a.elementsEqual(b) { $0.sign == $1.sign && $0 == $1 }
}

/// A folder for a test's files that goes away with its object.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("seqlab-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Everything in the folder, with hidden names.
  func contents() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
}
