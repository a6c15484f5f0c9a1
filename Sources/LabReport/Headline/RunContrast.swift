// What tells two runs apart, in few words.

import LabResults

/// The settings in which two comparisons differ, and names made of them.
package struct RunContrast {
  /// A setting in which they differ.
  package struct Difference: Equatable {
    /// "steps", and what either has.
    package let what, first, second: String
  }

  /// Those that people set first: the profile, the corpus, the models.
  package let differences: [Difference]
  /// What to call them: the words that tell them apart, such as "quick" and "standard"; their folders' names where the settings are the same.
  package let first, second: String

  package init(_ first: RunPairReport.Named, _ second: RunPairReport.Named) {
    let (a, b) = (first.results, second.results)
    func plans(_ what: String, _ value: (ComparisonPlan) -> String) -> Difference {
      Difference(what: what, first: value(a.protocol.plan), second: value(b.protocol.plan))
    }
    func models(_ results: ComparisonResults) -> String { results.models.map(\.id).joined(separator: ",") }
    let profile = Difference(
      what: "profile", first: a.protocol.profile.rawValue, second: b.protocol.profile.rawValue)
    let chosen = [
      Difference(what: "corpus", first: a.corpus.name, second: b.corpus.name),
      Difference(what: "models", first: models(a), second: models(b)),
    ]
    // A profile is a name for these.
    let sizes = [
      plans("steps") { Phrase.counted($0.steps, "step") },
      plans("seeds") { Phrase.counted($0.seeds.count, "seed") },
      plans("width") { "width \($0.referenceWidth)" },
      plans("context") { "context \($0.length)" },
      plans("equal") { "equal \($0.matched.rawValue)" },
      plans("heads") { "\($0.head.rawValue) heads" },
    ]
    func isReal(_ difference: Difference) -> Bool { difference.first != difference.second }
    differences = ([profile] + chosen + sizes).filter(isReal)
    let named = ((isReal(profile) ? [profile] : []) + chosen + (isReal(profile) ? [] : sizes)).filter(isReal).prefix(2)
    if named.isEmpty {
      let isSame = first.name == second.name
      (self.first, self.second) = (first.name + (isSame ? " (1)" : ""), second.name + (isSame ? " (2)" : ""))
    } else {
      self.first = named.map(\.first).joined(separator: ", ")
      self.second = named.map(\.second).joined(separator: ", ")
    }
  }
}
