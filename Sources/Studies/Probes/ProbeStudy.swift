// What models can learn to do over a set distance.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// A task that models are trained on from nothing, at several distances.
struct ProbeStudy: Study {
  /// The scores of each model, and the learning rates behind them.
  struct Record: StudyRecord {
    /// By model: one for each distance.
    var models: [String: [ProbeRecord]]
    /// By model: the peak rate, and what the search tried; nothing where the rate was known.
    var rates: [String: Rate]

    struct Rate: Codable, Equatable, Sendable {
      var chosen: Double
      var tried: [ProbeRateSearch.Trial]
    }
  }

  let id, title, question: String
  /// The verb for a sentence: "copying".
  let doing: String
  let distances: ClosedRange<Int>?
  /// The distances of each profile.
  let usual: [Profile: [Int]]
  /// About how many seconds the training of one model with one seed takes on two cores, in the mean of the distances.
  let runSeconds: [Profile: Double]
  /// Peak learning rates that `ProbeRateSearch` found at a middle distance; other models are searched.
  let known: [String: Double]
  /// The task at a distance: of the nearest token that the answer cannot do without.
  let probe: @Sendable (Int) -> Probe

  let chapter = Chapter.far
  let needs = StudyNeeds.models

  static let copy = ProbeStudy(
    id: "copy", title: "Copying", question: "whether a few symbols can be repeated after a gap", doing: "copying",
    distances: 4...512, usual: [.standard: [8, 32], .full: [8, 32, 128]],
    runSeconds: [.standard: 1.3, .full: 4],
    known: ["rnn": 0.004, "lstm": 0.002, "transformer": 0.032]
  ) { Probe(task: CopyTask(symbolCount: 4, gap: $0 - 3)) }

  static let recall = ProbeStudy(
    id: "recall", title: "Recall by key", question: "whether a value is found by its key after a gap",
    doing: "recall by key", distances: 4...512, usual: [.full: [8, 32]], runSeconds: [.full: 8],
    known: ["rnn": 0.008, "lstm": 0.002, "transformer": 0.002]
  ) { Probe(task: RecallTask(gap: $0), steps: 1500, batchSize: 128) }

  static let adding = ProbeStudy(
    id: "adding", title: "Adding", question: "whether two marked numbers can be added after a gap", doing: "adding",
    distances: 1...512, usual: [.full: [8, 24]], runSeconds: [.full: 11],
    // Over 24 no rate lets the recurrent models learn it: theirs were found over 8.
    known: ["rnn": 0.004, "lstm": 0.002, "transformer": 0.002]
  ) { Probe(task: AddingTask(gap: $0)) }

