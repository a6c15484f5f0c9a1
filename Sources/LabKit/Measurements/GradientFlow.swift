// How a gradient fades on its way back through time, measured.

import Corpora
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

/// g(k) = E‖∂ℓ_T/∂e_{T−k}‖: a window of a split is read, its next token predicted, and the gradient of this single loss ℓ_T taken
/// by each embedded token; for recurrent models by each state, too.
///
/// All models predict the same tokens, each from a window of n tokens before it. Lag 0 is the window's last token, and lag n − 1 its
/// first:
/// - A model that reads from left to right reads the window; ℓ_T is the loss of its last position.
/// - A model that sees around a position reads the token to predict as well, and predicts it from the left side: it is the
///   last one, with nothing on its right. The state is that of its forward layers.
/// - A model that fills blanks reads a blank in that token's place.
///
/// The gradient by the state h_t of the top recurrent layer is the whole one, through the later steps. Where there is a memory, the
/// norm is √(‖∂ℓ/∂h_t‖² + ‖∂ℓ/∂c_t‖²), and c_t acts through h_t, too.
///
/// Everything is computed in double precision, in which a gradient can fade by 300 orders of magnitude and not become zero.
/// - Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013, for the question.
public struct GradientFlow: Sendable {
  /// g(k) for k = 0, 1 … by each place that the model exposes: embedded tokens, and states if it has any.
  public typealias Curves = [GradientFlowRecord.Place: [Double]]

  /// What is predicted.
  public let sample: TargetSample
  private let blank: Int32
  private let threads: Int

  /// - Parameters:
  ///   - windows: How many windows the mean is taken over.
  ///   - length: n, the tokens in each window.
  ///   - threads: Windows are shared out to threads; the result does not depend on how many.
  /// - Throws: `CorpusError.tooShort`, if the split has no n + 1 tokens.
  public init(
    _ split: Split, of corpus: Corpus, windows: Int = 32, length: Int, threads: Int = ThreadTeam.availableCores
  ) throws(CorpusError) {
    sample = try TargetSample(split, of: corpus, count: windows, contextLength: length)
    blank = corpus.tokenizer.blankToken
    self.threads = threads
  }

  /// The curves of a model with some parameters, as those of one seed: each the mean over all windows.
  /// - Complexity: A forward and a backward pass for each window.
  public func curves(_ model: any SequenceModel, parameters: Parameters<Float>) -> Curves {
    let parameters = parameters.converted(to: Double.self)
    func observedTape() -> Tape<Double> {
      let tape = Tape(parameters)
      tape.isObserved = true
      return tape
    }
    let windows = ThreadTeam(count: threads, for: sample.positions.count)
      .map(Array(sample.positions.indices), worker: observedTape()) { curves(model, window: $1, on: $0) }
    var sums: Curves = [:]
    for (place, norms) in windows.joined() {
      sums[place] = zip(norms, sums[place] ?? norms.map { _ in 0 }).map { $0 + $1 }
    }
    return sums.mapValues { $0.map { $0 / Double(sample.positions.count) } }
  }

  /// The norms by lag for one window. Windows go one by one, so that rows are time steps in whichever order.
  private func curves(_ model: any SequenceModel, window: Int, on tape: Tape<Double>) -> Curves {
    defer { tape.reset() }
    let target = sample.targets(window..<window + 1)
    let left = sample.inputs(window..<window + 1, context: sample.contextLength)
    let tokens =
      switch model.sight {
      case .left: left
      case .around: TokenBatch(left.tokens + target)
      case .masked: TokenBatch(left.tokens + [blank])
      }
    let features = model.features(of: tokens, on: tape)
    let loss = model.head.crossEntropy(features.last(of: tokens), targets: target).mean
    let places: [GradientFlowRecord.Place: [Variable<Double>]?] = [
      .embedding: tape.exposed(.embeddedTokens).first, .state: tape.exposed(.states).last,
    ]
    let kept = places.compactMapValues { $0 }
    tape.backward(from: loss, keeping: kept.values.flatMap { $0 })
    return kept.mapValues { variables in
      let gradients = variables.map { tape.gradient(of: $0) }
      return (0..<left.length).map { lag in norm(of: gradients, at: left.length - 1 - lag) }
    }
  }

  /// The norm of some gradients' rows together. [T, width] each, but for axes of length one
  private func norm(of gradients: [Tensor<Double>], at row: Int) -> Double {
    gradients.reduce(0) { sum, gradient in
      let width = gradient.shape.columns
      return gradient.withUnsafeScalars { scalars in
        scalars[row * width..<(row + 1) * width].reduce(sum) { $0 + $1 * $1 }
      }
    }
    .squareRoot()
  }
}

// MARK: - Records

extension GradientFlow {
  /// The flow through models as they start, untrained.
  /// - Parameter setting: What sets the configuration apart from the comparison's own; see `GradientFlowRecord`.
  public func untrained(
    _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, setting: String? = nil, seeds: [UInt64]
  ) throws(ConfigurationError) -> [GradientFlowRecord] {
    let model = try type.init(configuration)
    let curves = seeds.map {
      self.curves(model, parameters: Parameters(initializing: model.parameters, seed: $0))
    }
    return GradientFlowRecord.records(of: curves, isTrained: false, setting: setting)
  }

  /// The flow through untrained models that differ in what their forget bias starts with. For models that have one.
  public func untrained(
    _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, forgetBiases: [Double], seeds: [UInt64]
  ) throws(ConfigurationError) -> [GradientFlowRecord] {
    var records: [GradientFlowRecord] = []
    for bias in forgetBiases {
      var configuration = configuration
      configuration.forgetBias = bias
      let name = bias == bias.rounded() ? String(Int(bias)) : String(bias)
      records += try untrained(type, configuration, setting: "forget bias \(name)", seeds: seeds)
    }
    return records
  }
}

extension GradientFlowRecord {
  /// The records of a model: one for each place that its curves are of, embedded tokens first.
  /// - Parameter curves: Those of each seed.
  public static func records(
    of curves: [GradientFlow.Curves], isTrained: Bool, setting: String? = nil
  ) -> [GradientFlowRecord] {
    [Place.embedding, .state].compactMap { place in
      let curves = curves.compactMap { $0[place] }
      return curves.isEmpty
        ? nil : GradientFlowRecord(by: place, isTrained: isTrained, setting: setting, curves: curves)
    }
  }

  /// The record of some curves g(0), g(1) … of equal length, one for each seed.
  ///
  /// A curve that cannot be fitted (see `DecayFit`), as where a model sees nothing but its last token, has NaN for its decay and R².
  /// - Precondition: There is at least one curve.
  public init(by place: Place, isTrained: Bool, setting: String? = nil, curves: [[Double]]) {
    let fits = curves.map { DecayFit($0) }
    let halfLives = fits.compactMap { $0?.halfLife }
    let lags = Array(0..<(curves.map(\.count).min() ?? 0))
    self.init(
      by: place, isTrained: isTrained, setting: setting, lags: lags,
      norms: lags.map { lag in Estimate(curves.map { $0[lag] }) },
      decay: Estimate(fits.map { $0?.decay ?? .nan }),
      halfLife: halfLives.count == curves.count ? Estimate(halfLives) : nil,
      rSquared: Estimate(fits.map { $0?.rSquared ?? .nan }))
  }
}
