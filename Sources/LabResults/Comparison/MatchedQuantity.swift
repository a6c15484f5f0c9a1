// What is made equal between models, and what it is called.

/// What is made equal between models.
public enum MatchedQuantity: String, Codable, CaseIterable, Sendable {
  /// The number of trained scalars.
  case parameters
  /// The number of trained scalars outside the embedding and the head.
  case body
  /// Counted floating-point operations of training, for each token.
  case flops

  /// How the quantity is named in a sentence.
  public var phrase: String {
    switch self {
    case .parameters: "parameters"
    case .body: "parameters outside the embedding and the head"
    case .flops: "training FLOPs per token"
    }
  }

  /// How far a model may be from the target, relative to it.
  public static let tolerance = 0.02
}
