// The table of where a training step's time goes, and lines that sum it up.

import Foundation
import LabKit
import LabReport

/// A profile as a table of 80 columns, and two lines that sum it up.
package struct StepProfileTable {
  private let profile: StepProfile
  private let benchmark: StepBenchmark

  /// - Parameter benchmark: The result that the profile belongs to.
  package init(_ profile: StepProfile, of benchmark: StepBenchmark) {
    (self.profile, self.benchmark) = (profile, benchmark)
  }

  /// The parts of a step with their times, shares and rates, and their sum.
  package var table: Table {
    let threads = benchmark.threads == 1 ? "of 1 thread" : "summed over \(benchmark.threads) threads"
    var table = Table(
      title: "Milliseconds a step, \(threads); GFLOP/s of one thread",
      columns: [
        .init("part"), .init("calls", .right), .init("forward", .right), .init("backward", .right),
        .init("total", .right), .init("share", .right), .init("GFLOP/s", .right), .init("of limit", .right),
      ])
    for part in profile.parts {
      let role: Style.Role? = part.calls == nil ? .dim : nil
      let texts = [
        part.calls.map(String.init), part.forwardMilliseconds.map(time), part.backwardMilliseconds.map(time),
        time(part.milliseconds), Self.percent(part.share), part.threadRate.map { String(format: "%.1f", $0) },
        part.ofLimit.map(Self.percent),
      ]
      table.addRow([.init(part.name, role ?? .accent)] + texts.map { .init($0 ?? "–", role) })
    }
    func sum(_ value: (StepProfile.Part) -> Double?) -> String {
      time(profile.parts.reduce(0) { $0 + (value($1) ?? 0) })
    }
    table.addRow(
      [
        "sum", "\(profile.parts.reduce(0) { $0 + ($1.calls ?? 0) })", sum(\.forwardMilliseconds),
        sum(\.backwardMilliseconds), sum(\.milliseconds), "100 %",
      ].map { .init($0, .strong) })
    return table
  }

  /// What was counted, in a line of less than 80 columns.
  package var counts: String {
    String(
      format: "%.4g MFLOP a step; its longest chain has %d operations", Double(benchmark.flopsPerStep) / 1e6,
      benchmark.spanPerStep)
  }

  /// The benchmark's own result in a line of less than 80 columns.
  package var summary: String {
    String(
      format: "%.4g ms per step (median of %d), limit %.4g ms, of_limit %.1f %%", benchmark.millisecondsPerStep,
      profile.steps, benchmark.limitMilliseconds, 100 * benchmark.ofLimit)
  }

  /// A time in milliseconds, with as many digits behind the point as leave the longest time five characters where possible.
  private func time(_ milliseconds: Double) -> String {
    let whole = profile.millisecondsPerStep * Double(benchmark.threads)
    return String(format: "%.\(whole < 10 ? 3 : whole < 100 ? 2 : whole < 1000 ? 1 : 0)f", milliseconds)
  }

  private static func percent(_ value: Double) -> String { String(format: "%.1f %%", value * 100) }
}
