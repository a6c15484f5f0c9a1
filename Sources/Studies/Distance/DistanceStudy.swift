// How often models are right about what an earlier word settles, by how far back it is.

import Corpora
import LabKit
import LabReport
import LabResults
import SequenceKit

/// Accuracy and skill by distance.
struct DistanceStudy: Study {
  let id = "distance"
  let title = "Skill by distance"
  let question = "how often a model is right about a word that one 5, 50 or 150 tokens back settles"
  let chapter = Chapter.far
  let needs = StudyNeeds.trainedModels

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double { Double(seeds) }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.sight == .masked ? "it reads blanks in place of what it predicts" : nil
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> DistanceRecord? {
    guard let trained = subject.trained else { return nil }
    let models = trained.models.filter { reasonAgainst($0.type) == nil }
    let tests = trained.tests.sorted { $0.key < $1.key }.map {
      (
        seed: $0.key, corpus: $0.value.corpus,
        groups: DistanceGroups($0.value.corpus.test, of: $0.value.corpus, rowLength: trained.length).groups
      )
    }
    guard let first = tests.first, !first.groups.isEmpty else { return nil }
    try onProgress(StudyProgress("what an n-gram knows", 0))
    let ngram = trained.ngram ?? NGramModel.best(for: trained.test.corpus)
    let groups = first.groups.compactMap { group -> DistanceRecord.Group? in
      let same = tests.map { test in
        (
          seed: test.seed, split: test.corpus.test,
          positions: test.groups.first { $0.isSame(as: group) }?.positions ?? []
        )
      }
      guard same.allSatisfy({ !$0.positions.isEmpty }) else { return nil }
      let bySeed = Dictionary(uniqueKeysWithValues: same.map { ($0.seed, $0.positions) })
      return DistanceRecord.Group(
        kind: group.kind, from: group.distances.lowerBound, to: group.distances.upperBound,
        count: same.reduce(0) { $0 + $1.positions.count } / same.count,
        chance: Self.mean(same.flatMap { part in part.positions.compactMap { part.split.chances[$0] } }),
        ceiling: Self.mean(same.flatMap { part in part.positions.compactMap { part.split.ceilings[$0] } }),
        baseline: ngram.accuracy(at: Array(same[0].positions.prefix(Self.sampled)), of: same[0].split.tokens),
        models: models.keyed { model in
          let shares = model.runs.map { $0.scores.accuracy(at: bySeed[$0.seed] ?? []) }
          return (model.id, Estimate(shares, scale: .unit, items: group.positions.count))
        })
    }
    return DistanceRecord(
      groups: groups, baseline: "\(ngram.order)-gram",
      seeds: models.keyed { ($0.id, $0.runs.map(\.seed)) }, examples: Self.examples(of: trained.test.corpus),
      seeBothSides: models.filter { $0.type.sight != .left }.map(\.id))
  }

  /// A sentence of each kind.
  private static func examples(of corpus: Corpus) -> [ExampleSentence] {
    SettledWindow.sentences(of: corpus.test, in: corpus, count: corpus.kinds.count, atMost: 24)
      .map { ExampleSentence($0, of: corpus.test, in: corpus) }
      .reduce(into: []) { list, sentence in
        if sentence.source != nil, !list.contains(where: { $0.kind == sentence.kind }) { list.append(sentence) }
      }
  }

  /// An n-gram model looks at each word of the vocabulary in turn, so that it answers the first of the tokens only.
  private static let sampled = 300

  private static func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : Statistics.mean(values) }

  /// C2, on the stories: at each range of distances that are not near by itself.
  func claims(_ record: DistanceRecord) -> [Claim] {
    guard let kind = record.purest else { return [] }
    let groups = record.groups(kind)
    return groups.filter { $0.from > LongTermClaims.near }.flatMap { group in
      LongTermClaims(
        setting: "\(kind) in stories, \(group.range) back",
        findings: record.models.filter { !record.seeBothSides.contains($0) }.keyed { model in
          guard let far = group.skill(model), let near = groups.first?.skill(model), let seeds = record.seeds[model],
            seeds.count == far.values.count
          else { return nil }
          return (model, LongTermClaims.Finding(far: far, near: near, seeds: seeds))
        }
      ).all
    }
  }

  func tables(_ record: DistanceRecord, _ legend: Legend) -> [Table] {
    let tables = DistanceTable(record: record, legend: legend)
    return [tables.answers, tables.skills].compactMap { $0 }
  }

  /// Right answers at the nearest range that is not near.
  func headline(_ record: DistanceRecord, _ legend: Legend) -> [HeadlineFact] {
    guard let kind = record.purest, let far = record.groups(kind).first(where: { $0.from > LongTermClaims.near }) else {
      return []
    }
    let shares = far.models.filter { !record.seeBothSides.contains($0.key) }
    return [
      .row("C2", quantity: "right, \(far.range) tokens back", texts: shares.mapValues { Cells.wholePercent($0.mean) })
    ]
  }

  func section(_ record: DistanceRecord, _ legend: Legend) -> PageSection? {
    DistanceSection(record: record, legend: legend).section
  }

  func picture(_ record: DistanceRecord, _ legend: Legend) -> PageSection? {
    let figures = DistanceFigures(record: record, legend: legend)
    return figures.skill.flatMap {
      PageSection("picture", "The picture that says most", [.figure($0), figures.atDistance])
    }
  }

  func dial(_ record: DistanceRecord, _ legend: Legend) -> DialRow? {
    guard let kind = record.purest, let dial = DistanceFigures(record: record, legend: legend).dial else { return nil }
    let groups = record.groups(kind)
    return DialRow(
      dial, titles: groups.map { "“\(kind)” right, \($0.range) tokens back" },
      texts: legend.ids.filter(record.models.contains).keyed { model in
        (model, groups.map { $0.models[model].map { Numbers.percent($0.mean) } ?? Numbers.none })
      })
  }

  func pairSection(_ first: DistanceRecord, _ second: DistanceRecord, _ pair: RunPair) -> PageSection? {
    DistancePairSection(first: first, second: second, pair: pair).section
  }
}

extension DistanceGroups.Group {
  fileprivate func isSame(as other: Self) -> Bool { kind == other.kind && distances == other.distances }
}