  static let parity = ProbeStudy(
    id: "parity", title: "Parity", question: "whether a count can be kept, also beyond the length that was learned",
    doing: "parity", distances: 2...128, usual: [.full: [14]], runSeconds: [.full: 12],
    known: ["rnn": 0.008, "lstm": 0.032, "transformer": 0.002]
  ) { Probe(task: CountingTask(length: $0 + 2), longer: [CountingTask(length: 4 * ($0 + 2))]) }

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    Double((usual[profile] ?? []).count * models * seeds) * (runSeconds[profile] ?? 0)
  }

  /// As long for each distance as its examples are beside those of the profile; models whose rate is searched for take longer.
  func seconds(of subject: StudySubject) -> Double {
    let profile = usual[subject.effort] != nil ? subject.effort : usual[.standard] != nil ? .standard : Profile.full
    let lengths = (usual[profile] ?? []).map { Double(probe($0).task.length) }
    let asked = (subject.distance.map { [$0] } ?? asked(in: subject.effort)).map { Double(probe($0).task.length) }
    guard let middle = asked.dropFirst(asked.count / 2).first, !lengths.isEmpty else { return 0 }
    let perToken = (runSeconds[profile] ?? 0) * Double(lengths.count) / lengths.reduce(0, +)
    return subject.types.reduce(0) { sum, type in
      let trials = known[type.identifier] == nil ? ProbeRateSearch.rates.count * ProbeRateSearch.seeds.count : 0
      return sum + perToken * (asked.reduce(0, +) * Double(subject.seeds.count) + middle * Double(trials))
    }
  }

  /// All questions stand at the end. A bidirectional RNN does not see the question's own token; moved on by one position it
  /// does, and then its right state has read nothing that matters: what would be measured is its left half, which is a vanilla
  /// RNN.
  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    guard type.sight == .around else { return nil }
    return
      "the questions stand at the end, where a state from the right has read nothing: it would be an RNN like any other"
  }

  /// The distances that are asked; by itself, or named in a smaller profile, those of the least profile that has any.
  func asked(in effort: Profile) -> [Int] { usual[effort] ?? usual[.standard] ?? usual[.full] ?? [] }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    let probes = (subject.distance.map { [$0] } ?? asked(in: subject.effort)).map(probe)
    // Near, nearly any rate will do.
    let middle = probes[probes.count / 2]
    let baselines = probes.map { probe in ([probe.task] + probe.longer).map(ProbeBaselines.init) }
    let count = Double(subject.types.count)
    var record = Record(models: [:], rates: [:])
    for (index, type) in subject.types.enumerated() {
      // Trainings, of which a search takes many.
      let trials = known[type.identifier] == nil ? ProbeRateSearch.rates.count * ProbeRateSearch.seeds.count : 0
      let all = Double(trials + probes.count * subject.seeds.count)
      var begun = 0.0
      func report(_ what: String, _ part: Double) throws {
        if part == 0 { begun += 1 }
        try onProgress(StudyProgress("\(type.identifier) \(what)", (Double(index) + (begun - 1 + part) / all) / count))
      }
      let rate = try self.rate(of: type, for: middle, subject) { try report("at rate \($0)", 0) }
      record.rates[type.identifier] = rate
      for (place, probe) in probes.enumerated() {
        record.models[type.identifier, default: []] += try records(
          of: probe, baselines[place], type, subject, rate: rate.chosen
        ) { seed, part in try report("over \(probe.task.distance), seed \(seed)", part) }
      }
    }
    return record
  }

  /// What the longest task takes, of the model that takes most.
  func memory(of subject: StudySubject, free: Double) throws -> MemoryNeed {
    let distances = subject.distance.map { [$0] } ?? asked(in: subject.effort)
    guard let longest = distances.max().map(probe) else { return MemoryNeed() }
    let needs = try subject.types.map { type in
      let settings = try longest.settings(for: type, reference: subject.reference, rate: 1e-3, threads: subject.threads)
      let model = try type.init(ProbeRun.configuration(for: longest.task, settings))
      return MemoryNeed.training(
        model,
        TrainingSettings(batchSize: settings.batchSize, length: longest.task.length, threads: subject.threads),
        keepsBest: false, free: free)
    }
    return needs.max { $0.bytes < $1.bytes } ?? MemoryNeed()
  }

  /// The known rate of a model; searched where none is known. Examples are drawn anew in every step, so that a rate that was found on
  /// the task holds for every run of it.
  private func rate(
    of type: any SequenceModel.Type, for probe: Probe, _ subject: StudySubject, onTrial: (Double) throws -> Void
  ) throws -> Record.Rate {
    if let rate = known[type.identifier] { return Record.Rate(chosen: rate, tried: []) }
    let settings = try probe.settings(
      for: type, reference: subject.reference, rate: 0.001, threads: subject.threads)
    let search = try ProbeRateSearch(probe.task, type, settings, onTrial: onTrial)
    return Record.Rate(chosen: search.best, tried: search.trials)
  }

  /// Trains and scores a model with every seed, telling which share of a seed's training is made. A longer task is left out where the model cannot read it, as with learned positions.
  private func records(
    of probe: Probe, _ baselines: [ProbeBaselines], _ type: any SequenceModel.Type, _ subject: StudySubject,
    rate: Double, onProgress: (UInt64, Double) throws -> Void
  ) throws -> [ProbeRecord] {
    let settings = try probe.settings(
      for: type, reference: subject.reference, rate: rate, threads: subject.threads)
    let run = try ProbeRun(probe.task, type, settings)
    let tasks = ([probe.task] + probe.longer).filter(run.canRead)
    var scores = [[Double]](repeating: [], count: tasks.count)
    var (halfway, solved): ([Double?], [Int]) = ([], [])
    for seed in subject.seeds {
      try onProgress(seed, 0)
      let trained = try run.trained(seed: seed) { try onProgress(seed, $0) }
      for (index, task) in tasks.enumerated() { scores[index].append(run.score(trained, on: task, seed: seed)) }
      halfway.append(trained.halfway)
      if trained.isSolved { solved.append(trained.steps) }
    }
    let items = settings.testCount * probe.task.asked.count
    return tasks.indices.map { index in
      let (task, baseline) = (tasks[index], baselines[index])
      return ProbeRecord(
        id: task.id, distance: task.distance, metric: task.metric.name, chance: baseline.chance,
        oracle: baseline.oracle, shortWindow: baseline.shortWindow,
        score: task.metric == .accuracy
          ? Estimate(scores[index], scale: .unit, items: items) : Estimate(scores[index], scale: .positive),
        halfway: index == 0 ? halfway : [], steps: probe.steps, stepsToSolve: index == 0 ? solved : [])
    }
  }

  /// C2, by copying and by recall: at each distance that is not near by itself.
  func claims(_ record: Record) -> [Claim] {
    guard ["copy", "recall"].contains(id) else { return [] }
    let distances = Set(record.models.values.joined().map(\.distance)).filter { $0 > LongTermClaims.near }.sorted()
    return distances.flatMap { distance in
      LongTermClaims(
        setting: "\(doing) over \(distance)",
        findings: record.models.compactMapValues { records in
          guard let far = records.first(where: { $0.distance == distance }),
            let near = records.min(by: { $0.distance < $1.distance })
          else { return nil }
          return LongTermClaims.Finding(
            far: far.skill, near: near.skill, seeds: far.score.values.indices.map { UInt64($0) },
            isRising: far.isRising)
        }
      ).all
    }
  }

  func alarms(_ record: Record) -> [String] {
    record.rates.sorted { $0.key < $1.key }.compactMap { model, rate in
      guard let least = rate.tried.first?.rate, let largest = rate.tried.last?.rate,
        rate.chosen == least || rate.chosen == largest
      else { return nil }
      return "\(model): its best learning rate at \(doing), \(rate.chosen), is at the edge of those tried "
        + "(\(least) to \(largest))"
    }
  }

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    [ProbeTable(title: title, models: legend.ordered(record.models), legend: legend).table].compactMap { $0 }
  }

  /// Right answers in copying over the farthest distance, where the stories have no kind that asks for memory alone.
  func headline(_ record: Record, _ legend: Legend) -> [HeadlineFact] {
    guard id == Self.copy.id, let far = record.models.values.joined().map(\.distance).max() else { return [] }
    let shares = record.models.compactMapValues { records in
      records.first { $0.distance == far }.map { Cells.wholePercent($0.score.mean) }
    }
    return [.row("C2", quantity: "copied over \(far) tokens", texts: shares)]
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    ProbeSection(study: self, models: legend.ordered(record.models)).section
  }
}
