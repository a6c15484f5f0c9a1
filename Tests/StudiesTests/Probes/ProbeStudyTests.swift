// Tasks as studies: models are matched in size, and only those that see the question are asked.

import LabKit
import ModelCatalog
import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("Tasks as studies")
struct ProbeStudyTests {
  private static let probes = [
    Probe(task: CopyTask(gap: 8)), Probe(task: CopyTask(gap: 24)), Probe(task: AddingTask(gap: 8)),
    Probe(task: RecallTask(gap: 4), batchSize: 128), Probe(task: RecallTask(gap: 16), batchSize: 128),
    Probe(task: CountingTask(length: 16), longer: [CountingTask(length: 64)]),
  ]

  @Test("models have as many parameters as the reference, within 2 %", arguments: probes.indices)
  func matching(index: Int) throws {
    let probe = Self.probes[index]
    for type in LabModels.all where type.sight != .around {
      let counts = try [type, ModelCatalog.reference].map { type in
        let settings = try probe.settings(
          for: type, reference: ModelCatalog.reference, rate: 0.002, threads: 1)
        return Double(try ProbeRun(probe.task, type, settings).model.parameters.scalarCount)
      }
      #expect(abs(counts[0] / counts[1] - 1) < 0.02, "\(type.identifier) on \(probe.task.id)")
    }
  }

  @Test("only models that see the question are asked", arguments: ["copy", "recall", "adding", "parity"])
  func asked(id: String) throws {
    let study = try #require(StudyList.named(id))
    for type in LabModels.all { #expect((study.reasonAgainst(type) != nil) == (type.sight == .around)) }
    #expect(study.needs == .models && study.distances != nil)
  }
}
