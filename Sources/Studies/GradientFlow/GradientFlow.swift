// How a gradient fades on its way back through time, measured.

import Corpora
import Foundation
import LabKit
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
  /// For each place and each range of lags: what of the gradient arrives at the token that the answer hangs on.
  public typealias Arrivals = [GradientFlowRecord.Place: [Arrival]]

  /// What of a gradient arrives at a token, as powers of ten; each the mean over windows.
  public struct Arrival: Sendable {
    /// Over the gradient one token back.
    public var overNear: Double
    /// Over the gradient at tokens about as far back that the answer does not hang on.
    public var overOthers: Double
  }

  /// What is predicted for the curves.
  public let sample: TargetSample
  /// What is predicted for arrivals, by range of lags.
  let dependent: [DependentSample]
  private let blank: Int32
  private let threads: Int

  /// The ranges of lags that arrivals are measured at.
  static let lags = [8...15, 16...31, 32...63]

  /// - Parameters:
  ///   - windows: How many windows the curves are the mean over, and how many the arrivals of each range of lags.
  ///   - length: n, the tokens in each window of a curve.
  ///   - threads: Windows are shared out to threads; the result does not depend on how many.
  /// - Throws: `CorpusError.tooShort`, if the split has no n + 1 tokens.
  public init(
    _ split: Split, of corpus: Corpus, windows: Int = 32, length: Int, threads: Int = ThreadTeam.availableCores
  ) throws(CorpusError) {
    sample = try TargetSample(split, of: corpus, count: windows, contextLength: length)
    dependent = Self.lags.map {
      DependentSample(
        split, of: corpus, distances: $0.lowerBound + 1...$0.upperBound + 1, count: windows, longest: length)
    }
    blank = corpus.tokenizer.blankToken
    self.threads = threads
  }

  /// The curves of a model with some parameters, as those of one seed: each the mean over all windows.
  /// - Complexity: A forward and a backward pass for each window.
  public func curves(_ model: any SequenceModel, parameters: Parameters<Float>) -> Curves {
    let windows = norms(
      model, parameters,
      of: sample.positions.indices.map { number in
        (sample.inputs(number..<number + 1).tokens, sample.targets(number..<number + 1)[0])
      })
    var sums: Curves = [:]
    for (place, norms) in windows.joined() {
      sums[place] = zip(norms, sums[place] ?? norms.map { _ in 0 }).map { $0 + $1 }
    }
    return sums.mapValues { $0.map { $0 / Double(sample.positions.count) } }
  }

  /// What arrives at the tokens that answers hang on, for a model with some parameters, as that of one seed.
  /// - Returns: One for each range of lags; none where the corpus tells no dependencies.
  /// - Complexity: A forward and a backward pass for each window.
  public func arrivals(_ model: any SequenceModel, parameters: Parameters<Float>) -> Arrivals {
    guard dependent.allSatisfy({ !$0.windows.isEmpty }) else { return [:] }
    var arrivals: Arrivals = [:]
    for sample in dependent {
      let windows = norms(model, parameters, of: sample.windows.map { ($0.tokens, $0.target) })
      for place in windows[0].keys {
        let ratios = zip(windows, sample.windows).map { curves, window in
          Self.arrival(curves[place] ?? [], at: window.lag)
        }
        arrivals[place, default: []].append(
          Arrival(
            overNear: Statistics.mean(ratios.map(\.overNear)), overOthers: Statistics.mean(ratios.map(\.overOthers))))
      }
    }
    return arrivals
  }

  /// Others are four tokens on either side, but for the neighbours: a part of the same phrase may stand there.
  private static func arrival(_ norms: [Double], at lag: Int) -> Arrival {
    // A gradient of nothing, as where a model sees its last token alone, counts as the least that `DecayFit` tells from nothing.
    let logs = norms.map { log10(max($0, DecayFit.floor)) }
    let others = [lag - 5, lag - 4, lag - 3, lag - 2, lag + 2, lag + 3, lag + 4, lag + 5]
      .filter(logs.indices.contains).map { logs[$0] }
    return Arrival(overNear: logs[lag] - logs[1], overOthers: logs[lag] - Statistics.mean(others))
  }

  /// The norms by lag for some rows and what follows each. They go one by one, so that rows are time steps in whichever order.
  private func norms(
    _ model: any SequenceModel, _ parameters: Parameters<Float>, of windows: [(tokens: [Int32], target: Int32)]
  ) -> [Curves] {
    let parameters = parameters.converted(to: Double.self)
    func observedTape() -> Tape<Double> {
      let tape = Tape(parameters)
      tape.isObserved = true
      return tape
    }
    return ThreadTeam(count: threads, for: windows.count).map(windows, worker: observedTape()) { tape, window in
      Self.norms(model, window.tokens, target: window.target, blank: blank, on: tape)
    }
  }

  /// The norms by lag of one window.
  /// - Parameters:
  ///   - blank: The token that stands for what is asked, for models that fill blanks.
  ///   - tape: With `isObserved` set; it is reset afterwards.
  package static func norms(
    _ model: any SequenceModel, _ left: [Int32], target: Int32, blank: Int32, on tape: Tape<Double>
  ) -> Curves {
    defer { tape.reset() }
    let tokens =
      switch model.sight {
      case .left: TokenBatch(left)
      case .around: TokenBatch(left + [target])
      case .masked: TokenBatch(left + [blank])
      }
    let features = model.features(of: tokens, on: tape)
    let loss = model.head.crossEntropy(features.last(of: tokens), targets: [target]).mean
    let places: [GradientFlowRecord.Place: [Variable<Double>]?] = [
      .embedding: tape.exposed(.embeddedTokens).first, .state: tape.exposed(.states).last,
    ]
    let kept = places.compactMapValues { $0 }
    tape.backward(from: loss, keeping: kept.values.flatMap { $0 })
    return kept.mapValues { variables in
      let gradients = variables.map { tape.gradient(of: $0) }
      return left.indices.map { lag in norm(of: gradients, at: left.count - 1 - lag) }
    }
  }

  /// The norm of some gradients' rows together. [T, width] each, but for axes of length one
  private static func norm(of gradients: [Tensor<Double>], at row: Int) -> Double {
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
  /// What is seen of a model with some parameters, as that of one seed.
  public struct Look: Sendable {
    /// The norms by lag.
    public let curves: Curves
    /// What arrives where answers hang; empty where the corpus tells no dependencies.
    public let arrivals: Arrivals
    /// The windows behind each range of lags.
    let windows: [Int]
  }

  /// Looks at a model with some parameters, as that of one seed.
  /// - Complexity: A forward and a backward pass for each window.
  public func look(at model: any SequenceModel, parameters: Parameters<Float>) -> Look {
    Look(
      curves: curves(model, parameters: parameters), arrivals: arrivals(model, parameters: parameters),
      windows: dependent.map(\.windows.count))
  }
}

extension GradientFlowRecord {
  /// The records of a model: one for each place that it exposes, embedded tokens first.
  /// - Parameter looks: What was seen with each seed.
  public static func records(
    of looks: [GradientFlow.Look], isTrained: Bool, setting: String? = nil
  ) -> [GradientFlowRecord] {
    [Place.embedding, .state].compactMap { place in
      let curves = looks.compactMap { $0.curves[place] }
      guard !curves.isEmpty else { return nil }
      var record = GradientFlowRecord(by: place, isTrained: isTrained, setting: setting, curves: curves)
      let arrivals = looks.compactMap { $0.arrivals[place] }
      if arrivals.count == looks.count {
        record.arrivals = GradientFlow.lags.indices.map { index in
          Arrival(
            from: GradientFlow.lags[index].lowerBound, to: GradientFlow.lags[index].upperBound,
            windows: looks.reduce(0) { $0 + $1.windows[index] },
            overNear: Estimate(arrivals.map { $0[index].overNear }),
            overOthers: Estimate(arrivals.map { $0[index].overOthers }))
        }
      }
      return record
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
