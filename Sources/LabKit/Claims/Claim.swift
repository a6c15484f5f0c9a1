// The claims that the lab puts to the test, each with the rule that decides it.

/// A statement about one model, the quantity that it is about, and the rule by which a measurement decides it.
///
/// Nothing is decided in advance: the verdict follows from the rule and the number.
public struct Claim: Sendable {
  /// The claim's number in the source deck: "C1".
  public let id: String
  /// The model that it is about.
  public let model: String
  /// What is claimed, in a short sentence.
  public let statement: String
  /// What is measured, and its unit.
  public let quantity: String
  /// What the quantity must be for the claim to be supported.
  public let rule: ClaimRule
  /// Whether the quantity is counted or fitted to counts, and so the same for every seed.
  public let isCounted: Bool
  /// The measurement, from the results; nil where it was not made.
  let evidence: @Sendable (ComparisonResults) -> Evidence?
  /// What a reader should think of, whatever the verdict.
  let remark: String

  /// - Parameters:
  ///   - remark: One sentence beside the verdict, whatever it is.
  ///   - evidence: The measurement, from the results; nil where it was not made.
  public init(
    _ id: String, _ model: String, _ statement: String, quantity: String, _ rule: ClaimRule, isCounted: Bool = false,
    remark: String, evidence: @escaping @Sendable (ComparisonResults) -> Evidence?
  ) {
    (self.id, self.model, self.statement, self.quantity) = (id, model, statement, quantity)
    (self.rule, self.isCounted, self.remark, self.evidence) = (rule, isCounted, remark, evidence)
  }

  /// The claim held against results.
  public func record(_ results: ComparisonResults) -> ComparisonResults.ClaimRecord {
    let found = evidence(results)
    let verdict = found.map { rule.verdict(on: $0) } ?? .inconclusive
    let interval = isCounted ? nil : found?.interval
    return ComparisonResults.ClaimRecord(
      id: id, model: model, claim: statement, rule: rule.text(isCounted: isCounted), quantity: quantity,
      measured: found.map(\.value).flatMap { $0.isFinite ? $0 : nil }, low: interval?.low, high: interval?.high,
      seeds: found?.seeds ?? 0, repetitions: found?.repetitions ?? 0, verdict: verdict, reason: reason(found))
  }

  private func reason(_ found: Evidence?) -> String {
    guard let found else { return "Not measured in this run." }
    guard found.interval != nil else {
      return found.seeds == 1 ? "One seed gives no interval; more seeds decide it." : "A value is not finite."
    }
    return remark
  }
}

extension Claim {
  /// All claims held against results: those about models that were compared, or whose position encodings were.
  public static func records(of results: ComparisonResults) -> [ComparisonResults.ClaimRecord] {
    let compared = Set(results.models.map(\.id) + results.positions.map(\.model))
    return all.filter { compared.contains($0.model) }.map { $0.record(results) }
  }

  /// Every claim about every model: C1 to C6 make a table of three models, the others stand alone.
  public static let all: [Claim] =
    vanishingGradients + longTermDependencies + complexity + parallelism + memory + contextHandling
    + [lastFewInputs] + blanks + wordOrder + [parallelHardware]
}
