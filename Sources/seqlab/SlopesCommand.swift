// `seqlab slopes`: what all slopes of a loss cost, and how well a difference quotient could tell one of them.

import ArgumentParser
import Foundation
import LabKit
import LabReport
import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore

/// Compares reverse mode with difference quotients.
struct SlopesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slopes", abstract: "Compares gradients with difference quotients.",
    usage: "seqlab slopes [--model <name>] [<options>]",
    discussion: """
      Counts the operations of a forward and a backward pass over random tokens,
      and tells how far the quotient (L(θ + h·v) − L(θ)) / h is from the slope of
      the loss along its gradient's direction v, for smaller and smaller h: the
      error relative to the slope, in numbers of 32 bits (Float) and 64 (Double).

        seqlab slopes --model lstm
      """)

  @Option(help: ArgumentHelp("One of \(ModelChoice.names)", valueName: "name")) var model = "rnn"
  @Option(help: ArgumentHelp("Sequences", valueName: "n")) var batch = 4
  @Option(help: ArgumentHelp("Tokens in a sequence", valueName: "n")) var length = 32
  @Option(help: ArgumentHelp("Width of embeddings and states", valueName: "n")) var width = 166
  @Option(help: ArgumentHelp("Tokens in the vocabulary", valueName: "n")) var vocab = 600
  @Flag(help: "Print one JSON object.") var json = false
  @OptionGroup var memory: MemoryOptions

  private struct Quotient: Encodable {
    let h, float, double: Double
  }

  private struct Result: Encodable {
    let model: String
    let parameters, forward, backward: Int
    let ratio: Double
    let quotients: [Quotient]
  }

  func run() throws {
    let type = try ModelChoice.named(model)
    let configuration = ModelConfiguration(
      vocabularySize: try Flags.range(vocab, "vocab", 2...100_000),
      width: try Flags.range(width, "width", Limits.width),
      layerCount: 1, headCount: 2, contextLength: try Flags.range(length, "length", 2...4096))
    let batch = try Flags.range(batch, "batch", 1...4096)
    let model = try type.init(configuration)
    let settings = TrainingSettings(batchSize: batch, length: length, threads: 1)
    try memory.check("choose a smaller --batch, --length, --width or --vocab") { free in
      // Numbers of 64 bits take twice as much, and their copies in both precisions once more.
      let need = MemoryNeed.training(model, settings, evaluates: false, free: free)
      return need.adding("the same in 64 bits", 2 * need.bytes)
    }
    let result = result(ModelCase(model: model), batch)
    if json { return try Output.json(result) }
    try Output.facts([
      ("parameters", Words.count(result.parameters)),
      ("forward", "\(Words.count(result.forward)) operations"),
      ("backward", "\(Words.count(result.backward)) operations: all slopes at once"),
      ("together", "\(Words.number(1 + result.ratio, digits: 2)) times a forward pass"),
    ])
    var table = Table(columns: [
      Table.Column("h"), Table.Column("error, Float", .right), Table.Column("Double", .right),
    ])
    for row in result.quotients {
      table.addRow([
        Table.Cell(Self.short(row.h)), Table.Cell(Self.short(row.float)), Table.Cell(Self.short(row.double)),
      ])
    }
    try Output.result("\n")
    try Output.table(table)
  }

  private func result(_ model: ModelCase, _ batch: Int) -> Result {
    let tokens = model.tokens(batchSize: batch, length: length)
    // Models that see both sides are asked for the tokens themselves, others for those that follow.
    let targets = model.tokens(batchSize: batch, length: length, seed: 4)
    let weights = Parameters<Double>(initializing: model.model.parameters, seed: 1)
    let tape = Tape(weights)
    let gradient = Parameters<Double>(zerosFor: model.model.parameters)
    tape.backward(from: model.model.loss(tokens, targets: targets, on: tape).mean, into: gradient)
    let counts = tape.currentCounts

    let all = model.model.parameters.parameters
    let slope = all.flatMap { gradient[$0].scalars }.reduce(0) { $0 + $1 * $1 }.squareRoot()
    func error<S: TensorScalar>(_: S.Type, _ h: Double) -> Double {
      let (here, there) = (
        Parameters<S>(zerosFor: model.model.parameters), Parameters<S>(zerosFor: model.model.parameters)
      )
      for parameter in all {
        let (weight, direction) = (weights[parameter].scalars, gradient[parameter].scalars)
        here[parameter] = Tensor(weight.map { S($0) }, shape: parameter.shape)
        there[parameter] = Tensor(
          zip(weight, direction).map { S($0) + S(h * $1 / slope) }, shape: parameter.shape)
      }
      let change = model.loss(tokens, targets: targets, there) - model.loss(tokens, targets: targets, here)
      return abs(Double(change) / h - slope) / slope
    }
    let quotients = (1...13).map { exponent in
      let h = pow(10, -Double(exponent))
      return Quotient(h: h, float: error(Float.self, h), double: error(Double.self, h))
    }
    return Result(
      model: model.identifier, parameters: model.model.parameters.scalarCount, forward: counts.forwardWork,
      backward: counts.backwardWork, ratio: Double(counts.backwardWork) / Double(counts.forwardWork),
      quotients: quotients)
  }

  private static func short(_ number: Double) -> String { String(format: "%.0e", number) }
}
