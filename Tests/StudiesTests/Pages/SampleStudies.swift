// What studies would have found of the models of the sample results, of plausible shapes.

import Foundation
import LabResults
import Studies
import TestSupport

extension SampleResults {
  /// Everything measured.
  static func full(_ studies: SampleStudies = SampleStudies(), corpus: String = "stories") throws -> ComparisonResults {
    var results = judged(corpus: corpus)
    results.studies = try studies.parts()
    return results
  }
}

/// The parts of results.json, each in the shape that its study documents, so that a test can change one of them.
struct SampleStudies {
  var distance = Distance()
  var blanks = SampleStudies.blanks()
  var gradientFlow: [String: [GradientFlowRecord]] = [:]
  var context: [String: EffectiveContextRecord] = [:]
  /// By task, and then by model.
  var tasks: [String: [String: [ProbeRecord]]] = [:]
  /// By task, and then by model.
  var rates: [String: [String: Rate]] = [:]
  var positions: [PositionRecord] = []
  var complexity: [String: ComplexityRecord] = [:]
  var parallelism = Parallelism()
  var brent = Brent()
  var generation = GenerationRecord(width: 128, models: [:])
  var inside = Inside()
  var samples = Samples()

  struct Distance: Encodable {
    var groups: [Group] = []
    var baseline = "5-gram"
    var seeds = SampleStudies.seeds
    var examples = [SampleStudies.example]
    var seeBothSides = SampleResults.kinds.filter(\.seesBothSides).map(\.id)

    struct Group: Encodable {
      var kind: String
      var from, to, count: Int
      var chance, ceiling, baseline: Double
      var models: [String: Estimate]
    }
  }

  struct Parallelism: Encodable {
    var batch = Size(batchSize: 16, length: 128, width: 96)
    var singles = [64, 256].map { Size(batchSize: 1, length: 1024, width: $0) }
    var threads = 2
    var peak = 50.0
    var models: [String: Model] = [:]

    struct Size: Encodable { var batchSize, length, width: Int }

    struct Model: Encodable {
      var work, span: Int
      @ExplicitNull var speedUp: TimingComparison?
      var singles: [[TimedRun]]
    }
  }

  /// By model.
  static let seeds = Dictionary(uniqueKeysWithValues: SampleResults.kinds.map { ($0.id, [UInt64](1...3)) })

  struct Rate: Encodable {
    var chosen: Double
    var tried: [Trial] = []

    struct Trial: Encodable {
      var rate: Double
      var scores: [Double?]
      var steps: [Int?]
    }
  }

  struct Brent: Encodable {
    var length = 512, width = 64
    var processors = [2, 10, 100, 1000, 10_000]
    var models = Dictionary(
      uniqueKeysWithValues: SampleResults.kinds.map {
        ($0.id, Bounds(work: $0.isRecurrent ? 40_000_000 : 130_000_000, span: $0.isRecurrent ? 17_000 : 600))
      })
  }

  struct Inside: Encodable {
    var sentences = SampleStudies.sentences
    var windows = InsideWindows(count: 256, length: 64, distances: [8, 64])
    var models: [String: InsideRecord] = [:]
  }

  struct Samples: Encodable {
    var temperature = 0.8
    var prompts = ["once upon a time"]
    var models: [String: [String]] = [:]
    var accepted: [String: Estimate] = [:]
    var sentences = 100
  }

  private struct ByModel<Part: Encodable>: Encodable { let models: [String: Part] }
  private struct Tasks: Encodable {
    let models: [String: [ProbeRecord]]
    let rates: [String: Rate]
  }
  private struct Encodings: Encodable { let encodings: [PositionRecord] }

