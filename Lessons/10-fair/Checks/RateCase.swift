// An input of exercise 10b: trainings of two models.

import ExerciseKit

/// Trainings of “mine” and “yours” with the same rates, seeds and looks.
struct RateCase: Sample {
  static let (mine, yours) = ("mine", "yours")

  var trials: [Trial]

  /// From two rates, one seed and one look on.
  static func drawn(_ draw: inout Draw, _ size: Int) -> RateCase {
    let rates = (0..<2 + min(2, size / 3)).map { 0.002 * Double(1 << $0) }
    let (seeds, looks) = (draw.int(1...1 + size / 3), draw.int(1...1 + size / 3))
    func losses() -> [Double] { (0..<looks).map { _ in 1 + Double(draw.int(0...9999)) / 10_000 } }
    var trials: [Trial] = []
    for model in [mine, yours] {
      for rate in rates {
        for seed in 1...seeds {
          trials.append(Trial(model: model, rate: rate, seed: seed, validation: losses(), test: losses()))
        }
      }
    }
    return RateCase(trials: trials)
  }

  var own: [Trial] { trials.filter { $0.model == Self.mine } }
  var rates: [Double] { Set(own.map(\.rate)).sorted() }
  var seeds: [Int] { Set(own.map(\.seed)).sorted() }
  var looks: Int { own.map(\.validation.count).min() ?? 0 }

  func choice<R: RateChoice>(_: R.Type) -> Choice? { R.choice(for: Self.mine, from: trials) }

  /// The mean over the seeds of a rate's trainings.
  func mean(_ losses: KeyPath<Trial, [Double]>, rate: Double, look: Int) -> Double {
    let values = own.filter { $0.rate == rate }.map { $0[keyPath: losses][look] }
    return values.reduce(0, +) / Double(max(1, values.count))
  }

  /// The same after a change to each training that it is meant for.
  func with(_ change: (inout Trial) -> Void) -> RateCase {
    var copy = self
    for index in copy.trials.indices { change(&copy.trials[index]) }
    return copy
  }

  var smaller: [RateCase] {
    var result: [RateCase] = []
    if rates.count > 2 {
      result += rates.map { rate in RateCase(trials: trials.filter { $0.rate != rate }) }
    }
    if seeds.count > 1 {
      result += seeds.reversed().map { seed in RateCase(trials: trials.filter { $0.seed != seed }) }
    }
    if looks > 1 {
      result += (0..<looks).map { look in
        with {
          $0.validation.remove(at: look)
          $0.test.remove(at: look)
        }
      }
    }
    return result
  }

  var description: String {
    func line(_ model: String, _ rate: Double) -> String? {
      let runs = trials.filter { $0.model == model && $0.rate == rate }
      guard !runs.isEmpty else { return nil }
      let told = runs.map { run in
        "seed \(run.seed): validation \(Self.text(run.validation)), test \(Self.text(run.test))"
      }
      return "\(model) at \(shown(rate)): " + told.joined(separator: "; ")
    }
    return [Self.mine, Self.yours].flatMap { model in
      Set(trials.map(\.rate)).sorted().compactMap { line(model, $0) }
    }.joined(separator: "\n")
  }

  private static func text(_ losses: [Double]) -> String {
    losses.map { $0.isNaN ? "failed" : shown($0) }.joined(separator: ", ")
  }
}

/// A choice for a message.
func text(_ choice: Choice?) -> String { choice.map { "rate \(shown($0.rate)) at look \($0.look)" } ?? "none" }
