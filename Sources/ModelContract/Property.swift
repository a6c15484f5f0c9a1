// The properties of the contract, in the order in which they are looked at.

import NeuralLayers

/// Something that every model must satisfy.
public enum Property: String, CaseIterable, Codable, Sendable, CustomStringConvertible {
  // Shapes come first: with wrong ones, nothing else can be looked at.
  /// See `title` for what each demands.
  case shapes, names, loss, determinism, legality, batches, lengthOne, stepping, gradients, slopes, dropout, costs
  /// See `title` for what each demands.
  case equations, settings, exposure, saving, learning

  /// The name that people read: "length one".
  public var description: String { self == .lengthOne ? "length one" : rawValue }

  /// What holds, in a line.
  public var title: String {
    switch self {
    case .shapes: "logits are [B, T, V], finite, up to a whole context"
    case .names: "parameters have names, groups and forms to save"
    case .loss: "the loss follows from the logits; at first near ln V"
    case .determinism: "the same weights and tokens give the same bits"
    case .legality: "no position sees what it predicts; all is seen"
    case .batches: "sequences of a batch do not know of each other"
    case .lengthOne: "a sequence of one token is read like any other"
    case .stepping: "read token by token or in pieces as at once"
    case .gradients: "every parameter gets a gradient"
    case .slopes: "gradients are the slopes of the loss, to 1e-8"
    case .dropout: "dropout acts in training, and not in use"
    case .costs: "counted costs follow from the sizes alone"
    case .equations: "by its equations as by fused operations"
    case .settings: "settings make a difference; the head is as asked"
    case .exposure: "measurements see embedded tokens and change nothing"
    case .saving: "saved and loaded, it is the same model, bit by bit"
    case .learning: "learns a short cycle, or what a row repeats"
    }
  }

  /// The cases to look at.
  func cases(of all: [ModelCase]) -> [ModelCase] {
    guard self == .learning else { return all }
    // One for each kind of head is enough to learn with: the widest, with the positions that come first.
    let first = all.first?.configuration.positions
    return HeadKind.allCases.compactMap { head in
      all.filter { $0.configuration.positions == first && $0.configuration.head == head }
        .max { $0.configuration.width < $1.configuration.width }
    }
  }

  /// Looks at one case.
  func check(_ this: ModelCase) throws(Violation) -> Outcome {
    switch self {
    case .shapes: try this.checkShapes()
    case .names: try this.checkNames()
    case .loss: try this.checkLoss()
    case .determinism: try this.checkDeterminism()
    case .legality: try this.checkLegality()
    case .batches: try this.checkBatches()
    case .lengthOne: try this.checkLengthOne()
    case .stepping: try this.checkStepping()
    case .gradients: try this.checkGradients()
    case .slopes: try this.checkSlopes()
    case .dropout: try this.checkDropout()
    case .costs: try this.checkCosts()
    case .equations: try this.checkEquations()
    case .settings: try this.checkSettings()
    case .exposure: try this.checkExposure()
    case .saving: try this.checkSaving()
    case .learning: try this.checkLearning()
    }
  }
}
