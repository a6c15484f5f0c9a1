// Brent's bounds on the speed-up by processors: worked out by hand, and against schedules of small computations.

import Foundation
import LabResults
import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("Bounds on the speed-up")
struct BoundsTests {
  @Test("by hand: no more than processors or work over span, and at least what a greedy schedule gets")
  func byHand() {
    let bounds = Bounds(work: 1000, span: 10)
    // 1000/(1000/4 + 10), and 4 processors; 1000/(1000/1000 + 10), and 1000/10.
    #expect(abs(bounds.speedUp(4).least - 1000.0 / 260) < 1e-12 && bounds.speedUp(4).most == 4)
    #expect(abs(bounds.speedUp(1000).least - 1000.0 / 11) < 1e-12 && bounds.speedUp(1000).most == 100)
    let chain = Bounds(work: 7, span: 7)
    #expect(chain.speedUp(50).most == 1 && chain.speedUp(50).least < 1)
  }

  @Test("a greedy schedule of operations that wait for each other is within the bounds", arguments: 1...20)
  func schedules(seed: Int) {
    var random = Noise(seed: UInt64(seed))
    // Each of 60 operations waits for up to three before it.
    let waits = (0..<60).map { (operation: Int) -> [Int] in
      let drawn = (0..<3).map { _ in Int((random.next() + 1) / 2 * 1.3 * Double(operation)) }
      return drawn.filter { $0 < operation }
    }
    var depths: [Int] = []
    for before in waits { depths.append(1 + (before.map { depths[$0] }.max() ?? 0)) }
    let bounds = Bounds(work: 60, span: depths.max() ?? 0)
    for processors in [1, 2, 3, 7, 60] {
      var (finished, steps): (Set<Int>, Int) = ([], 0)
      while finished.count < 60 {
        let ready = waits.indices.filter { !finished.contains($0) && waits[$0].allSatisfy(finished.contains) }
        finished.formUnion(ready.prefix(processors))
        steps += 1
      }
      let speedUp = 60 / Double(steps)
      let (least, most) = bounds.speedUp(processors)
      #expect(least <= speedUp + 1e-12 && speedUp <= most + 1e-12, "\(processors): \(least) \(speedUp) \(most)")
    }
  }

  @Test("ten times as much to do at once is the limit of the claim")
  func claims() throws {
    for (span, expected) in [(500, Verdict.supported), (2000, .contradicted)] {
      var studies = SampleStudies()
      studies.brent.models = [
        "rnn": Bounds(work: 10_000, span: 1000), "transformer": Bounds(work: 100_000, span: span),
      ]
      let claims = StudyList.claims(try studies.parts(only: ["brent"]))
      let record = try #require(Claim.verdicts(on: claims).records.first { $0.model == "transformer" })
      // 10 operations at once, against 200 or 50.
      #expect(record.id == "C12" && record.verdict == expected && record.basis == .construction)
      #expect(record.measured == 10_000 / Double(span))
    }
  }

  @Test("work and span of a step grow with the length as the model says")
  func models() throws {
    func bounds(_ identifier: String, _ length: Int) throws -> Bounds {
      let configuration = ModelConfiguration(
        vocabularySize: 33, width: 16, layerCount: 1, headCount: 1, contextLength: length)
      return Bounds(of: try SmallCorpus.model(identifier).init(configuration), length: length)
    }
    let (rnn, attention) = (
      try [64, 128].map { try bounds("rnn", $0) }, try [64, 128].map { try bounds("transformer", $0) }
    )
    #expect(rnn.allSatisfy { $0.work > $0.span } && attention.allSatisfy { $0.work > $0.span })
    #expect(abs(Double(rnn[1].span) / Double(rnn[0].span) - 2) < 0.1, "step by step")
    #expect(Double(attention[1].span) / Double(attention[0].span) < 1.2, "all at once")
    #expect(attention[1].speedUp(1000).least > rnn[1].speedUp(1000).least)
  }
}
