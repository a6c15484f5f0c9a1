// Plans that come from files: those that no comparison can have are refused, and none stops the program.

import Foundation
import LabKit
import LabResults
import SequenceKit
import TestSupport
import Testing

@Suite("Plans of a comparison")
struct ComparisonPlanTests {
  @Test("those of the profiles, and of texts, can be had", arguments: Profile.allCases)
  func sound(_ profile: Profile) throws {
    var plan = ComparisonPlan(profile, threads: 2)
    try plan.check()
    plan.searchOnText(ComparisonPlan.textRates)
    (plan.validationLooks, plan.dropout, plan.schedule) = (20, 0.1, .usual)
    try plan.check()
  }

  /// Each makes a sound plan one that no comparison can have.
  private static let changes: [(what: String, make: @Sendable (inout ComparisonPlan) -> Void)] = [
    ("no seeds", { $0.seeds = [] }), ("a seed twice", { $0.seeds = [1, 2, 1] }),
    ("a seed without a next", { $0.seeds = [.max] }), ("too many seeds", { $0.seeds = Array(1...2000) }),
    ("no length", { $0.length = 0 }), ("a negative length", { $0.length = -5 }), ("no rows", { $0.batchSize = 0 }),
    ("no steps", { $0.steps = 0 }),
    ("more than can be counted", { ($0.steps, $0.batchSize, $0.length) = (1_000_000_000, 65_536, 1_048_576) }),
    ("no threads", { $0.threads = 0 }), ("too many threads", { $0.threads = 1 << 40 }),
    ("no width", { $0.referenceWidth = 0 }), ("a width beyond all", { $0.referenceWidth = .max }),
    ("no layers", { $0.referenceLayers = 0 }), ("too many layers", { $0.recurrentLayers = .max }),
    ("no heads", { $0.headCount = 0 }), ("negative blanks", { $0.blankCount = -1 }),
    ("negative sizes", { $0.corpusSizes.test = -1 }), ("sizes beyond all", { $0.corpusSizes.train = .max }),
    ("negative runs", { $0.halfBudgetSeeds = -1 }), ("no looks", { $0.validationLooks = 0 }),
    ("dropout of all", { $0.dropout = 1 }), ("a rate of 0", { $0.learningRates["rnn"] = 0 }),
    ("a rate beyond all", { $0.defaultLearningRate = .infinity }),
    ("a rate that is none", { $0.defaultLearningRate = .nan }),
    ("a search without rates", { $0.search = SettingsSearch(rates: [], steps: 5) }),
    ("a search without seeds", { $0.search = SettingsSearch(rates: [0.1], steps: 5, seeds: []) }),
    ("a search without steps", { $0.search = SettingsSearch(rates: [0.1], steps: 0) }),
    ("a search with fewer than no variants", { $0.search = SettingsSearch(rates: [0.1], variants: -9, steps: 1) }),
  ]

  @Test("any other is refused before anything is made of it", arguments: changes.indices)
  func unsound(_ index: Int) throws {
    var plan = ComparisonPlan(.quick, threads: 2)
    Self.changes[index].make(&plan)
    #expect(throws: ConfigurationError.self, "\(Self.changes[index].what)") { try plan.check() }
    let corpus = try SmallCorpus.stories(train: 3000, test: 300)
    #expect(throws: ConfigurationError.self) {
      try Comparison(
        plan, corpus: corpus, models: [try SmallCorpus.model("rnn")], reference: try SmallCorpus.model("transformer"))
    }
  }

  @Test(
    "a schedule is checked, too",
    arguments: [
      #"{"looks": [], "level": 0.05}"#, #"{"looks": [1, 3], "level": 0.05}"#, #"{"looks": [3, 3], "level": 0.05}"#,
      #"{"looks": [3, 9223372036854775807], "level": 0.05}"#, #"{"looks": [3, 5], "level": -1}"#,
    ])
  func schedule(json: String) throws {
    var plan = ComparisonPlan(.full, threads: 2)
    plan.schedule = try JSONDecoder().decode(SeedSchedule.self, from: Data(json.utf8))
    #expect(throws: ConfigurationError.self) { try plan.check() }
  }

  @Test("a model is named once")
  func twice() throws {
    var plan = ComparisonPlan(.quick, threads: 1)
    (plan.referenceWidth, plan.length) = (26, 24)
    let (corpus, model) = (try SmallCorpus.stories(train: 3000, test: 300), try SmallCorpus.model("rnn"))
    #expect(throws: ConfigurationError.self) {
      try Comparison(plan, corpus: corpus, models: [model, model], reference: try SmallCorpus.model("transformer"))
    }
  }
}
