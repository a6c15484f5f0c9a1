// A model declares which settings it has a use for: the lab varies these, and tells nobody of the others. Its head is as it is asked for.

import NeuralLayers
import SequenceKit
import TensorCore

extension ModelCase {
  /// A forget bias or a position encoding changes the model exactly where `settings` says so, and the head is of the kind asked for.
  func checkSettings() throws(Violation) -> Outcome {
    var biased = configuration
    biased.forgetBias = configuration.forgetBias + 2
    try check(.forgetBias, "forget bias", biased)
    var elsewhere = configuration
    elsewhere.positions = configuration.positions == .sinusoidal ? .learned : .sinusoidal
    try check(.positions, "position encoding", elsewhere)
    guard model.head.kind == configuration.head else {
      throw Violation(
        "the head is \(model.head.kind), where \(configuration.head) is asked for",
        lookAt: "`head`: made with `configuration.head`")
    }
    return .met
  }

  private func check(
    _ setting: ModelSetting, _ name: String, _ changed: ModelConfiguration
  ) throws(Violation) {
    guard let other = try? type(of: model).init(changed) else { return }
    let isDeclared = type(of: model).settings.contains(setting)
    guard ModelCase(model: other).differsAtFirst(from: self) != isDeclared else { return }
    throw Violation(
      isDeclared
        ? "the \(name) is among its `settings`, but makes no difference"
        : "another \(name) gives another model, but `settings` does not name it",
      lookAt: "`static var settings`, and what `init` does with `configuration`")
  }

  /// Whether another model starts with other parameters or makes other logits of the first ones.
  private func differsAtFirst(from other: ModelCase) -> Bool {
    guard model.parameters.parameters == other.model.parameters.parameters else { return true }
    func first(_ this: ModelCase) -> Parameters<Float> { Parameters(initializing: this.model.parameters, seed: 1) }
    let (mine, others) = (first(self), first(other))
    for parameter in model.parameters.parameters where mine[parameter].scalars != others[parameter].scalars {
      return true
    }
    return !isIdentical(logits(tokens(), mine), other.logits(other.tokens(), others))
  }
}
