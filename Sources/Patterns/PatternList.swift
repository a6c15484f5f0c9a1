// The list of published patterns.

/// All patterns, in the order in which they are measured and shown.
package enum PatternList {
  package static let all: [any Pattern] = [
    AddingPattern(),
    CopyPattern(),
    CountingPattern.parity,
    CountingPattern.modular,
    RecallPattern(),
    InductionPattern(),
    AgreementPattern(),
    FirstValuesPattern(),
    MixerPattern(),
    TextPattern(),
  ]

  /// The pattern of an id.
  package static func named(_ id: String) -> (any Pattern)? { all.first { $0.id == id } }
}