  init() {
    for (index, kind) in SampleResults.kinds.enumerated() {
      var random = Noise(seed: UInt64(index) + 50)
      gradientFlow[kind.id] = Self.flow(kind, &random)
      if !kind.seesBothSides {
        context[kind.id] = Self.reach(kind, &random)
        generation.models[kind.id] = Self.costs(kind)
        samples.models[kind.id] = ["the old fox from the mill asked for bread , and nobody in the village knew why ."]
        samples.accepted[kind.id] = Estimate([0.5, 0.6, 0.7].map { $0 - kind.fade }, scale: .unit, items: 100)
      }
      for (task, records) in Self.probes(kind, &random) {
        tasks[task, default: [:]][kind.id] = records
        rates[task, default: [:]][kind.id] = Rate(chosen: 0.004)
      }
      complexity[kind.id] = Self.growth(kind, &random)
      parallelism.models[kind.id] = Parallelism.Model(
        work: kind.isRecurrent ? 900_000_000 : 1_900_000_000, span: kind.isRecurrent ? 4299 : 566,
        speedUp: TimingComparison(Self.times(kind.isRecurrent ? 1.52 : 1.86, &random), over: Self.times(1, &random)),
        singles: [0.08, 0.04].map { Self.times(kind.isRecurrent ? $0 : 0.025, &random) })
      inside.models[kind.id] = Self.inside(kind, &random)
    }
    distance.groups = Self.groups()
    positions = ["learned", "sinusoidal"].map { encoding in
      PositionRecord(
        model: "transformer", positions: encoding, learningRate: 0.004, accuracy: Estimate([1, 0.99]),
        beyondLength: encoding == "learned" ? nil : Estimate([0.5, 0.6]), trainedLength: 22, testedLength: 42,
        chance: 0.5)
    }
  }

  /// Adds a model that does in everything as another.
  mutating func add(_ id: String, like other: String) {
    gradientFlow[id] = gradientFlow[other]
    context[id] = context[other]
    tasks = tasks.mapValues { $0.merging([id: $0[other]].compactMapValues { $0 }) { $1 } }
    positions += positions.filter { $0.model == other }.map {
      var copy = $0
      copy.model = id
      return copy
    }
    complexity[id] = complexity[other]
    parallelism.models[id] = parallelism.models[other]
    brent.models[id] = brent.models[other]
    generation.models[id] = generation.models[other]
    inside.models[id] = inside.models[other]
    samples.models[id] = samples.models[other]
    samples.accepted[id] = samples.accepted[other]
    distance.seeds[id] = distance.seeds[other]
    for index in distance.groups.indices {
      distance.groups[index].models[id] = distance.groups[index].models[other]
    }
    for index in blanks.groups.indices {
      blanks.groups[index].models += blanks.groups[index].models.filter { $0.model == other }.map {
        var copy = $0
        copy.model = id
        return copy
      }
    }
  }

  /// As a reader of results.json gets them; those of some studies, or of all.
  func parts(only ids: Set<String>? = nil) throws -> StudyParts {
    func json(_ part: some Encodable) throws -> Any {
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(part))
    }
    var makers: [String: () throws -> Any] = [
      "distance": { try json(distance) }, "blanks": { try json(blanks) },
      "gradient-flow": { try json(ByModel(models: gradientFlow)) }, "context": { try json(ByModel(models: context)) },
      "positions": { try json(Encodings(encodings: positions)) },
      "complexity": { try json(ByModel(models: complexity)) }, "parallelism": { try json(parallelism) },
      "generation": { try json(generation) }, "inside": { try json(inside) }, "samples": { try json(samples) },
      "brent": { try json(brent) },
    ]
    for (task, models) in tasks { makers[task] = { try json(Tasks(models: models, rates: rates[task] ?? [:])) } }
    let object = try makers.filter { ids?.contains($0.key) ?? true }.mapValues { try $0() }
    return try JSONDecoder.ofStudies.decode(StudyParts.self, from: JSONSerialization.data(withJSONObject: object))
  }
}

extension JSONDecoder {
  /// One that knows the records of all studies.
  static var ofStudies: JSONDecoder {
    let decoder = JSONDecoder()
    if let key = StudyParts.kinds { decoder.userInfo[key] = StudyList.kinds }
    return decoder
  }
}

