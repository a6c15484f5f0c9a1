// The table of a step's profile fits 80 columns, whatever the sizes.

import Foundation
import LabKit
import LabReport
import Testing
import seqlab

@Suite("Table of a step's profile")
struct StepProfileTableTests {
  /// A benchmark of a given time for a step, most of it spent in the operation with the longest name.
  private func benchmark(milliseconds: Double) throws -> StepBenchmark {
    let json = """
      {"impl": "seqlab", "model": "transformer", "batch": 32, "length": 128, "width": 128, "layers": 4, "heads": 4,
       "vocab": 512, "threads": 2, "parameters": 1, "ms_per_step": \(milliseconds), "tokens_per_s": 1, "peak_mib": 1,
       "flops_per_step": 1000000, "span_per_step": 561, "gemm_gflops": 200, "limit_ms": \(milliseconds / 4),
       "of_limit": 0.25,
       "profile": {"steps": 20, "mean_ms_per_step": \(milliseconds), "parts": [
         {"name": "linearCrossEntropy", "calls": 1024, "forward_ms": \(milliseconds), "backward_ms": \(milliseconds / 2),
          "ms": \(milliseconds * 1.5), "share": 0.75, "flops": 1000000, "gflops_per_thread": 1024.5, "of_limit": 1.024},
         {"name": "waiting and rest", "ms": \(milliseconds / 2), "share": 0.25}]}}
      """
    return try JSONDecoder().decode(StepBenchmark.self, from: Data(json.utf8))
  }

  @Test("lines have 80 columns at most", arguments: [0.012, 3.5, 47.125, 812, 99_999.9])
  func width(milliseconds: Double) throws {
    let benchmark = try benchmark(milliseconds: milliseconds)
    let report = StepProfileTable(try #require(benchmark.profile), of: benchmark)
    let lines = report.table.text(width: 1000).split(separator: "\n") + [report.counts[...], report.summary[...]]
    for line in lines { #expect(TextWidth.columns(String(line)) <= 80, "\(line)") }
  }

  @Test("a row has an operation's figures, the last row the sum")
  func figures() throws {
    let benchmark = try benchmark(milliseconds: 20)
    let report = StepProfileTable(try #require(benchmark.profile), of: benchmark)
    let rows = report.table.rows.map { $0.map(\.text) }
    #expect(rows[0] == ["linearCrossEntropy", "1024", "20.00", "10.00", "30.00", "75.0 %", "1024.5", "102.4 %"])
    #expect(rows[1] == ["waiting and rest", "–", "–", "–", "10.00", "25.0 %", "–", "–"])
    #expect(rows[2] == ["sum", "1024", "20.00", "10.00", "40.00", "100 %", "", ""])
    #expect(report.counts == "1 MFLOP a step; its longest chain has 561 operations")
    #expect(report.summary == "20 ms per step (median of 20), limit 5 ms, of_limit 25.0 %")
  }
}
