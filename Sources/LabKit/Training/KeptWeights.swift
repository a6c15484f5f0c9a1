// Which weights a training leaves behind.

/// Which weights a training leaves behind: those after its last step, those that did best on the validation part, or both.
public enum KeptWeights: String, Codable, CaseIterable, Sendable {
  /// The folder has the weights of the best look, once the training is over. Until then, it has both.
  case best
  /// The folder has the weights after the last step.
  case last
  /// The folder has the weights after the last step, and its folder `best` those of the best look.
  case both
}
