// A comparison with its studies: the same bytes twice, progress that only goes on, and what a corpus does not tell is left out.

import Corpora
import Foundation
import LabKit
import LabResults
import Studies
import TestSupport
import Testing

@Suite("A comparison with its studies")
struct StudiedComparisonTests {
  private static let models = ["rnn", "birnn", "transformer"]
  private static let studies = ["distance", "blanks", "gradient-flow", "context", "inside", "samples"]

  private func comparison(on corpus: Corpus, width: Int = 24, studies: [String]?) throws -> Comparison {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (width, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 20, 40, [1, 2])
    (plan.defaultLearningRate, plan.studies) = (0.008, studies)
    return try Comparison(
      plan, corpus: corpus, models: Self.models.map(SmallCorpus.model), reference: SmallCorpus.model("transformer"))
  }

  @Test("the same seeds give the same results but for times, and they come back from results.json")
  func deterministic() throws {
    let comparison = try comparison(on: SmallCorpus.stories(train: 5000, test: 400), studies: Self.studies)
    func results() throws -> ComparisonResults {
      var results = try comparison.runWithStudies { _ in }
      for index in results.models.indices { results.models[index].seconds = 0 }
      results.studySeconds = [:]
      return results
    }
    let (first, second) = (try results(), try results())
    #expect(try first.json() == second.json())
    #expect(first.studies.ids == Set(Self.studies))
    #expect(try JSONDecoder.ofStudies.decode(ComparisonResults.self, from: first.json()) == first)
    let (records, control) = Claim.verdicts(on: StudyList.claims(first.studies))
    #expect(
      first.claims == records && first.claims.contains { $0.id == "C1" }
        && first.verdictNote == control.text(claims: records.count))

    // What cannot be asked is not there: a bidirectional RNN has no effective context.
    let json = try #require(try JSONSerialization.jsonObject(with: first.json()) as? [String: Any])
    let parts = try #require(json["studies"] as? [String: [String: Any]])
    func asked(_ study: String) -> Set<String> { Set((parts[study]?["models"] as? [String: Any] ?? [:]).keys) }
    #expect(asked("context") == ["rnn", "transformer"] && asked("samples") == asked("context"))
    #expect(asked("gradient-flow") == Set(Self.models) && asked("inside") == Set(Self.models))
  }

  @Test("progress of studies goes from 0 to 1, after the runs, and whoever is told of it may stop it")
  func progress() throws {
    struct Stopped: Error {}
    let comparison = try comparison(on: SmallCorpus.stories(train: 5000, test: 400), studies: ["context", "samples"])
    var (done, finished, studied): ([Double], Int, [String]) = ([], 0, [])
    let results = try comparison.runWithStudies { event in
      switch event {
      case .comparing(.finished):
        #expect(done.isEmpty)
        finished += 1
      case .comparing: break
      case .studying(let what, let share):
        #expect(what.hasPrefix("context: ") || what.hasPrefix("samples: "))
        done.append(share)
      case .studied(let id, let seconds):
        #expect(seconds > 0)
        studied.append(id)
      }
    }
    #expect(studied == ["context", "samples"] && Set(results.studySeconds.keys) == Set(studied))
    #expect(finished == 6 && done.first == 0 && done == done.sorted() && done.allSatisfy { $0 <= 1 })
    #expect(throws: Stopped.self) {
      try comparison.runWithStudies { if case .studying = $0 { throw Stopped() } }
    }
  }

  @Test("a text tells no distances, and all else is studied")
  func text() throws {
    let comparison = try comparison(on: SmallCorpus.characters(), width: 32, studies: Self.studies)
    let results = try comparison.runWithStudies { _ in }
    #expect(results.studies.ids == Set(Self.studies).subtracting(["distance"]))
    #expect(!results.claims.contains { $0.id == "C2" })
  }

  @Test("a plan without studies makes none; one that names none makes those of its profile")
  func chosen() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    let results = try comparison(on: corpus, studies: []).runWithStudies { _ in }
    #expect(results.studies == StudyParts() && results.claims.isEmpty)
    let usual = try comparison(on: corpus, studies: nil).studies.map(\.id)
    #expect(
      usual == StudyList.all.map(\.id).filter { !["copy", "recall", "adding", "parity", "positions"].contains($0) })
    #expect(try comparison(on: corpus, studies: ["copy"]).studies.map(\.id) == ["copy"])
  }
}
