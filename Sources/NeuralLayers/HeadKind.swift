// Whose weights give the logits.

/// Whose weights the output head has.
public enum HeadKind: String, Codable, CaseIterable, Sendable {
  /// Those of the token embedding, E [V, d]: a token is said by the same vector as it is read by.
  /// - Source: Press and Wolf 2017, "Using the output embedding to improve language models"; Inan et al. 2017.
  case tied
  /// Its own.
  case separate

  /// What all models have where nothing else is asked for.
  public static let usual = HeadKind.tied
}
