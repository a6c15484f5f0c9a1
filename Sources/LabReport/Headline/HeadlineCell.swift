// What was found of one model and one saying, in a comparison's headline.

import LabResults

/// A cell of a headline's table.
public struct HeadlineCell: Sendable, Equatable {
  /// What is said of the model, such as "not an issue"; nil of a model that nothing is said of.
  public let saying: String?
  /// What was found of it; nil where nothing was measured, or nothing that could decide.
  public let verdict: Verdict?
  /// The number with its unit, such as "3.5 tokens"; nil where there is none.
  public let number: String?
  /// The claims behind the verdict, each by the row's id and the column's model: two of the memory of a Transformer.
  public let claims: [ClaimRecord]

  /// Mark and number, such as "✓ 3.5 tokens"; "–" where nothing was measured.
  public var text: String {
    let parts = [verdict?.mark, number].compactMap { $0 }
    return parts.isEmpty ? Numbers.none : parts.joined(separator: " ")
  }
}
