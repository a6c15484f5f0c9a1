// What a comparison found of the claims, for the terminal.

import Foundation
import LabKit

extension ComparisonTables {
  /// One row for each claim about a model: what was measured, and the verdict.
  public var claims: Table? {
    guard results.claims.contains(where: { $0.measured != nil }) else { return nil }
    var table = Table(
      title: "Claims, each decided by the rule that report.html and results.json give",
      columns: [.init(""), .init("claim"), .init("measured", .right), .init("verdict")])
    for claim in results.claims {
      table.addRow([
        .init(claim.id, .dim), .init(claim.claim), .init(Self.measured(claim)),
        .init(claim.verdict.rawValue, Self.role(claim.verdict)),
      ])
    }
    return table
  }

  /// How gradients fade: half-lives before and after training.
  public var gradientFlow: Table? {
    let models = results.models.filter { !$0.gradientFlow.isEmpty }
    guard !models.isEmpty else { return nil }
    var table = Table(
      title: "Half-life of the gradient by the embedded token, in tokens (R² of the fit)",
      columns: [.init("model"), .init("untrained", .right), .init("trained", .right), .init("g(32)/g(1)", .right)])
    for model in models {
      func record(_ isTrained: Bool) -> GradientFlowRecord? {
        model.gradientFlow.first { $0.by == .embedding && $0.isTrained == isTrained && $0.setting == nil }
      }
      table.addRow([
        .init(name(model.id), .accent), .init(record(false).map(Self.halfLife) ?? "–"),
        .init(record(true).map(Self.halfLife) ?? "–"), .init(record(true).flatMap(Self.fading) ?? "–"),
      ])
    }
    return table
  }

  private static func role(_ verdict: ComparisonResults.Verdict) -> Style.Role {
    switch verdict {
    case .supported: .good
    case .contradicted: .bad
    case .inconclusive: .caution
    }
  }

  /// The value, and half its interval where there is one.
  private static func measured(_ claim: ComparisonResults.ClaimRecord) -> String {
    guard let value = claim.measured else { return "–" }
    guard let high = claim.high else { return short(value) }
    return short(value) + " ±" + short(high - value)
  }

  /// "–" where there is nothing to fit, as for a model that sees its last token alone.
  private static func halfLife(_ record: GradientFlowRecord) -> String {
    guard record.rSquared.mean.isFinite else { return "–" }
    let life = record.halfLife.map { short($0.mean) } ?? "does not fade"
    return life + String(format: " (%.2f)", record.rSquared.mean)
  }

  private static func fading(_ record: GradientFlowRecord) -> String? {
    guard let near = record.lags.firstIndex(of: 1), let far = record.lags.firstIndex(of: 32) else { return nil }
    return short(record.norms[far].mean / record.norms[near].mean)
  }

  /// Three digits that count; powers of ten for what is tiny; "–" for what is no number.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = abs(value)
    if size > 0 && size < 0.001 { return String(format: "%.0e", value) }
    return String(format: size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value)
  }
}
