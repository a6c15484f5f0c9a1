// How models fill the same blanks, in groups by what settles them, beside predictors that know the grammar.

import Corpora
import LabKit
import LabReport
import LabResults
import SequenceKit

/// Filling the blank.
struct BlankStudy: Study {
  let id = "blanks"
  let title = "Filling the blank"
  let question = "what the words after a blank add to those before it"
  let chapter = Chapter.sides
  let needs = StudyNeeds.trainedModels

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double { 1 }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> BlankStudyRecord? {
    guard let trained = subject.trained else { return nil }
    let corpus = trained.test.corpus
    return BlankStudyRecord(
      groups: BlankStudyRecord.Kind.allCases.compactMap { group($0, trained) },
      changes: BlankInvariance(trained.test, length: trained.length).map { question in
        trained.models.keyed { ($0.id, question.change(of: $0.first)) }
      } ?? [:],
      demonstrations: corpus.grammar == nil
        ? []
        : BlankDemonstrations(corpus: corpus, blanks: trained.test.settledBlanks)
          .records(of: trained.models.map(\.first)))
  }

  /// The blanks of a kind in a test part.
  private static func blanks(_ kind: BlankStudyRecord.Kind, of test: TestSet) -> [Blank] {
    switch kind {
    case .all: test.blanks
    case .left: test.blanks.filter(\.leftSettles)
    case .right: test.settledBlanks
    case .near: test.settledBlanks.filter { $0.dependency.distance <= BlankStudyRecord.nearDistance }
    }
  }

  /// nil where some seed has no such blanks. Perfect predictors and counts are means over seeds.
  private func group(_ kind: BlankStudyRecord.Kind, _ trained: TrainedModels) -> BlankStudyRecord.Group? {
    let blanks = trained.tests.mapValues { Self.blanks(kind, of: $0) }
    guard !blanks.isEmpty, blanks.values.allSatisfy({ !$0.isEmpty }) else { return nil }
    let all = blanks.sorted { $0.key < $1.key }.flatMap(\.value)
    let positions = blanks.mapValues { $0.map(\.position) }
    func mean(_ value: (Blank) -> Double?) -> Double { Statistics.mean(all.compactMap(value)) }
    func perfect(_ loss: (Blank) -> Double?, _ accuracy: (Blank) -> Double?) -> BlankStudyRecord.Perfect? {
      all.allSatisfy { loss($0) != nil } ? .init(loss: mean(loss), accuracy: mean(accuracy)) : nil
    }
    let models = trained.models
    let gains = models.compactMap { both in
      models.first { $0.id == both.type.leftSided }.flatMap { both.gain(over: $0, at: positions) }
    }
    return BlankStudyRecord.Group(
      kind: kind, count: all.count / blanks.count,
      bothSides: perfect(\.floorBothSides, \.rightBothSides), leftSide: perfect(\.floorLeft, \.rightLeft),
      models: models.map { $0.score(at: positions) }, gains: gains)
  }

  func claims(_ record: BlankStudyRecord) -> [Claim] { BlankClaims(record: record).all }

  func section(_ record: BlankStudyRecord, _ legend: Legend) -> PageSection? {
    BlankSection(study: record, legend: legend).section
  }

  func tables(_ record: BlankStudyRecord, _ legend: Legend) -> [Table] {
    [BlankTable(record: record, legend: legend).table].compactMap { $0 }
  }
}

extension TrainedModels.Model {
  /// - Parameter positions: By seed.
  fileprivate func score(at positions: [UInt64: [Int]]) -> BlankStudyRecord.Score {
    let losses = runs.map { $0.scores.meanLoss(at: positions[$0.seed] ?? []) }
    let accuracies = runs.map { $0.scores.accuracy(at: positions[$0.seed] ?? []) }
    return BlankStudyRecord.Score(
      model: id, seesBothSides: type.sight != .left, loss: Estimate(losses),
      accuracy: Estimate(accuracies, scale: .unit, items: positions[first.seed]?.count))
  }

  /// nil without a seed that both have.
  fileprivate func gain(over left: TrainedModels.Model, at positions: [UInt64: [Int]]) -> BlankStudyRecord.Gain? {
    let pairs = runs.compactMap { run in
      left.runs.first { $0.seed == run.seed }
        .map { (both: run.scores, left: $0.scores, positions: positions[run.seed] ?? []) }
    }
    guard !pairs.isEmpty else { return nil }
    return BlankStudyRecord.Gain(
      both: id, left: left.id,
      loss: Statistics.pairedDifference(
        pairs.map { $0.left.meanLoss(at: $0.positions) }, pairs.map { $0.both.meanLoss(at: $0.positions) }),
      accuracy: Statistics.pairedDifference(
        pairs.map { $0.both.accuracy(at: $0.positions) }, pairs.map { $0.left.accuracy(at: $0.positions) },
        scale: .symmetric, items: pairs[0].positions.count))
  }
}
