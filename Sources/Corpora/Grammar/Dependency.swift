// What a token depends on, and at which distance.

/// A kind of dependency that tokens are tagged with, such as `recall` or `agreement`.
public struct DependencyKind: Sendable, Equatable, Codable {
  /// The name that the grammar gives it.
  public let name: String
  /// Whether the token depends on what comes later: only the right side settles it. Otherwise it depends on the past.
  public let looksAhead: Bool
}

/// What a token depends on: the kind, and how many tokens away the nearest word stands that settles it.
public struct Dependency: Sendable, Equatable {
  /// The index in the corpus's list of kinds; 0 for none.
  public var kind: UInt8
  /// Tokens between the two, 1 for neighbours; 0 for none.
  public var distance: UInt16

  /// A token that is not tagged.
  public static let none = Dependency(kind: 0, distance: 0)

  /// A dependency of the given kind at the given distance.
  public init(kind: UInt8, distance: UInt16) {
    self.kind = kind
    self.distance = distance
  }
}
