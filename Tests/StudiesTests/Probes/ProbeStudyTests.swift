// Tasks as studies: models are matched in size, and only those that see the question are asked.

import LabKit
import LabResults
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

  @Test("by itself it takes as long as its seeds, its models and the tokens of its examples ask for")
  func time() throws {
    let study = try #require(StudyList.named("recall"))
    func seconds(
      _ models: [String], seeds: [UInt64] = [1], distance: Int? = nil, effort: Profile = .full
    ) throws -> Double {
      study.seconds(
        of: StudySubject(
          types: try models.map { try SmallCorpus.model($0) }, reference: ModelCatalog.reference, seeds: seeds,
          threads: 2, effort: effort, distance: distance))
    }
    let one = try seconds(["lstm"], distance: 32)
    #expect(one > 1)
    #expect(try abs(seconds(["lstm", "rnn"], seeds: [1, 2, 3], distance: 32) / one - 6) < 1e-9)
    let longer = try seconds(["lstm"], distance: 128) / one
    #expect(longer > 3 && longer < 4.1, "\(longer)")
    // A profile that leaves it out asks over the distances of one that has it.
    #expect(try seconds(["lstm"], effort: .quick) == seconds(["lstm"]))
    #expect(try seconds(["lstm"]) == study.seconds(in: .full, models: 1, seeds: 1))
    // Whose rate is not known is tried with several.
    #expect(try seconds(["gru"], distance: 32) > 5 * one)
  }

  @Test("every study has a time by itself")
  func times() throws {
    for study in StudyList.all {
      let types = LabModels.all.filter { study.reasonAgainst($0) == nil }
      let subject = StudySubject(
        types: types, reference: ModelCatalog.reference, seeds: [1, 2, 3], threads: 2, effort: .quick)
      #expect(study.seconds(of: subject) > 0, "\(study.id)")
    }
  }

  @Test("only models that see the question are asked", arguments: ["copy", "recall", "adding", "parity"])
  func asked(id: String) throws {
    let study = try #require(StudyList.named(id))
    for type in LabModels.all { #expect((study.reasonAgainst(type) != nil) == (type.sight == .around)) }
    #expect(study.needs == .models && study.distances != nil)
  }
}
