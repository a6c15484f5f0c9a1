// What can be done at the same time, and what cores make of it.

import LabKit
import LabReport
import LabResults
import SequenceKit
import TensorCore

/// Work, span and speed-up.
struct ParallelismStudy: Study {
  let id = "parallelism"
  let title = "Work, span and speed-up"
  let question = "how much of a training step can be done at once, and how much faster all cores are than one"
  let chapter = Chapter.cost
  let needs = StudyNeeds.models

  static let batch = ParallelismRecord.Size(batchSize: 16, length: 128, width: 96)
  /// A recurrence's matrix of width 64 fits into the nearest cache of a core, one of width 256 does not.
  static let singles = [64, 256].map { ParallelismRecord.Size(batchSize: 1, length: 1024, width: $0) }
  /// A disturbed timing is repeated so often, and then marked.
  private static let attempts = 3

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double { Double(models) * (profile == .full ? 6 : 2.5) }

  /// Where all models are timed in turn, all their steps are in memory.
  func memory(of subject: StudySubject, free: Double) throws -> MemoryNeed {
    let size = Self.singles.max { $0.width < $1.width } ?? Self.batch
    let settings = TrainingSettings(batchSize: size.batchSize, length: size.length, threads: 1)
    return try subject.types.reduce(MemoryNeed(threads: subject.threads)) { all, type in
      let step = MemoryNeed.training(
        try BatchStep.model(type, size), settings, keepsBest: false, evaluates: false, free: free)
      return all.adding("a step of the \(type.identifier)", step.bytes)
    }
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> ParallelismRecord? {
    let repetitions = subject.effort == .full ? 13 : 11
    let count = Double(subject.types.count)
    var record = ParallelismRecord(
      batch: Self.batch, singles: Self.singles, threads: subject.threads, peak: 0, models: [:])
    for (index, type) in subject.types.enumerated() {
      func report(_ done: Double) throws {
        try onProgress(StudyProgress("\(type.identifier) by threads", (Double(index) + done) / count / 2))
      }
      try report(0)
      let (alone, together) = (
        try BatchStep(type, Self.batch, threads: 1), try BatchStep(type, Self.batch, threads: subject.threads)
      )
      let counts = try alone.counts()
      record.models[type.identifier] = ParallelismRecord.Model(
        work: counts.work, span: counts.span,
        speedUp: subject.threads > 1 ? try speedUp(alone, together, repetitions, onProgress: report) : nil, singles: [])
    }
    for (place, size) in Self.singles.enumerated() {
      FreedMemory.giveBack()
      let runs = try inTurn(subject.types, size, repetitions) { done in
        try onProgress(
          StudyProgress(
            "alone at width \(size.width)", 0.5 + (Double(place) + done) / Double(2 * Self.singles.count)))
      }
      for (id, runs) in runs { record.models[id]?.singles.append(runs) }
    }
    record.peak = Statistics.median(
      record.models.values.flatMap(\.singles).joined().flatMap { [$0.rateBefore, $0.rateAfter] })
    return record
  }

  /// Seconds for 10⁹ counted operations of a training step on one thread, by model. Models take turns, and if other work disturbed any
  /// pair of them, all again.
  private func inTurn(
    _ types: [any SequenceModel.Type], _ size: ParallelismRecord.Size, _ repetitions: Int,
    onProgress: (Double) throws -> Void
  ) throws -> [String: [TimedRun]] {
    let steps = try types.map { (id: $0.identifier, step: try BatchStep($0, size, threads: 1)) }
    let works = try steps.map { Double(try $0.step.counts().work) / 1e9 }
    var runs: [String: [TimedRun]] = [:]
    for _ in 0..<Self.attempts {
      runs = [:]
      for repetition in 0..<repetitions {
        try onProgress(Double(repetition) / Double(repetitions))
        // Each is first as often as last, so that a machine that slows down or speeds up favours none.
        for index in repetition.isMultiple(of: 2) ? Array(steps.indices) : steps.indices.reversed() {
          var run = try steps[index].step.time(steps: 3)
          run.seconds /= works[index]
          runs[steps[index].id, default: []].append(run)
        }
      }
      let first = runs[steps[0].id] ?? []
      if !runs.values.contains(where: { TimingComparison(first, over: $0).isDisturbed }) { break }
    }
    return runs
  }

  /// The time of a training step on one thread over that on several, in turn, again if other work disturbed it.
  private func speedUp(
    _ alone: BatchStep, _ together: BatchStep, _ repetitions: Int, onProgress: (Double) throws -> Void
  ) throws -> TimingComparison {
    func measured() throws -> TimingComparison {
      var runs: ([TimedRun], [TimedRun]) = ([], [])
      for repetition in 0..<repetitions {
        try onProgress(Double(repetition) / Double(repetitions))
        if repetition.isMultiple(of: 2) { runs.0.append(try alone.time(steps: 5)) }
        runs.1.append(try together.time(steps: 5))
        if !repetition.isMultiple(of: 2) { runs.0.append(try alone.time(steps: 5)) }
      }
      return TimingComparison(runs.0, over: runs.1)
    }
    var comparison = try measured()
    for _ in 1..<Self.attempts where comparison.isDisturbed { comparison = try measured() }
    return comparison
  }

  /// C12. Counted operations a second of one long sequence on one thread, against an RNN's, in turn. Threads share the batch in this
  /// lab, so that they speed up every model alike and tell nothing of any.
  func claims(_ record: ParallelismRecord) -> [Claim] {
    let cases = record.singles.enumerated().compactMap { index, size in
      record.rate(of: "transformer", over: "rnn", at: index).map {
        Evidence.Case("width \(size.width)", $0, whyNot: $0.disturbance)
      }
    }
    guard !cases.isEmpty else { return [] }
    let shares = record.singles.enumerated().map { index, size in
      let models = ["transformer", "rnn"].compactMap { id in
        record.models[id]?.rate(index).map { "\(id) \(Numbers.percent($0 / record.peak))" }
      }
      return "at width \(size.width), " + models.joined(separator: ", ")
    }
    return [
      Claim(
        "C12", "transformer", "A Transformer uses parallel hardware well",
        quantity: "operations a second of one long sequence on one core, over an RNN's", .above(1),
        remark: "Of the rate of matrix products alone: \(shares.joined(separator: "; ")).", evidence: .cases(cases))
    ]
  }

  func alarms(_ record: ParallelismRecord) -> [String] {
    record.models.sorted { $0.key < $1.key }.compactMap { id, model in
      guard let speedUp = model.speedUp else { return nil }
      if let disturbance = speedUp.disturbance {
        return "\(id): the speed-up by threads decides nothing. \(disturbance)"
      }
      return (speedUp.high ?? speedUp.ratio) < 1
        ? "\(id): \(record.threads) threads are slower than one, \(Numbers.fixed(speedUp.ratio, 2)) times as fast" : nil
    }
  }

  func tables(_ record: ParallelismRecord, _ legend: Legend) -> [Table] {
    let models = legend.ordered(record.models)
    guard !models.isEmpty else { return [] }
    var table = Table(
      title: "A training step of \(record.batch.text); of peak: 1 × 1024 by width",
      columns: [
        .init("model"), .init("MFLOP", .right), .init("span", .right), .init("work/span", .right),
        .init("\(record.threads) threads", .right),
      ] + record.singles.map { .init("d = \($0.width)", .right) })
    for model in models {
      let counted: [Table.Cell] = [
        .init(legend.columnName(of: model.id), .accent), .init(Cells.short(Double(model.part.work) / 1e6)),
        .init(Cells.grouped(model.part.span)),
        .init(Cells.grouped(model.part.work / max(1, model.part.span))),
      ]
      table.addRow(
        counted + [.init(model.part.speedUp.map(Self.text) ?? "–")]
          + record.singles.indices.map { index in
            .init(model.part.rate(index).map { Cells.wholePercent($0 / record.peak) } ?? "–")
          })
    }
    return [table]
  }

  /// "1.93×", with half its interval, or a mark for one that was disturbed.
  static func text(_ comparison: TimingComparison) -> String {
    let half = comparison.low.flatMap { low in comparison.high.map { " ±" + Numbers.fixed(($0 - low) / 2, 2) } } ?? ""
    return Numbers.fixed(comparison.ratio, 2) + "×" + (comparison.isDisturbed ? " disturbed" : half)
  }

  func section(_ record: ParallelismRecord, _ legend: Legend) -> PageSection? {
    ParallelismSection(record: record, models: legend.ordered(record.models)).section
  }
}
