// The sizes that the lab takes on.

/// What sizes may be asked for; a model may set narrower limits of its own.
public enum Limits {
  /// Sequences in a training step.
  public static let batch = 1...65_536
  /// Tokens in a sequence, or in a model's context.
  public static let length = 1...1_048_576
  /// The width of embeddings and hidden states.
  public static let width = 1...65_536
  /// Layers of a model.
  public static let layers = 1...1024
  /// Attention heads of a layer.
  public static let heads = 1...65_536
  /// Training steps of a run.
  public static let steps = 1...1_000_000_000
  /// Threads that share a step.
  public static let threads = 1...1024
}
