// One saying about all models, in a comparison's headline.

/// A row of a headline's table.
public struct HeadlineRow: Sendable, Equatable {
  /// The claims' number, such as "C1".
  public let id: String
  /// What the saying is about: "vanishing gradient".
  public let title: String
  /// What the cells' numbers are, so that it reads on in them: "the gradient halves in".
  public let quantity: String
  /// One for each column.
  public let cells: [HeadlineCell]

  /// Whether all verdicts are counted, and hold, or do not, by how a model is built; false where there is none.
  public var isCounted: Bool {
    let claims = cells.flatMap(\.claims)
    return !claims.isEmpty && claims.allSatisfy { $0.basis == .construction }
  }
}
