// How much of the past models use.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// Effective context.
struct ContextStudy: Study {
  /// The losses of each model by how much it is given.
  struct Record: StudyRecord {
    /// By model.
    var models: [String: EffectiveContextRecord]
  }

  let id = "context"
  let title = "Effective context"
  let question = "how the loss falls as more and more of the past is given"
  let chapter = Chapter.far
  let needs = StudyNeeds.trainedModels

  /// Tokens whose loss is told.
  static func targets(_ effort: Profile) -> Int { effort.value(quick: 128, standard: 512, full: 1024) }

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    Double(Self.targets(profile) * models * seeds) * 0.002
  }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.sight == .left ? nil : "it does not read from left to right"
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    guard let trained = subject.trained else { return nil }
    let contexts = try trained.tests.mapValues { test in
      try EffectiveContext(
        test.corpus.test, of: test.corpus, targets: Self.targets(subject.effort), length: trained.length - 1,
        threads: subject.threads)
    }
    var record = Record(models: [:])
    for (index, model) in trained.models.enumerated() {
      try onProgress(StudyProgress(model.id, Double(index) / Double(trained.models.count)))
      let curves = model.runs.compactMap { contexts[$0.seed]?.losses($0.model, parameters: $0.parameters) }
      if !curves.isEmpty, let context = contexts.values.first {
        record.models[model.id] = EffectiveContextRecord(contexts: context.contexts, curves: curves)
      }
    }
    return record
  }

  /// C7. How much is lost where all but the last 16 tokens are another story's. Fixed before the numbers were seen: a twentieth of a
  /// nat is little.
  func claims(_ record: Record) -> [Claim] {
    guard let rnn = record.models["rnn"] else { return [] }
    let quantity = "loss with the last \(Self.few) tokens alone, less that with all, nats"
    let evidence: Evidence =
      (rnn.contexts.last ?? 0) < 2 * Self.few
      ? .powerless(nil, "Rows are too short to tell \(Self.few) tokens from all.")
      : zip(rnn.contexts, rnn.losses).first { $0.0 == Self.few }.flatMap { few in
        rnn.losses.last.map { .estimated(Statistics.pairedDifference(few.1.values, $0.values)) }
      } ?? .powerless(nil, "No row is as long as \(Self.few) tokens.")
    let others = record.models.filter { $0.key != "rnn" }.compactMap { id, other -> String? in
      guard let few = zip(other.contexts, other.losses).first(where: { $0.0 == Self.few }), let all = other.losses.last
      else { return nil }
      return "\(id) " + Cells.number(few.1.mean - all.mean)
    }
    return [
      Claim(
        "C7", "rnn", "An RNN predicts from the last few inputs", quantity: quantity, .below(Self.margin),
        remark: "Few means \(Self.few), and nothing to speak of less than \(Self.margin) nats"
          + (others.isEmpty ? "." : "; to compare: \(others.sorted().joined(separator: ", "))."),
        evidence: evidence)
    ]
  }

  /// What counts as few tokens, and as little to lose, in nats.
  static let few = 16, margin = 0.05

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    [ContextTable(models: models(record, legend), legend: legend).table].compactMap { $0 }
  }

  /// How much of the past each model uses, with its interval as far as there is a past.
  func headline(_ record: Record, _ legend: Legend) -> [HeadlineFact] {
    let models = models(record, legend)
    guard let first = models.first?.part.contexts.first, let all = models.first?.part.contexts.last else { return [] }
    let hasIntervals = models.contains { $0.part.effective.interval != nil }
    let list = models.enumerated().map { index, model in
      let used = model.part.effective
      let range = used.interval.map { interval in
        " (\(Numbers.fixed(max(interval.low, Double(first)), 0)) to \(Numbers.fixed(min(interval.high, Double(all)), 0)))"
      }
      return "\(model.name) \(Numbers.fixed(used.mean, 0))\(index == 0 ? " tokens" : "")\(range ?? "")"
    }
    return [
      .sentence(
        "How far back each sees, to within 1 % of its loss with all \(all) tokens"
          + (hasIntervals ? " (95 % interval): " : ": ") + list.joined(separator: ", ") + ".")
    ]
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    ContextSection(models: models(record, legend)).section
  }

  /// Those with a loss for each context.
  private func models(_ record: Record, _ legend: Legend) -> [Legend.Entry<EffectiveContextRecord>] {
    legend.ordered(record.models).filter {
      !$0.part.contexts.isEmpty && $0.part.contexts.count == $0.part.losses.count
    }
  }
}
