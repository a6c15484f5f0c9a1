// What was checked of a comparison, and what came out.

/// One condition of a fair comparison.
public struct FairnessCheck: Equatable, Sendable {
  /// What has to be equal: "size".
  public let name: String
  /// Whether it is equal enough; see `detail`.
  public let isMet: Bool
  /// The numbers, or what is wrong and what to do.
  public let detail: String
}
