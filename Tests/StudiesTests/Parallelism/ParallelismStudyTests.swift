// Work, span and speed-up: counted alike whenever they are counted, and measured where there are threads.

import Foundation
import LabKit
import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("Parallelism", .serialized)
struct ParallelismStudyTests {
  private func models(_ types: [any SequenceModel.Type], threads: Int) throws -> [String: [String: Any]] {
    let json = try StudyJSON.run("parallelism", of: StudySubject(tiny: types, threads: threads))
    return try #require((json["record"] as? [String: Any])?["models"] as? [String: [String: Any]])
  }

  // One test, for what is measured takes seconds.
  @Test("several threads give a speed-up, one value a repetition, one thread none; a recurrence waits at each token")
  func speedUpAndSpan() throws {
    let together = try models([try SmallCorpus.model("rnn"), try SmallCorpus.model("transformer")], threads: 2)
    let (rnn, transformer) = (together["rnn"], together["transformer"])
    let alone = try models([try SmallCorpus.model("rnn")], threads: 1)["rnn"]
    let ratios = try #require((rnn?["speedUp"] as? [String: Any])?["ratios"] as? [Double])
    #expect(ratios.count == 11 && ratios.allSatisfy { $0.isFinite && $0 > 0 })
    let singles = try #require(rnn?["singles"] as? [[[String: Any]]])
    #expect(singles.count == 2 && singles.allSatisfy { $0.count == 11 }, "two widths, eleven repetitions")
    #expect(alone?["speedUp"] is NSNull)
    for key in ["work", "span"] {
      let count = try #require(alone?[key] as? Int)
      #expect(count > 0 && rnn?[key] as? Int == count, "\(key) is counted, and the same however many threads")
    }
    let spans = try [rnn, transformer].map { try #require($0?["span"] as? Int) }
    #expect(spans[0] > 2 * 128 && spans[1] < spans[0])
  }

  @Test("where a gradient is not finite, nothing is measured")
  func notFinite() throws {
    #expect(throws: NonFiniteValue.self) { _ = try models([ExplodingModel.self], threads: 1) }
  }
}
