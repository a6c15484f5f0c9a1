// What must be known of characters to cut words, learned once of each.

/// The classes of characters, and which of them never are of one cluster with such another.
struct ScalarTraits {
  /// What is known of a character.
  struct Trait {
    let kind: WordClass
    /// Whether there is a cluster's end between it and any other character that is alone, too.
    let isAlone: Bool
  }

  /// By code point: 0: not known yet; else the class from 1 on, and 128 for a character that is alone.
  private var known: [UInt8] = []

  subscript(scalar: UInt32) -> Trait {
    @inline(__always)
    mutating get {
      if known.isEmpty { known = Array(repeating: 0, count: 0x11_0000) }
      let value = known[Int(scalar)]
      return value == 0 ? learn(scalar) : Trait(kind: Self.classes[Int(value & 0x7F) - 1], isAlone: value >= 128)
    }
  }

  private static let classes = WordClass.allCases

  /// Two such characters are of one cluster only if the rules for pairs say so, or with others between them that are not alone:
  /// joiners, signs above and below, the parts of syllables.
  private mutating func learn(_ value: UInt32) -> Trait {
    guard let scalar = Unicode.Scalar(value) else { return Trait(kind: .other, isAlone: false) }
    let isAlone = "a\(scalar)".count == 2 && "\(scalar)a".count == 2 && "\(scalar)\(scalar)".count == 2
    let trait = Trait(kind: WordClass(scalar), isAlone: isAlone)
    known[Int(value)] = UInt8((Self.classes.firstIndex(of: trait.kind) ?? 0) + 1) | (isAlone ? 128 : 0)
    return trait
  }
}
