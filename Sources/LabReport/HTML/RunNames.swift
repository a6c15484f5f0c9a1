// What two runs are called, so that nobody takes one for the other.

import LabResults

/// Names of two runs that tell them apart, in full and short enough for a chart.
struct RunNames {
  /// In full, with what sets the runs apart where the names do not say it: "monday (quick)".
  let full: [String]
  /// Without what both names begin and end with; no wider than `widest`.
  let short: [String]

  /// The most columns of a short name.
  static let widest = 22

  init(_ first: RunPairReport.Named, _ second: RunPairReport.Named) {
    let names = [first.name, second.name]
    let apart = RunContrast(first, second).differences.map { [$0.first, $0.second] }
    // What was changed, unless each name says its own; two runs of one name and setting are the first and the second.
    let words =
      apart.first { pair in !zip(names, pair).allSatisfy { Self.says($0, $1) } }
      ?? (names[0] == names[1] ? ["1", "2"] : nil)
    full = zip(names, words ?? ["", ""]).map { $1.isEmpty ? $0 : "\($0) (\($1))" }
    short = zip(Self.apart(names), words ?? ["", ""]).map { name, word in
      let all = word.isEmpty ? name : name.isEmpty ? word : "\(name) (\(word))"
      return TextWidth.columns(all) <= Self.widest || word.isEmpty ? Self.middleCut(all) : Self.middleCut(word)
    }
  }

  private static func says(_ name: String, _ word: String) -> Bool {
    name.lowercased().contains(word.lowercased())
  }

  /// The words in which two names differ: "2026-11-25-quick" and "2026-11-25-standard" are "quick" and "standard". Nothing where they are
  /// the same.
  static func apart(_ names: [String]) -> [String] {
    guard names.count == 2, names[0] != names[1] else { return names }
    var parts = names.map { $0.split(separator: "-", omittingEmptySubsequences: false).map(String.init) }
    while parts.allSatisfy({ $0.count > 1 }), parts[0].first == parts[1].first {
      parts = parts.map { Array($0.dropFirst()) }
    }
    while parts.allSatisfy({ $0.count > 1 }), parts[0].last == parts[1].last {
      parts = parts.map { Array($0.dropLast()) }
    }
    return parts.map { $0.joined(separator: "-") }
  }

  /// A long name without its middle, for what tells names apart stands at their ends.
  static func middleCut(_ name: String) -> String {
    guard TextWidth.columns(name) > widest else { return name }
    var (head, tail) = (name, name)
    while TextWidth.columns(head) > (widest - 1) / 2 { head.removeLast() }
    while TextWidth.columns(tail) > widest - 1 - TextWidth.columns(head) { tail.removeFirst() }
    return head + "…" + tail
  }
}