extension SampleStudies {
  typealias Kind = SampleResults.Kind

  /// Seconds about a mean, on a machine that nothing else keeps busy.
  static func times(_ seconds: Double, _ random: inout Noise) -> [TimedRun] {
    (0..<7).map { _ in TimedRun(seconds: seconds * (1 + 0.02 * random.next()), rateBefore: 50, rateAfter: 50) }
  }

  /// Distance alone varies in "recall"; of the others, what is asked gets harder with it, too.
  private static func groups() -> [Distance.Group] {
    var randoms = SampleResults.kinds.indices.map { Noise(seed: UInt64($0) + 1) }
    return ["recall", "agreement", "quote"].enumerated().flatMap { place, kind in
      [(1, 4), (5, 8), (9, 16), (17, 32), (33, 64), (65, 128), (129, 256)].dropLast(place == 1 ? 3 : 0).map {
        from, to in
        let (chance, ceiling) = place == 0 ? (0.08, 0.98) : (0.3 / Double(from).squareRoot(), 0.9)
        var group = Distance.Group(
          kind: kind, from: from, to: to, count: 53 + 9000 / from / (place + 1), chance: chance, ceiling: ceiling,
          baseline: chance + 0.02, models: [:])
        for (index, model) in SampleResults.kinds.enumerated() {
          let share = chance + (ceiling - chance) * exp(-Double(from) / model.reach / (place == 2 ? 2 : 1))
          group.models[model.id] = randoms[index].estimate(share, 0.02)
        }
        return group
      }
    }
  }

