// Gradients back through time: against powers of a matrix, plain loops, and differences of the loss.

import Corpora
import Foundation
import LabKit
import LabResults
import SequenceKit
import Studies
import TensorCore
import TestSupport
import Testing

@Suite("Gradient flow")
struct GradientFlowTests {
  @Test("through a linear recurrence with U = ρI, the gradient fades as ρ^k", arguments: [0.5, 0.9, 0.99, 1.0, 1.05])
  func linearRecurrence(rho: Double) throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 300)
    let model = try LinearModel(SmallCorpus.configuration(corpus, length: 64, width: 6))
    let parameters = model.weights { $0 == $1 ? Float(rho) : 0 }
    let flow = try GradientFlow(corpus.test, of: corpus, windows: 4, length: 64, threads: 2)
    let records = GradientFlowRecord.records(of: [flow.look(at: model, parameters: parameters)], isTrained: false)
    #expect(records.map(\.by) == [.embedding, .state])
    for record in records {
      #expect(record.lags == Array(0..<64))
      #expect(abs(-record.decay.mean - log(rho)) < 1e-6)
      if rho != 1 { #expect(record.rSquared.mean > 1 - 1e-9) }
      let halfLife = record.halfLife?.mean ?? .nan
      if rho < 1 { #expect(abs(-halfLife * log(rho) / log(2) - 1) < 1e-5) }
    }
    let state = try #require(records.last)
    let (left, expected) = (state.norms[63].mean / state.norms[0].mean, pow(Double(Float(rho)), 63))
    #expect(abs(left / expected - 1) < 1e-9)
  }

  /// Flow over windows of eight characters, no two alike.
  private func smallFlow(windows: Int, threads: Int = 1) throws -> (corpus: Corpus, flow: GradientFlow) {
    let corpus = try SmallCorpus.alphabet()
    return (corpus, try GradientFlow(corpus.train, of: corpus, windows: windows, length: 8, threads: threads))
  }

  private func model(_ identifier: String, _ corpus: Corpus, layers: Int = 1) throws -> (
    model: any SequenceModel, parameters: Parameters<Float>
  ) {
    var configuration = SmallCorpus.configuration(corpus, length: 8, width: 4)
    // A table that is read only, so that what follows from it is what follows from reading.
    (configuration.layerCount, configuration.head) = (layers, .separate)
    let model = try SmallCorpus.model(identifier).init(configuration)
    return (model, Parameters(initializing: model.parameters, seed: 7))
  }

  @Test("the gradient by each token is the slope of the loss along its embedding", arguments: SmallCorpus.identifiers)
  func slopes(identifier: String) throws {
    let (corpus, flow) = try smallFlow(windows: 3)
    let (model, single) = try model(identifier, corpus, layers: 2)
    let curve = try #require(flow.curves(model, parameters: single)[.embedding])
    let parameters = single.converted(to: Double.self)
    // No token occurs twice, so the table's row is the token's alone.
    let table = model.head.embedding.table
    let width = table.shape.columns
    let original = parameters[table]
    let tape = Tape(parameters, recordsGradients: false)

    for lag in 0..<8 {
      var mean = 0.0
      for position in flow.sample.positions {
        let target = corpus.train.tokens[position]
        var tokens = Array(corpus.train.tokens[position - 8..<position])
        switch model.sight {
        case .left: break
        case .around: tokens.append(target)
        case .masked: tokens.append(corpus.tokenizer.blankToken)
        }
        let row = Int(tokens[7 - lag])
        let targets = TokenBatch(Array(repeating: -1, count: tokens.count - 1) + [target])
        func loss(_ column: Int, _ distance: Double) -> Double {
          var scalars = original.scalars
          scalars[row * width + column] += distance
          parameters[table] = Tensor(scalars, shape: table.shape)
          tape.reset()
          return model.loss(TokenBatch(tokens), targets: targets, on: tape).mean.scalar
        }
        let squares = (0..<width).map { column in
          // Layer normalisation of numbers about 0.02 bends quickly.
          let h = identifier.hasPrefix("transformer") ? 1e-5 : 1e-4
          let slope = (8 * (loss(column, h) - loss(column, -h)) - loss(column, 2 * h) + loss(column, -2 * h)) / (12 * h)
          return slope * slope
        }
        mean += squares.reduce(0, +).squareRoot() / 3
      }
      parameters[table] = original
      #expect(abs(curve[lag] - mean) < 1e-9 + 1e-7 * mean, "lag \(lag): \(curve[lag]), expected \(mean)")
      #expect(curve[lag] > 1e-7, "lag \(lag) says nothing")
    }
  }

  @Test("the state of an LSTM is h and c together, each with all that follows from it")
  func memory() throws {
    let (corpus, flow) = try smallFlow(windows: 1)
    let (model, parameters) = try model("lstm", corpus)
    let curve = try #require(flow.curves(model, parameters: parameters)[.state])
    let plain = PlainLSTM(model, parameters)
    let position = flow.sample.positions[0]
    let tokens = Array(corpus.train.tokens[position - 8..<position])
    for lag in 0..<8 {
      var squares = 0.0
      for isMemory in [false, true] {
        for element in 0..<4 {
          func loss(_ distance: Double) -> Double {
            plain.loss(tokens, target: corpus.train.tokens[position]) { step, values, inMemory in
              if step == 7 - lag && inMemory == isMemory { values[element] += distance }
            }
          }
          let h = 1e-4
          let slope = (8 * (loss(h) - loss(-h)) - loss(2 * h) + loss(-2 * h)) / (12 * h)
          squares += slope * slope
        }
      }
      #expect(abs(curve[lag] - squares.squareRoot()) < 1e-9, "lag \(lag)")
    }
  }

  @Test("only models with states have a curve by state; the result does not depend on threads")
  func places() throws {
    for identifier in SmallCorpus.identifiers {
      let (corpus, flow) = try smallFlow(windows: 5)
      let (model, parameters) = try model(identifier, corpus, layers: 2)
      let curves = flow.curves(model, parameters: parameters)
      #expect((curves[.state] != nil) == !identifier.hasPrefix("transformer"))
      #expect(curves.values.allSatisfy { $0.count == 8 })
      #expect(try smallFlow(windows: 5, threads: 3).flow.curves(model, parameters: parameters) == curves)
    }
  }

  @Test("a higher forget bias keeps the gradient by state for longer")
  func forgetBias() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 300)
    let flow = try GradientFlow(corpus.test, of: corpus, windows: 4, length: 32)
    let halfLives = try [0.0, 1, 5].map { bias in
      var configuration = SmallCorpus.configuration(corpus, length: 32)
      configuration.forgetBias = bias
      let model = try SmallCorpus.model("lstm").init(configuration)
      let looks = [1, 2].map { flow.look(at: model, parameters: Parameters(initializing: model.parameters, seed: $0)) }
      let record = try #require(
        GradientFlowRecord.records(of: looks, isTrained: false, setting: "bias \(bias)").first { $0.by == .state })
      #expect(record.setting == "bias \(bias)" && !record.isTrained && record.decay.values.count == 2)
      return record.halfLife?.mean ?? .infinity
    }
    // The forget gate alone would give 1.0 and 2.2 steps; states also hand on what they hold through h.
    #expect(halfLives[0] < halfLives[1] && halfLives[1] * 3 < halfLives[2])
    #expect(halfLives[0] > 0.7 && halfLives[1] < 5)
  }
}

