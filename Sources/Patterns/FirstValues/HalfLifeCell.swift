// Cells that look at a model before it is trained: how fast a gradient fades on its way back through its states.

import LabKit
import LabResults
import SequenceKit
import Studies
import TensorCore

/// The half-life of the gradient by the states of an untrained model, over windows of random tokens.
struct HalfLifeCell {
  let type: any SequenceModel.Type
  let configuration: ModelConfiguration
  let firstValues: FirstValues

  /// Windows that the mean is taken over, and the tokens of each.
  private static let windows = 16, length = 128

  /// The cell: its score is the half-life in steps, null where the gradient does not fade.
  /// - Throws: `ConfigurationError`, if the model cannot have the size.
  func cell(_ id: String) throws -> PatternCell {
    let (model, firstValues) = (try type.init(configuration), firstValues)
    return PatternCell(
      id, model: type.identifier, setting: "\(configuration) \(firstValues) \(Self.windows) × \(Self.length)",
      seconds: 0.3
    ) { seed, _ in
      let parameters = Parameters<Float>(initializing: model.parameters, seed: seed)
      firstValues.apply(to: parameters, seed: seed)
      // In double precision a gradient can fade by 300 orders of magnitude and not become zero.
      let tape = Tape(parameters.converted(to: Double.self))
      tape.isObserved = true
      var generator = SeededGenerator(seed: seed, stream: "windows of a half-life")
      func token() -> Int32 { Int32(generator.index(below: model.configuration.vocabularySize)) }
      var sums = Array(repeating: 0.0, count: Self.length)
      for _ in 0..<Self.windows {
        let tokens = (0..<Self.length).map { _ in token() }
        let curves = GradientFlow.norms(model, tokens, target: token(), blank: 0, on: tape)
        for (lag, norm) in (curves[.state] ?? []).enumerated() { sums[lag] += norm }
      }
      return CellOutcome(score: DecayFit(sums)?.halfLife)
    }
  }
}
