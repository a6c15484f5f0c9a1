// What a comparison comes to: one screen, and what a page opens with.

import LabResults

/// The table of what is said of the models beside what was found, and at most five sentences.
///
/// Nothing is written in advance: each sentence is made from numbers, and calls two models apart only where the interval of their
/// difference excludes zero.
public struct Headline: Sendable, Equatable {
  /// A column of the table.
  public struct Column: Sendable, Equatable {
    /// The model's id, and what it is called.
    public let id, name: String
  }

  /// The compared models, those that something is said of first.
  public let columns: [Column]
  /// What is said of them, and what was found; empty where nothing was: without studies there are no verdicts.
  public let rows: [HeadlineRow]
  /// Who is nearest to perfect, how far back each sees, what it cost, and how sure this is; each with its full stop.
  public let sentences: [String]
  /// What a reader must know before using the numbers: runs that stopped, what was not matched.
  public let warnings: [String]

  /// That of results.
  /// - Parameter facts: What studies add, in their order.
  package init(_ results: ComparisonResults, facts: [HeadlineFact]) {
    let legend = Legend(results)
    let ids = Saying.models.filter(legend.ids.contains) + legend.ids.filter { !Saying.models.contains($0) }
    columns = ids.map { Column(id: $0, name: legend.name(of: $0)) }
    let rows = Saying.all.map { Self.row($0, ids, results, facts) }
    self.rows = rows.contains { row in row.cells.contains { $0.text != Numbers.none } } ? rows : []
    let sentences = HeadlineSentences(results: results, legend: legend)
    let told = facts.compactMap { fact in if case .sentence(let text) = fact { text } else { nil } }
    self.sentences =
      [sentences.losses].compactMap { $0 } + told + [sentences.cost, sentences.sureness].compactMap { $0 }
    warnings =
      results.alarms
      + Fairness.checks(of: results).filter { !$0.isMet }.map { "not matched: \($0.name): \($0.detail)" }
  }

  private static func row(
    _ saying: Saying, _ ids: [String], _ results: ComparisonResults, _ facts: [HeadlineFact]
  ) -> HeadlineRow {
    var (quantity, texts): (String, [String: String]?) = (saying.quantity, nil)
    // Of several, the first: as a verdict's number is that of the first case that tells.
    for case .row(saying.id, quantity: let name, texts: let numbers) in facts.reversed() {
      (quantity, texts) = (name, numbers)
    }
    let cells = ids.map { id in
      let claims = results.claims.filter { $0.id == saying.id && $0.model == id }
      let able = claims.filter { !results.lacksSeeds($0) }
      return HeadlineCell(
        saying: saying.words[id], verdict: .together(able.map(\.verdict)),
        number: texts.map { $0[id] } ?? saying.number(claims.compactMap(\.measured)), claims: able)
    }
    return HeadlineRow(id: saying.id, title: saying.title, quantity: quantity, cells: cells)
  }
}

extension ComparisonResults {
  /// Whether one seed decides nothing that is measured.
  var isOneSeed: Bool { self.protocol.seeds.count < 2 }

  /// Whether a claim is open for the want of seeds: with one, that is no finding.
  package func lacksSeeds(_ claim: ClaimRecord) -> Bool {
    isOneSeed && claim.basis == .measurement && claim.verdict == .inconclusive
  }
}