/// One layer of LSTM by plain loops, in which states can be changed on the way.
private struct PlainLSTM {
  let embedding, input, recurrent, bias, head, headBias: [Double]
  let width: Int

  init(_ model: any SequenceModel, _ parameters: Parameters<Float>) {
    let values = model.parameters.parameters.map { parameters[$0].scalars.map(Double.init) }
    (embedding, input, recurrent, bias) = (values[0], values[1], values[2], values[3])
    (head, headBias, width) = (values[4], values[5], model.configuration.width)
  }

  /// −ln p(target) after the tokens. `change` is given c and then h of each step, before anything is made of them.
  func loss(_ tokens: [Int32], target: Int32, change: (Int, inout [Double], _ isMemory: Bool) -> Void) -> Double {
    var (h, c) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for (step, token) in tokens.enumerated() {
      let gates = (0..<4 * width).map { (gate: Int) -> Double in
        (0..<width).reduce(bias[gate]) { (sum: Double, k: Int) -> Double in
          sum + embedding[Int(token) * width + k] * input[k * 4 * width + gate] + h[k] * recurrent[k * 4 * width + gate]
        }
      }
      for k in 0..<width {
        c[k] = sigmoid(gates[width + k]) * c[k] + sigmoid(gates[k]) * Foundation.tanh(gates[2 * width + k])
      }
      change(step, &c, true)
      for k in 0..<width { h[k] = sigmoid(gates[3 * width + k]) * Foundation.tanh(c[k]) }
      change(step, &h, false)
    }
    let vocabulary = headBias.count
    let logits = (0..<vocabulary).map { token in
      (0..<width).reduce(headBias[token]) { $0 + h[$1] * head[$1 * vocabulary + token] }
    }
    return log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(target)]
  }
}
