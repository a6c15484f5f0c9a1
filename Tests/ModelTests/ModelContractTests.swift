// What every model of the catalogue must do, whatever it is: the one suite that a new model has to pass.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("The contract of every model")
struct ModelContractTests {
  @Test("Every model of the catalogue is tested with at least three configurations")
  func everyModelIsTested() {
    for model in ModelCatalog.models {
      let count = ModelCase.all.count { $0.identifier == model.identifier }
      #expect(count >= 3, "'\(model.identifier)' accepts only \(count) of the configurations in ModelCases.swift")
    }
  }

  @Test("Logits have the shape [B, T, V], and a loss for each target", arguments: ModelCase.all)
  func shapes(_ this: ModelCase) {
    let parameters = this.weights(Float.self)
    for (batchSize, length) in [(1, 1), (3, 1), (1, 5), (3, 7)] {
      let tokens = this.tokens(batchSize: batchSize, length: length)
      let tape = Tape(parameters)
      #expect(
        this.model.logits(tokens, on: tape).shape.dimensions == [batchSize, length, this.configuration.vocabularySize])
      #expect(this.model.loss(tokens, targets: tokens, on: tape).perRow.shape.count == batchSize * length)
    }
  }

  @Test("The same weights and tokens give the same bits, whatever was computed before", arguments: ModelCase.all)
  func determinism(_ this: ModelCase) {
    let (parameters, tokens) = (this.weights(Float.self), this.tokens())
    let tape = Tape(parameters)
    let gradients = (0..<2).map { _ in Parameters<Float>(zerosFor: this.model.parameters) }
    var logits: [[Float]] = []
    for round in 0..<2 {
      logits.append(this.model.logits(tokens, on: tape).value.scalars)
      tape.backward(from: this.model.loss(tokens, targets: tokens, on: tape).mean, into: gradients[round])
      tape.reset()
    }
    #expect(isIdentical(logits[0], logits[1]))
    #expect(isIdentical(logits[0], this.logits(tokens, this.weights(Float.self))))
    for parameter in this.model.parameters.parameters {
      #expect(isIdentical(gradients[0][parameter].scalars, gradients[1][parameter].scalars))
    }
  }

  @Test("Sequences of a batch do not know of each other", arguments: ModelCase.all)
  func batchesAreIndependent(_ this: ModelCase) {
    let (parameters, tokens) = (this.weights(Double.self), this.tokens(batchSize: 3))
    let all = this.logits(tokens, parameters)
    let alone = (0..<3).flatMap { this.logits(tokens.sequences($0..<$0 + 1), parameters) }
    #expect(deviation(alone, from: all) < 1e-13)
  }

  @Test("Every parameter gets a gradient that is not zero", arguments: ModelCase.all)
  func everyParameterLearns(_ this: ModelCase) {
    let gradient = this.gradient(this.tokens(), targets: this.tokens(seed: 4), this.weights(Float.self))
    for parameter in this.model.parameters.parameters {
      #expect(gradient.squaredNorm(of: parameter) > 1e-12, "\(parameter.checkpoint.names[0])")
    }
  }

  @Test("The loss is the cross-entropy of the logits, and ignores negative targets", arguments: ModelCase.all)
  func lossFollowsFromLogits(_ this: ModelCase) {
    let (parameters, tokens) = (this.weights(Double.self), this.tokens())
    var targets = this.tokens(seed: 4).tokens
    targets[2] = -1
    let (logits, vocabulary) = (this.logits(tokens, parameters), this.configuration.vocabularySize)
    var sum = 0.0
    for (row, target) in targets.enumerated() where target >= 0 {
      let scores = logits[row * vocabulary..<(row + 1) * vocabulary]
      sum += log(scores.reduce(0) { $0 + exp($1) }) - scores[scores.startIndex + Int(target)]
    }
    let batch = TokenBatch(targets, batchSize: tokens.batchSize, length: tokens.length)
    let expected = sum / Double(targets.count - 1)
    #expect(abs(this.loss(tokens, targets: batch, parameters) - expected) < 1e-12)
    let single = this.loss(tokens, targets: batch, parameters.converted(to: Float.self))
    #expect(abs(Double(single) - expected) < 1e-5)
  }

  @Test("No model sees what it predicts, and each sees all else", arguments: ModelCase.all)
  func legality(_ this: ModelCase) {
    let (parameters, tokens) = (this.weights(Float.self), this.tokens())
    let (length, vocabulary) = (tokens.length, this.configuration.vocabularySize)
    let original = this.logits(tokens, parameters)
    for changedPosition in 0..<length {
      let changed = tokens.changed(at: changedPosition..<changedPosition + 1, vocabularySize: vocabulary)
      let logits = this.logits(changed, parameters)
      for row in 0..<tokens.batchSize * length {
        let (position, range) = (row % length, row * vocabulary..<(row + 1) * vocabulary)
        let mayDiffer =
          switch this.model.sight {
          case .left: position >= changedPosition
          case .around: position != changedPosition
          case .masked: true
          }
        #expect(
          isIdentical(logits[range], original[range]) == !mayDiffer,
          "token \(changedPosition) and the logits at \(position)")
      }
    }
  }

  @Test("A long change after t leaves all logits up to t as they were, bit by bit", arguments: ModelCase.all)
  func causality(_ this: ModelCase) {
    guard this.model.sight == .left else { return }
    let (parameters, tokens, vocabulary) = (
      this.weights(Double.self), this.tokens(batchSize: 1), this.configuration.vocabularySize
    )
    let original = this.logits(tokens, parameters)
    for position in 0..<tokens.length - 1 {
      let changed = tokens.changed(at: position + 1..<tokens.length, vocabularySize: vocabulary)
      let end = (position + 1) * vocabulary
      #expect(isIdentical(this.logits(changed, parameters).prefix(end), original.prefix(end)), "t = \(position)")
    }
  }

  @Test("Reading token by token or in pieces is reading the whole, to 1e-5 and 1e-12", arguments: ModelCase.all)
  func stepping(_ this: ModelCase) {
    step(this, this.weights(Float.self), tolerance: 1e-5)
    step(this, this.weights(Double.self), tolerance: 1e-12)
  }

  private func step<S: TensorScalar>(_ this: ModelCase, _ parameters: Parameters<S>, tolerance: Double) {
    let tokens = this.tokens(batchSize: 3, length: 8)
    let tape = Tape(parameters, recordsGradients: false)
    let whole = this.model.logits(tokens, on: tape).value.scalars.map { Double($0) }
    for piece in [1, 3, 8] {
      var state = this.model.initialState(batchSize: 3, scalar: S.self)
      #expect((state != nil) == (this.model.sight == .left), "models that read from the left can be read step by step")
      guard state != nil else { return }
      var found = [S](repeating: 0, count: whole.count)
      for start in stride(from: 0, to: 8, by: piece) {
        let range = start..<min(start + piece, 8)
        let part = TokenBatch(
          (0..<3).flatMap { tokens.tokens[$0 * 8 + range.lowerBound..<$0 * 8 + range.upperBound] }, batchSize: 3,
          length: range.count)
        let logits = this.model.logits(part, continuing: &state, on: tape).value.scalars
        let width = range.count * this.configuration.vocabularySize
        for sequence in 0..<3 {
          let place = (sequence * 8 + start) * this.configuration.vocabularySize
          found.replaceSubrange(place..<place + width, with: logits[sequence * width..<(sequence + 1) * width])
        }
        tape.reset()
      }
      #expect(state?.position == 8)
      #expect(deviation(found, from: whole) < tolerance, "pieces of \(piece)")
    }
  }

  @Test("A Transformer's keys and values stay in their place from step to step", arguments: ModelCase.all)
  func stateInPlace(_ this: ModelCase) throws {
    guard let capacity = this.model.stateCapacity else { return }
    var state = this.model.initialState(batchSize: 1, scalar: Float.self)
    func places() -> [UnsafePointer<Float>?] {
      state?.tensors.map { $0.withUnsafeScalars { $0.baseAddress } } ?? []
    }
    #expect(state?.capacity == capacity)
    let before = places()
    #expect(Set(before).count == this.configuration.layerCount)
    let tape = Tape(this.weights(Float.self), recordsGradients: false)
    for token in this.tokens(batchSize: 1, length: 4).tokens {
      _ = this.model.logits(TokenBatch([token]), continuing: &state, on: tape)
      tape.reset()
      #expect(places() == before)
    }
  }

  @Test("Saving and loading gives the same weights and logits, bit by bit", arguments: ModelCase.all)
  func saveAndLoad(_ this: ModelCase) throws {
    let folder = try TemporaryFolder()
    let (parameters, tokens) = (this.weights(Float.self), this.tokens())
    try Checkpoint(model: this.model, parameters: parameters).save(to: folder.file("model"))
    let loaded = try Checkpoint.load(folder.file("model"), models: ModelCatalog.models)
    #expect(type(of: loaded.model).identifier == this.identifier)
    #expect(loaded.model.configuration == this.configuration)
    for parameter in this.model.parameters.parameters {
      #expect(isIdentical(loaded.parameters[parameter].scalars, parameters[parameter].scalars))
    }
    #expect(
      isIdentical(ModelCase(model: loaded.model).logits(tokens, loaded.parameters), this.logits(tokens, parameters)))
  }

  @Test("Fresh models predict all tokens alike: the loss is near ln V", arguments: ModelCatalog.models.indices)
  func initialLoss(_ index: Int) throws {
    let model = try ModelCatalog.models[index].init(
      ModelConfiguration(vocabularySize: 50, width: 32, layerCount: 2, headCount: 4, contextLength: 20))
    let this = ModelCase(model: model)
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 5)
    let loss = this.loss(
      this.tokens(batchSize: 16, length: 20), targets: this.tokens(batchSize: 16, length: 20, seed: 8), parameters)
    #expect(abs(loss - log(50)) < 0.15)
  }

  @Test("Dropout acts in training, by its seed, and not in evaluation", arguments: ModelCatalog.models.indices)
  func dropout(_ index: Int) throws {
    let model = try ModelCatalog.models[index].init(
      ModelConfiguration(vocabularySize: 9, width: 8, layerCount: 2, headCount: 2, contextLength: 9, dropout: 0.3))
    let this = ModelCase(model: model)
    let (parameters, tokens) = (this.weights(Float.self), this.tokens())
    func loss(_ phase: Phase) -> Float {
      model.loss(tokens, targets: tokens, phase: phase, on: Tape(parameters, recordsGradients: false)).mean.scalar
    }
    #expect(loss(.training(seed: 1)) == loss(.training(seed: 1)))
    #expect(loss(.training(seed: 1)) != loss(.training(seed: 2)))
    #expect(loss(.training(seed: 1)) != loss(.evaluation))
    #expect(loss(.evaluation) == this.loss(tokens, targets: tokens, parameters))
  }

  @Test("Exposed tokens carry a gradient exactly where a model sees them", arguments: ModelCase.all)
  func exposedTokens(_ this: ModelCase) {
    let (length, place) = (7, 4)
    let (parameters, tokens) = (this.weights(Double.self), this.tokens(batchSize: 1, length: length))
    let tape = Tape(parameters)
    tape.isObserved = true
    var targets = [Int32](repeating: -1, count: length)
    targets[place] = 2
    let loss = this.model.loss(tokens, targets: TokenBatch(targets), on: tape).mean
    let exposed = tape.exposed(.embeddedTokens)
    guard exposed.count == 1, exposed[0].count == 1 else {
      Issue.record("embed tokens with `embedding(tokens, on:)` or `embedding.steps(of:on:)`, once")
      return
    }
    tape.backward(from: loss, keeping: exposed[0])
    let gradient = tape.gradient(of: exposed[0][0])
    let width = gradient.shape.columns
    for step in 0..<length {
      let isSeen =
        switch this.model.sight {
        case .left: step <= place
        case .around: step != place
        case .masked: true
        }
      let norm = gradient.scalars[step * width..<(step + 1) * width].reduce(0) { $0 + $1 * $1 }
      #expect(isSeen ? norm > 1e-20 : norm == 0, "step \(step)")
    }
  }

  @Test("Being observed changes no logits, however the tokens are read", arguments: ModelCase.all)
  func observation(_ this: ModelCase) {
    // So many tokens that a recurrence would map the table in their place.
    let tokens = this.tokens(batchSize: 8, length: 7)
    let tape = Tape(this.weights(Double.self), recordsGradients: false)
    let logits = this.model.logits(tokens, on: tape).value.scalars
    tape.reset()
    #expect(tape.exposed(.embeddedTokens).isEmpty)
    tape.isObserved = true
    #expect(deviation(this.model.logits(tokens, on: tape).value.scalars, from: logits) < 1e-13)
    #expect(tape.exposed(.embeddedTokens).count == 1)
  }

  @Test("A parameter stands under its own names, and its group is named", arguments: ModelCase.all)
  func parameterNames(_ this: ModelCase) {
    let parameters = this.model.parameters.parameters
    let names = parameters.flatMap(\.checkpoint.names)
    #expect(Set(names).count == names.count)
    #expect(parameters.allSatisfy { !$0.group.isEmpty && $0.shape.count > 0 })
    // Weight decay pulls matrices, not biases and gains.
    #expect(parameters.allSatisfy { $0.decays == ($0.shape.rank == 2) })
  }
}
