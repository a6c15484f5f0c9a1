// Right answers by how far back the answer lies, beside what forgetting and remembering give.

import LabResults

/// Right answers among the tokens that an earlier one settles, by kind of dependency and distance.
struct DistanceRecord: StudyRecord {
  /// Of each kind, the nearest first.
  var groups: [Group]
  /// The n-gram model beside them: "5-gram".
  var baseline: String
  /// By model: the seeds of the values, in order.
  var seeds: [String: [UInt64]]
  /// A sentence of each kind, the first that is not asked of too far back; none for kinds that have none.
  var examples: [ExampleSentence]
  /// The models that see both sides, and so may find an answer on the right.
  var seeBothSides: [String]

  /// Tokens that depend on one of a kind, at a range of distances in tokens.
  struct Group: Codable, Equatable, Sendable {
    /// The kind of dependency.
    var kind: String
    /// The smallest and the largest distance of the range.
    var from, to: Int
    /// Tokens of that kind in the range, in the test part of a seed: the mean over seeds.
    var count: Int
    /// What the best predictor gets right that knows the grammar and all that was told, but has forgotten the answer.
    var chance: Double
    /// What the best predictor gets right that has forgotten nothing.
    var ceiling: Double
    /// What the n-gram model gets right.
    var baseline: Double
    /// The share of right answers of each model, one value per finished seed.
    var models: [String: Estimate]

    /// "33–64".
    var range: String { "\(from)–\(to)" }

    /// The skill of a model; nil where it has no score, or where there is nothing to remember.
    func skill(_ model: String) -> Skill? {
      models[model].flatMap { ceiling - chance > 0.05 ? Skill($0, chance: chance, ceiling: ceiling) : nil }
    }
  }

  /// The groups of a kind that are large enough to tell something.
  func groups(_ kind: String) -> [Group] {
    groups.filter { $0.kind == kind && $0.count >= Self.enough && $0.from <= $0.to }
  }

  /// With fewer tokens, a share says little.
  static let enough = 100

  /// The models that have a score anywhere.
  var models: Set<String> { Set(groups.flatMap(\.models.keys)) }

  /// The kinds of dependency.
  var kinds: [String] { groups.map(\.kind).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

  /// The kind that distance alone varies in: of those with nearly the most ranges that tell something, the one whose chance and ceiling
  /// differ least between ranges. Pooled over kinds, distance and what is asked for would change together.
  var purest: String? {
    let most = kinds.map { groups($0).count }.max() ?? 0
    func spread(_ kind: String) -> Double {
      let groups = groups(kind)
      return [groups.map(\.chance), groups.map(\.ceiling)].map { ($0.max() ?? 0) - ($0.min() ?? 0) }.reduce(0, +)
    }
    return kinds.filter { groups($0).count + 1 >= most && !groups($0).isEmpty }.min { spread($0) < spread($1) }
  }
}
