// Verdicts as single characters, and several as one.

import LabResults

extension Verdict {
  /// A character of one column: ✓ holds, ✗ does not, ◐ depends on a setting, ? is open.
  public var mark: String {
    switch self {
    case .supported: "✓"
    case .contradicted: "✗"
    case .depends: "◐"
    case .inconclusive: "?"
    }
  }

  /// What the colour of a verdict is in the terminal.
  var role: Style.Role {
    switch self {
    case .supported: .good
    case .contradicted: .bad
    case .depends, .inconclusive: .caution
    }
  }

  /// Several verdicts on one saying: the same where all agree, `depends` where one holds and another does not; nil for none.
  static func together(_ verdicts: [Verdict]) -> Verdict? {
    guard let first = verdicts.first else { return nil }
    if verdicts.allSatisfy({ $0 == first }) { return first }
    let both = verdicts.contains(.supported) && verdicts.contains(.contradicted)
    return both || verdicts.contains(.depends) ? .depends : .inconclusive
  }
}
