// Published: attention mixes at less cost than a recurrence while a sequence is shorter than it is wide.

import Foundation
import LabKit
import LabReport
import LabResults

/// The work and the time of attention and of recurrences by length, and where one overtakes the other.
struct MixerPattern: Pattern {
  let id = "mixers"
  let title = "What mixes positions, by length: work and time"
  let source = "Vaswani et al. 2017, table 1"
  let setting = """
    one layer, one sequence, one thread, forward and backward; the mixer alone: the product with the state before \
    and the gates, or attention's scores, softmax and mean of the values, with a causal mask
    """

  static let lengths = [64, 256, 1024, 4096], widths = [64, 256]
  static let models = ["rnn", "lstm", "transformer"]

  func cells(_ subject: PatternSubject) throws -> [PatternCell] {
    let machine = Machine(threads: 1).cpu
    return try Self.models.flatMap { model in
      try (subject.isQuick ? [64] : Self.widths).flatMap { width in
        try (subject.isQuick ? [64, 1024] : Self.lengths).map { length in
          try MixerCell(type: subject.type(model), length: length, width: width, machine: machine)
            .cell(Self.name(model, length, width))
        }
      }
    }
  }

  private static func name(_ model: String, _ length: Int, _ width: Int) -> String { "\(model)-\(length)-\(width)" }

  /// What a cell is compared by.
  private enum Cost: CaseIterable {
    case work, time, wholeTime

    /// By seed.
    func values(_ results: CellResults, _ cell: String) -> [Double]? {
      switch self {
      case .work: results.outcomes[cell].map { $0.map { Double($0.tokens) } }
      case .time: results.scores(cell)
      case .wholeTime: results.scores(cell, longer: 0)
      }
    }
  }

  /// Attention's cost over a recurrence's, seed by seed.
  private func ratios(_ results: CellResults, over model: String, _ cost: Cost, _ length: Int, _ width: Int)
    -> [Double]?
  {
    guard let attention = cost.values(results, Self.name("transformer", length, width)),
      let recurrence = cost.values(results, Self.name(model, length, width))
    else { return nil }
    return zip(attention, recurrence).map { $0 / $1 }
  }

  func findings(_ results: CellResults) -> [Finding] {
    [("rnn", "an RNN"), ("lstm", "an LSTM")].flatMap { model, name in
      [
        finding(results, model, "n < d: attention is faster than \(name)", .below(1)) { $0 < $1 },
        finding(results, model, "n ≫ d: attention is slower than \(name)", .above(1)) { $0 >= 16 * $1 },
        crossover(results, model, name),
      ]
    }
  }

  private func finding(
    _ results: CellResults, _ model: String, _ statement: String, _ rule: DecisionRule,
    where isAsked: (_ length: Int, _ width: Int) -> Bool
  ) -> Finding {
    let cases = Self.widths.flatMap { width in
      Self.lengths.filter { isAsked($0, width) }.compactMap { length in
        ratios(results, over: model, .time, length, width).map {
          Evidence.Case("n = \(length), d = \(width)", Estimate($0))
        }
      }
    }
    return Finding(
      statement, published: "n²·d against n·d²", model: "transformer / \(model)",
      quantity: "time of the mixer, attention over recurrence", rule, evidence: .cases(cases))
  }

  /// Where attention's cost reaches the recurrence's, between two lengths by a straight line through the logarithms.
  private func crossing(_ results: CellResults, _ model: String, _ cost: Cost, _ width: Int, seed: Int) -> Double? {
    let points = Self.lengths.compactMap { length in
      ratios(results, over: model, cost, length, width).map { (log(Double(length)), log($0[seed])) }
    }
    return zip(points, points.dropFirst()).first { $0.1 < 0 && $1.1 >= 0 }.map { left, right in
      exp(left.0 - left.1 * (right.0 - left.0) / (right.1 - left.1))
    }
  }

  private func crossover(_ results: CellResults, _ model: String, _ name: String) -> Finding {
    let cases = Self.widths.compactMap { width -> Evidence.Case? in
      let seeds = results.outcomes[Self.name(model, Self.lengths[0], width)]?.indices
      let shifts = (seeds ?? 0..<0).compactMap { seed -> Double? in
        guard let counted = crossing(results, model, .work, width, seed: seed),
          let timed = crossing(results, model, .time, width, seed: seed)
        else { return nil }
        return timed / counted
      }
      guard let seeds, !seeds.isEmpty else { return nil }
      return shifts.count == seeds.count
        ? Evidence.Case("d = \(width)", Estimate(shifts))
        : Evidence.Case("d = \(width)", Estimate([.nan]), whyNot: "it does not lie between the lengths")
    }
    return Finding(
      "As slow as \(name) at a larger n than by counts", published: "only counts: at n = d",
      model: "transformer / \(model)", quantity: "length of equal time over length of equal work", .above(1),
      evidence: .cases(cases))
  }

  func figures(_ results: CellResults, _ legend: Legend) -> [Figure] {
    Self.widths.flatMap { width in
      [(Cost.time, "mixer alone", "mixer"), (.wholeTime, "whole layer, training step", "layer")].compactMap {
        cost, what, id in
        CellLines(
          results: results, legend: legend, models: Self.models, places: Self.lengths, x: Axis("tokens n", .lengths),
          y: Axis("milliseconds", .logarithmic)
        ) { model, length in cost.values(results, Self.name(model, length, width)).map { Estimate($0) } }
        .figure(id: "\(id)-\(width)", title: "Time by length at width \(width): \(what)")
      }
    }
  }
}
