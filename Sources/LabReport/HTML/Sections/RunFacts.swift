// When, where and on what a comparison was made.

import Foundation
import LabResults

/// The facts of a run, as names and values.
struct RunFacts {
  let results: ComparisonResults
  let date: Date?

  var rows: [(String, String)] {
    let (machine, corpus) = (results.machine, results.corpus)
    // Name and version; the build options behind them are in results.json.
    let library = machine.blas.split(separator: " ").prefix(2).joined(separator: " ")
    var facts: [(String, String)] = []
    if let date { facts.append(("date", Self.text(date))) }
    facts += [
      (
        "machine",
        "\(machine.cpu), \(Phrase.counted(machine.cores, "core")), \(Phrase.counted(machine.threads, "thread"))"
      ),
      ("system", machine.operatingSystem),
      ("BLAS", "\(library), kernels for \(machine.blasKernel)"),
      ("own kernels", machine.kernels),
      ("profile", results.protocol.profile.rawValue),
      (
        "corpus",
        "\(corpus.name), \(Numbers.count(corpus.tokens.train)) tokens to train on, vocabulary "
          + Numbers.count(corpus.vocabulary)
      ),
      ("its SHA-256", String(corpus.sha256.prefix(16)) + (corpus.sha256.count > 16 ? "…" : "")),
      ("output heads", results.protocol.plan.head.rawValue),
      ("positions", "\(results.protocol.plan.positions.rawValue), in models with attention"),
    ]
    if let provenance = results.provenance { facts += provenance.facts.map { ($0.name, $0.value) } }
    return facts
  }

  /// A date that is the same everywhere: `2026-11-23 14:05 UTC`.
  private static func text(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyy-MM-dd HH:mm 'UTC'"
    return formatter.string(from: date)
  }
}
