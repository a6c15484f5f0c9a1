// The configurations that a model is held to: several are proposed, and those that it accepts are taken.

import SequenceKit
import TensorCore

extension Contract {
  /// The model in each of the proposed configurations that it accepts; other position encodings only where they change it.
  /// - Throws: `NotYet` with the model's own words, if it accepts none.
  public static func cases(of type: any SequenceModel.Type) throws(NotYet) -> [ModelCase] {
    for sizes in [smallSizes, roundSizes] {
      let accepted = PositionEncoding.allCases.map { positions in
        sizes.filter { positions == .learned || $0.layerCount == 2 }.compactMap { size in
          var configuration = size
          configuration.positions = positions
          return (try? type.init(configuration)).map(ModelCase.init)
        }
      }
      let cases = accepted.reduce(into: [ModelCase]()) { cases, more in
        cases += more.filter { new in !cases.contains { $0.isSameFunction(as: new) } }
      }
      if !cases.isEmpty { return cases }
    }
    do throws(ConfigurationError) { _ = try type.init(smallSizes[0]) } catch { throw NotYet(error.message) }
    return []
  }

  /// Both kinds of head, with one layer and with two; widths and heads odd where a model allows it, and nothing equal to anything else by chance.
  private static let smallSizes = [
    ModelConfiguration(vocabularySize: 11, width: 5, contextLength: 9, head: .tied),
    ModelConfiguration(vocabularySize: 13, width: 6, layerCount: 2, headCount: 3, contextLength: 10, head: .separate),
    // A context that is longer than the blocks that attention is computed in.
    ModelConfiguration(vocabularySize: 7, width: 12, layerCount: 2, headCount: 2, contextLength: 18, head: .tied),
    ModelConfiguration(vocabularySize: 12, width: 9, layerCount: 1, headCount: 3, contextLength: 8, head: .separate),
    ModelConfiguration(vocabularySize: 10, width: 8, layerCount: 1, headCount: 2, contextLength: 8, head: .tied),
  ]

  /// For a model that takes none of these.
  private static let roundSizes = [
    ModelConfiguration(vocabularySize: 16, width: 32, layerCount: 1, headCount: 4, contextLength: 16, head: .tied),
    ModelConfiguration(vocabularySize: 16, width: 64, layerCount: 2, headCount: 4, contextLength: 16, head: .separate),
  ]
}

extension ModelCase {
  /// Whether the position encoding is all that two cases differ in, and nothing follows from it.
  fileprivate func isSameFunction(as other: ModelCase) -> Bool {
    var same = configuration
    same.positions = other.configuration.positions
    guard same == other.configuration, model.parameters.parameters == other.model.parameters.parameters else {
      return false
    }
    // Features, since logits would trap where their shape is wrong.
    func features(_ this: ModelCase) -> [Double] {
      this.model.features(of: tokens(), on: Tape(this.weights(Double.self), recordsGradients: false)).rows.value.scalars
    }
    return isIdentical(features(self), features(other))
  }
}
