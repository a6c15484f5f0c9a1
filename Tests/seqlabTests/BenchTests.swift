// `seqlab bench`: what a training step costs, and where its time goes.

import Foundation
import LabKit
import Testing

extension CommandLineTests.CommandTests {
  @Test("bench prints one JSON line with everything in it")
  func bench() throws {
    let sizes = ["--batch", "2", "--length", "8", "--width", "8", "--layers", "1", "--heads", "2", "--vocab", "16"]
    let result = try json(["bench", "--model", "transformer"] + sizes + ["--steps", "3", "--threads", "1"])
    let keys = [
      "impl", "model", "batch", "length", "width", "layers", "vocab", "parameters", "ms_per_step", "tokens_per_s",
      "peak_mib", "flops_per_step", "span_per_step", "gemm_gflops", "limit_ms", "of_limit",
    ]
    for key in keys { #expect(result[key] != nil, "\(key)") }
    #expect(result["vocab"] as? Int == 16 && result["batch"] as? Int == 2)
    #expect(result["profile"] == nil)
  }

  @Test("--plain runs a model by its equations: the same counted work, operation by operation")
  func plain() throws {
    let flags = [
      "bench", "--model", "gru", "--batch", "2", "--length", "6", "--width", "8", "--vocab", "40", "--steps", "2",
    ]
    let fused = try #require(try json(flags)["flops_per_step"] as? Int)
    #expect(try json(flags + ["--plain"])["flops_per_step"] as? Int == fused && fused > 0)
    let parts = try run(flags + ["--plain", "--profile"])
    for part in ["sigmoid", "stack", "linear"] { #expect(parts.contains("\n\(part) ")) }
    #expect(!parts.contains("\nrecurrence "))
  }

  @Test("bench --profile shows in 80 columns, and in JSON, where the time goes")
  func benchProfile() throws {
    let flags = ["bench", "--model", "lstm", "--batch", "2", "--length", "8", "--width", "8", "--vocab", "16"]
    let profiled = flags + ["--steps", "3", "--threads", "2", "--profile"]
    let text = try run(profiled)
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for part in ["recurrence", "optimiser", "waiting and rest", "sum"] { #expect(text.contains("\n\(part) ")) }
    #expect(text.contains(/\n.* MFLOP a step; its longest chain has [0-9]+ operations\n/))
    #expect(text.contains(/\n.* ms per step .* limit .* of_limit .*\n$/))
    let output = try run(profiled + ["--json"])
    #expect(output.hasSuffix("\n") && output.dropLast().allSatisfy { $0 != "\n" })
    let benchmark = try JSONDecoder().decode(StepBenchmark.self, from: Data(output.utf8))
    let parts = try #require(benchmark.profile).parts
    #expect(parts.contains { $0.name == "recurrence" && $0.calls == 2 })
    #expect(abs(parts.reduce(0) { $0 + $1.share } - 1) < 1e-9)
  }
}
