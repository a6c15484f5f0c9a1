// Measuring what a model costs: counts over a grid of lengths and widths, times beside them, and what follows from both.

import LabKit
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

/// Counts and times the training steps and the generation of a model.
///
///     let record = try Complexity.measure(LSTMModel.self, grid: .quick)
///     record.fits.first { $0.quantity == "work" }?.coefficient("n·d²")      // 48
public enum Complexity {
  /// Measures a model.
  ///
  /// Networks have one layer and one attention head: softmax costs the same for each head, and so hides the width's exponent least.
  /// Counts are those of a training step, forward and backward, for one sequence on one thread; times are of the same, the
  /// optimiser left out.
  /// - Parameters:
  ///   - onProgress: Is told which part of the whole, by its expected time, is done, 0 to 1; it may throw to stop.
  /// - Throws: `ConfigurationError`, if the model cannot have a size of the grid; `NonFiniteValue`, if a training step fails.
  /// - Complexity: one step at every point of the grid, `timedSteps` + 1 more where it is timed, and all of it again without times
  ///   for a model with attention.
  public static func measure(
    _ type: any SequenceModel.Type, grid: ComplexityGrid = .quick, onProgress: (Double) throws -> Void = { _ in }
  ) throws -> ComplexityRecord {
    grid.check()
    let smallest = try type.init(configuration(grid, width: grid.widths[0]))
    let hasAttention = hasAttention(smallest)
    // What a point costs is about proportional to n·d; the other parts take about as long as so many of it.
    let whole = grid.lengths.reduce(0, +) * grid.widths.reduce(0, +)
    let timed = (grid.timedSteps + 1) * grid.timedLengths.reduce(0, +) * grid.timedWidths.reduce(0, +)
    let total = whole * (hasAttention ? 2 : 1) + timed
    var done = 0
    func advance(by amount: Int) throws {
      done += amount
      try onProgress(Double(done) / Double(total))
    }

    var (points, plainPoints): ([ComplexityRecord.Point], [ComplexityRecord.Point]) = ([], [])
    for width in grid.widths {
      let model = try type.init(configuration(grid, width: width))
      let step = SequenceStep(model)
      for length in grid.lengths {
        let isTimed = grid.timedLengths.contains(length) && grid.timedWidths.contains(width)
        points.append(step.point(length: length, timedSteps: isTimed ? grid.timedSteps : 0))
        try advance(by: length * width * (isTimed ? grid.timedSteps + 2 : 1))
      }
      guard hasAttention else { continue }
      let plain = SequenceStep(model, isPlain: true)
      for length in grid.lengths {
        plainPoints.append(plain.point(length: length, timedSteps: 0))
        try advance(by: length * width)
      }
    }
    let fits = ComplexityQuantity.allCases.compactMap { ComplexityRecord.Fit($0, to: points) }
    return ComplexityRecord(
      setting: .init(grid), points: points, fits: fits, crossover: hasAttention ? crossover(fits) : nil,
      plainAttentionPoints: plainPoints)
  }

  /// What the largest step takes, with all of attention's weights where there is attention.
  static func memory(_ type: any SequenceModel.Type, grid: ComplexityGrid, free: Double) throws -> MemoryNeed {
    let model = try type.init(configuration(grid, width: grid.widths.max() ?? 1))
    let settings = TrainingSettings(
      batchSize: 1, length: grid.lengths.max() ?? 1, threads: 1, isPlain: hasAttention(model))
    return .training(model, settings, keepsBest: false, evaluates: false, free: free)
  }

  /// The network of a width that a grid is measured with.
  private static func configuration(_ grid: ComplexityGrid, width: Int) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: grid.vocabularySize, width: width, layerCount: 1, headCount: 1,
      contextLength: grid.lengths.max() ?? 1)
  }

  /// Whether a model has attention, whose matrix can be kept or not.
  private static func hasAttention(_ model: any SequenceModel) -> Bool {
    let tape = Tape(Parameters<Float>(zerosFor: model.parameters), recordsGradients: false)
    tape.isObserved = true
    _ = model.features(of: TokenBatch([0, 0]), on: tape)
    return !tape.exposed(.attention).isEmpty
  }

  /// Where a·n²·d exceeds b·n·d²: at n = (b/a)·d. From all work of a step: the head has neither term.
  static func crossover(_ fits: [ComplexityRecord.Fit]) -> Double? {
    guard let work = fits.first(where: { $0.quantity == ComplexityQuantity.work.rawValue }) else { return nil }
    let (attention, block) = (work.coefficient("n²·d"), work.coefficient("n·d²"))
    return attention > 0 && block > 0 ? block / attention : nil
  }
}

/// Training steps of a model on one sequence, forward and backward, on one thread.
private struct SequenceStep {
  let model: any SequenceModel
  private let tape: Tape<Float>
  private let gradient: Parameters<Float>

  init(_ model: any SequenceModel, isPlain: Bool = false) {
    self.model = model
    tape = Tape(Parameters(initializing: model.parameters, seed: 0))
    tape.isPlain = isPlain
    gradient = Parameters(zerosFor: model.parameters)
  }

  /// The counts of a step, and its median time over some more of them; none: not timed.
  func point(length: Int, timedSteps: Int) -> ComplexityRecord.Point {
    let (tokens, targets) = (tokens(length: length, stream: "tokens"), tokens(length: length, stream: "targets"))
    run(tokens, targets)
    let counts = tape.currentCounts
    tape.reset()
    return ComplexityRecord.Point(
      length: length, width: model.configuration.width,
      mixerWork: counts.mixingWork, work: counts.work, span: counts.span, peakBytes: counts.peakBytes,
      milliseconds: timedSteps > 0 ? milliseconds(tokens, targets, steps: timedSteps) : nil)
  }

  private func milliseconds(_ tokens: TokenBatch, _ targets: TokenBatch, steps: Int) -> Double {
    let times = (0...steps).map { _ in
      let start = ContinuousClock.now
      run(tokens, targets)
      let time = ContinuousClock.now - start
      tape.reset()
      return time.milliseconds
    }
    return Statistics.median(Array(times.dropFirst()))
  }

  private func run(_ tokens: TokenBatch, _ targets: TokenBatch) {
    tape.backward(
      from: model.loss(tokens, targets: targets, phase: .training(seed: 0), on: tape).mean, into: gradient)
  }

  private func tokens(length: Int, stream: String) -> TokenBatch {
    .random(batchSize: 1, length: length, vocabularySize: model.configuration.vocabularySize, stream: stream)
  }
}