  private static func flow(_ kind: Kind, _ random: inout Noise) -> [GradientFlowRecord] {
    let lags = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96]
    let places: [GradientFlowRecord.Place] = kind.isRecurrent ? [.embedding, .state] : [.embedding]
    var settings: [(Bool, String?, Double)] = [(false, nil, kind.fade * 2.2), (true, nil, kind.fade)]
    if kind.id == "lstm" {
      settings += [(1.0, 0.9), (3, 0.1), (5, 0.022)].map { (false, "forget bias \(Int($0))", $1) }
    }
    return places.flatMap { place in
      settings.map { isTrained, setting, fade in
        let norms = lags.map { lag in random.ratioEstimate(0.8 * exp(-fade * Double(lag)) + 1e-9, 0.15) }
        let decay = random.estimate(fade, fade / 20)
        var record = GradientFlowRecord(
          by: place, isTrained: isTrained, setting: setting, lags: lags, norms: norms, decay: decay,
          halfLife: kind.isRecurrent ? Estimate(decay.values.map { log(2) / $0 }) : nil,
          rSquared: Estimate([0.93, 0.95, 0.96]))
        for from in [8, 16, 32] {
          let fallen = -fade * Double(from) / log(10)
          record.arrivals.append(
            GradientFlowRecord.Arrival(
              from: from, to: 2 * from - 1, windows: 72, overNear: random.estimate(fallen, 0.2),
              overOthers: random.estimate(0.4, 0.1)))
        }
        return record
      }
    }
  }

  private static func reach(_ kind: Kind, _ random: inout Noise) -> EffectiveContextRecord {
    let contexts = [1, 2, 4, 8, 16, 32, 64, 128, 191]
    let losses = contexts.map { random.estimate(kind.loss + 1.6 * exp(-Double($0) / kind.reach * 3), 0.005) }
    return EffectiveContextRecord(
      contexts: contexts, losses: losses, effective: Estimate([8, 8, 16].map { $0 * kind.reach / 9 }))
  }

  private static func probes(_ kind: Kind, _ random: inout Noise) -> [(String, [ProbeRecord])] {
    let tasks: [(String, [Int], String, Double, Double, Double)] = [
      ("copy", [8, 32, 64], "accuracy", 0.0625, 1, 0.12), ("recall", [16, 64], "accuracy", 0.125, 1, 0.25),
      ("adding", [20, 60], "mean squared error", 0.1667, 0, 0.14), ("parity", [12], "accuracy", 0.5, 1, 0.5),
    ]
    return tasks.map { id, distances, metric, chance, oracle, window in
      let records = distances.map { distance in
        let reached = id == "parity" ? (kind.isRecurrent ? 0.97 : 0.04) : exp(-Double(distance) / kind.reach / 3)
        return ProbeRecord(
          id: id, distance: distance, metric: metric, chance: chance, oracle: oracle, shortWindow: window,
          score: random.estimate(chance + (oracle - chance) * reached, 0.01), halfway: [nil, chance, chance],
          steps: 800,
          stepsToSolve: [350])
      }
      return (id, records)
    }
  }

  private static func costs(_ kind: Kind) -> [GenerationRecord.Point] {
    let factor = factor(of: kind)
    return [1, 16, 64, 256, 1024].map { context in
      GenerationRecord.Point(
        context: context, work: kind.isRecurrent ? 60_000 : 90_000 + 256 * context,
        stateBytes: kind.isRecurrent ? 64 * factor : 1024 * context,
        microseconds: kind.isRecurrent ? Double(9 + factor) : 14 + 0.11 * Double(context))
    }
  }

  private static func factor(of kind: Kind) -> Int {
    ["rnn": 4, "birnn": 8, "lstm": 16, "transformer": 8][kind.id] ?? 1
  }

  private static func growth(_ kind: Kind, _ random: inout Noise) -> ComplexityRecord {
    let factor = factor(of: kind)
    func point(_ n: Int, _ d: Int, plain: Bool = false) -> ComplexityRecord.Point {
      let (linear, square) = (n * d * d, n * n * d)
      var (mixer, span, bytes) = (factor * linear, 2 * factor * n + 200, n * d * 48 + n * 2048)
      var work = 3 * mixer + 3072 * n * d
      var speed = 9e6
      if !kind.isRecurrent {
        mixer += 4 * square
        span = 500 + Int(20 * log2(Double(n)))
        bytes += n * d * 192
        work += 12 * square + 48 * linear
        speed = 4e7
      }
      if plain { bytes += 24 * n * n }
      let time = Double(work) / speed * exp(random.next() * 0.08)
      return ComplexityRecord.Point(
        length: n, width: d, mixerWork: mixer, work: work, span: span, peakBytes: bytes,
        milliseconds: plain ? nil : time)
    }
    var (points, plainPoints): ([ComplexityRecord.Point], [ComplexityRecord.Point]) = ([], [])
    for n in [64, 128, 256, 512, 1024, 2048] {
      for d in [32, 64, 128] { points.append(point(n, d)) }
      if !kind.isRecurrent { plainPoints.append(point(n, 128, plain: true)) }
    }
    return ComplexityRecord(
      points: points, fits: fits(kind, factor), crossover: kind.isRecurrent ? nil : 2.02,
      plainAttentionPoints: plainPoints)
  }

  private static func fits(_ kind: Kind, _ factor: Int) -> [ComplexityRecord.Fit] {
    typealias Term = ComplexityRecord.Fit.Term
    var mixerTerms = [Term(name: "n·d²", coefficient: Double(factor))]
    if !kind.isRecurrent { mixerTerms.append(Term(name: "n²·d", coefficient: 4)) }
    let spanTerms = [Term(name: "n", coefficient: Double(2 * factor)), Term(name: "1", coefficient: 200)]
    return [
      ComplexityRecord.Fit(
        quantity: "mixer work", terms: mixerTerms, rSquared: 0.99998, largestResidual: 0.004,
        lengthExponent: kind.isRecurrent ? 1 : 1.87, widthExponent: kind.isRecurrent ? 2 : 1.14),
      ComplexityRecord.Fit(
        quantity: "span", terms: kind.isRecurrent ? spanTerms : [Term(name: "log n", coefficient: 20)],
        rSquared: 0.9999, largestResidual: 0.01, lengthExponent: kind.isRecurrent ? 0.98 : 0.05, widthExponent: 0),
    ]
  }
}
