// The weights that did best on the validation part, of all that were looked at.

import LabResults
import TensorCore

/// Keeps a copy of the weights at the best look at the validation part.
package struct BestWeights {
  /// The best look so far; of equal ones the first. Nil before the first.
  package private(set) var look: ValidationLook?
  /// The weights at that look; nil if they were not kept.
  package private(set) var parameters: Parameters<Float>?
  private let keepsParameters: Bool

  /// - Parameters:
  ///   - look: The best of an earlier session.
  ///   - parameters: Its weights, if they are still there.
  ///   - keepsParameters: Whether the weights are wanted, or the look alone.
  package init(_ look: ValidationLook? = nil, parameters: Parameters<Float>? = nil, keepsParameters: Bool = true) {
    (self.look, self.parameters, self.keepsParameters) = (look, parameters, keepsParameters)
  }

  /// Takes over the weights, if they did better than all before. A loss that is no finite number is never better.
  /// - Complexity: a copy of the weights, where they are better.
  package mutating func offer(_ parameters: Parameters<Float>, at look: ValidationLook) {
    guard look.loss.isFinite, look.loss < self.look?.loss ?? .infinity else { return }
    self.look = look
    guard keepsParameters else { return }
    if let best = self.parameters { best.assign(parameters) } else { self.parameters = parameters.copy() }
  }
}
