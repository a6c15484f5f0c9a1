// Bounds on the speed-up of a computation, from its work and its span.

import LabKit
import SequenceKit
import TensorCore

/// The work and the span of a training step, and what follows for P processors.
///
/// A processor does one operation in a unit of time. Work T₁ counts multiplications and additions singly, while the span T∞ counts the
/// operations of a tape in a chain, each at the depth of its own additions; so both are of an idealised machine, without memory.
package struct Bounds: Codable, Equatable, Sendable {
  /// T₁, all operations; T∞, the longest chain of those that depend on each other.
  package var work, span: Int

  package init(work: Int, span: Int) { (self.work, self.span) = (work, span) }

  /// Those of a training step, forward and backward, of one sequence.
  package init(of model: any SequenceModel, length: Int) {
    let tape = Tape(Parameters<Float>(initializing: model.parameters, seed: 0))
    func tokens(_ stream: String) -> TokenBatch {
      .random(batchSize: 1, length: length, vocabularySize: model.configuration.vocabularySize, stream: stream)
    }
    tape.backward(
      from: model.loss(tokens("tokens"), targets: tokens("targets"), phase: .training(seed: 0), on: tape).mean,
      into: Parameters(zerosFor: model.parameters))
    self.init(work: tape.currentCounts.work, span: tape.currentCounts.span)
  }

  /// The speed-up by P processors.
  ///
  /// No schedule takes less than T₁/P or than T∞; a greedy one takes at most T₁/P + T∞.
  /// - Source: Brent 1974, The parallel evaluation of general arithmetic expressions; Graham 1966 for greedy schedules.
  package func speedUp(_ processors: Int) -> (least: Double, most: Double) {
    let (work, span) = (Double(work), Double(span))
    return (work / (work / Double(processors) + span), min(Double(processors), work / span))
  }
}
