// Looking inside models: the sentences by brute force, attention, gates and states where their values are known beforehand.

import Corpora
import Foundation
import LabResults
import SequenceKit
import Studies
import TensorCore
import TestSupport
import Testing

@Suite("Inside models")
struct InsideViewTests {
  private func model(_ identifier: String, _ corpus: Corpus, layers: Int = 1) throws -> any SequenceModel {
    var configuration = SmallCorpus.configuration(corpus, length: 24, width: 12)
    configuration.layerCount = layers
    return try SmallCorpus.model(identifier).init(configuration)
  }

  @Test(
    "sentences are the first places of each kind in turn that a word 4 to 20 tokens back settles, in stories of their own"
  )
  func sentences() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let view = try InsideView(corpus.test, of: corpus, windows: 40, length: 24)
    // Every place of the test part that could have been chosen, one of each story for a kind.
    let split = corpus.test
    var places: [String: [Int]] = [:]
    for (position, dependency) in split.dependencies.enumerated() where dependency.kind > 0 {
      let kind = corpus.kinds[Int(dependency.kind)]
      let story = try #require(split.documentStarts.last { $0 <= position })
      let isLikely = split.floor[position] <= log(2) + 1e-9
      guard !kind.looksAhead, isLikely, (4...20).contains(Int(dependency.distance)) else { continue }
      if let last = places[kind.name]?.last, last >= story { continue }
      places[kind.name, default: []].append(position)
    }
    var expected: [Int] = []
    for turn in 0..<10 {
      for kind in corpus.kinds {
        if let found = places[kind.name], turn < found.count { expected.append(found[turn]) }
      }
    }
    #expect(view.sentences.count == 10 && expected.count >= 10)
    for (sentence, target) in zip(view.sentences, expected) {
      let start = target - sentence.words.count
      let words = (start...target).map { corpus.tokenizer.tokens[Int(split.tokens[$0])] }
      #expect(words == sentence.words + [sentence.answer] && sentence.words.count <= 24)
      #expect(sentence.source == sentence.words.count - Int(split.dependencies[target].distance))
      #expect(sentence.kind == corpus.kinds[Int(split.dependencies[target].kind)].name)
      let before = start > 0 ? corpus.tokenizer.tokens[Int(split.tokens[start - 1])] : "."
      #expect(split.documentStarts.contains(start) || before == "." || sentence.words.count == 24)
    }
    let far = corpus.test.dependencies.enumerated().filter { position, dependency in
      position >= 24 && dependency.kind > 0 && !corpus.kinds[Int(dependency.kind)].looksAhead
        && (8...24).contains(dependency.distance)
    }.map { Int($0.element.distance) }
    #expect(view.windows.length == 24 && view.windows.count == min(40, far.count))
    let distances = try #require(view.windows.distances)
    #expect(far.contains(distances[0]) && far.contains(distances[1]) && distances[0] <= distances[1])
  }

  @Test("rows too short to hold what settles a word give no sources", arguments: [2, 4, 7])
  func shortRows(length: Int) throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let view = try InsideView(corpus.test, of: corpus, windows: 10, length: length)
    #expect(view.windows.distances == nil && view.windows.length == length)
    let model = try model("transformer", corpus)
    let record = try #require(
      view.record(model, parameters: Parameters(initializing: model.parameters, seed: 1), seed: 1))
    #expect(record.sources.isEmpty && record.readings.count == view.sentences.count)
    for (reading, sentence) in zip(record.readings, view.sentences) {
      #expect(reading.heads.allSatisfy { $0.weights.rows.count == sentence.words.count })
    }
  }

  @Test("a text without dependencies gives windows that are spread evenly, and nothing about sources")
  func text() throws {
    let corpus = try SmallCorpus.characters()
    let view = try InsideView(corpus.test, of: corpus, windows: 20, length: 24)
    #expect(view.sentences.count == 10 && view.windows.distances == nil)
    for (number, sentence) in view.sentences.enumerated() {
      let target = (2 * number + 1) * corpus.test.count / 20
      let text = corpus.tokenizer.decode(corpus.test.tokens[target - 24...target])
      #expect(text == (sentence.words + [sentence.answer]).joined())
      #expect(sentence.source == nil && sentence.kind == nil)
    }
    let model = try model("transformer", corpus)
    let record = try #require(
      view.record(model, parameters: Parameters(initializing: model.parameters, seed: 1), seed: 1))
    #expect(record.readings.allSatisfy { $0.heads.count == 2 } && record.sources.isEmpty)
  }

  @Test("without weights, attention is even: 1/t at word t, and one in the window's length on each source")
  func evenAttention() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let view = try InsideView(corpus.test, of: corpus, windows: 50, length: 24, threads: 2)
    for (identifier, sees) in [("transformer", 24.0), ("transformer-bidirectional", 25)] {
      let model = try model(identifier, corpus, layers: 2)
      let record = try #require(view.record(model, parameters: Parameters(zerosFor: model.parameters), seed: 7))
      #expect(record.seed == 7 && record.readings.count == view.sentences.count)
      let numbers = [[1, 1], [1, 2], [2, 1], [2, 2]]
      for (reading, sentence) in zip(record.readings, view.sentences) {
        let words = sentence.words.count
        #expect(reading.heads.map { [$0.layer, $0.head] } == numbers)
        for head in reading.heads {
          #expect(head.weights.rows.count == words)
          for (index, row) in head.weights.rows.enumerated() {
            let seen = identifier == "transformer" ? index + 1 : words + 1
            #expect(row.count == min(seen, words) && row.allSatisfy { abs($0 - 1 / Double(seen)) <= 0.000501 })
          }
        }
        #expect(abs(reading.probability - 1 / Double(corpus.vocabularySize)) < 1e-6)
        #expect(reading.gates == nil && reading.states.isEmpty)
      }
      #expect(record.sources.map { [$0.layer, $0.head] } == numbers && record.saturation.isEmpty)
      for source in record.sources {
        #expect(abs(source.share - 1 / sees) < 1e-6 && source.isCausal == (identifier == "transformer"))
      }
    }
  }

  @Test("attention on sources is the mean over windows, each read alone with the textbook's matrix")
  func sources() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let model = try model("transformer", corpus, layers: 2)
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 3)
    for index in parameters.layout.parameters where index.shape.rank == 2 {
      parameters[index] = Tensor(parameters[index].scalars.map { $0 * 12 }, shape: index.shape)
    }
    let split = corpus.test
    let dependent = split.dependencies.indices.filter {
      let dependency = split.dependencies[$0]
      return $0 >= 24 && dependency.kind > 0 && !corpus.kinds[Int(dependency.kind)].looksAhead
        && (8...24).contains(dependency.distance)
    }
    // All there are, so that the choice of them does not matter.
    let view = try InsideView(split, of: corpus, windows: 10_000, length: 24, threads: 2)
    #expect(view.windows.count == dependent.count)
    let record = try #require(view.record(model, parameters: parameters, seed: 1))
    var sums = [Double](repeating: 0, count: 4)
    for target in dependent {
      let tape = Tape(parameters.converted(to: Double.self), recordsGradients: false)
      tape.isObserved = true
      _ = model.features(of: TokenBatch(Array(split.tokens[target - 24..<target])), on: tape)
      for (layer, values) in tape.exposed(.attention).enumerated() {
        for head in 0..<2 {
          let source = 24 - Int(split.dependencies[target].distance)
          sums[layer * 2 + head] += values[0].value.scalars[(head * 24 + 23) * 24 + source]
        }
      }
    }
    #expect(record.sources.count == sums.count)
    for (source, sum) in zip(record.sources, sums) {
      #expect(abs(source.share - sum / Double(dependent.count)) < 1e-5)
    }
    #expect(Set(record.sources.map { Int($0.share * 1e4) }).count == 4, "heads differ")
    let alone = try InsideView(split, of: corpus, windows: 10_000, length: 24, threads: 1)
    #expect(alone.record(model, parameters: parameters, seed: 1) == record)
  }

  @Test("with biases alone, gates are σ(b), those below 0.1 and above 0.9 are counted, and units come longest first")
  func gates() throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let model = try model("lstm", corpus)
    let parameters = Parameters<Float>(zerosFor: model.parameters)
    let bias = try #require(model.parameters.parameters.first { $0.shape == [48] })
    // i: all 0; f: three units with 5, one with −4, the others 1; g: 3, of which tanh is above 0.99; o: −2.3, σ just above 0.09.
    let forget: [Float] = [1, 5, 1, 1, -4, 1, 5, 1, 1, 1, 5, 1]
    parameters[bias] = Tensor(
      Array(repeating: 0, count: 12) + forget + Array(repeating: 3, count: 12) + Array(repeating: -2.3, count: 12),
      shape: [48])
    let view = try InsideView(corpus.test, of: corpus, windows: 10, length: 24)
    let record = try #require(view.record(model, parameters: parameters, seed: 1))
    let gates = try #require(record.readings[0].gates)
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let words = view.sentences[0].words.count
    let means = [0.5, Double(forget.map { sigmoid(Double($0)) }.reduce(0, +) / 12), sigmoid(-2.3)]
    for (row, mean) in zip(gates.means.rows, means) {
      #expect(row.count == words && row.allSatisfy { abs($0 - mean) <= 0.000501 })
    }
    #expect(gates.names == ["input", "forget", "output"] && gates.shown == "forget")
    #expect(gates.unitCount == 12 && gates.longUnitCount == 3)
    #expect(gates.units == [2, 7, 11, 1, 3, 4, 6, 8, 9, 10, 12, 5])
    for (unit, row) in zip(gates.units, gates.values.rows) {
      #expect(row.allSatisfy { abs($0 - sigmoid(Double(forget[unit - 1]))) <= 0.000501 })
    }
    #expect(record.saturation.map(\.name) == ["input gate", "forget gate", "candidate", "output gate"])
    let shares = record.saturation.map { [$0.low, $0.high] }
    let expected = [[0, 0], [1.0 / 12, 0.25], [0, 1], [1, 0]]
    for (found, expected) in zip(shares.joined(), expected.joined()) { #expect(abs(found - expected) < 1e-9) }
    #expect(record.readings.allSatisfy { $0.heads.isEmpty && $0.states.isEmpty })
  }

  @Test(
    "states of a network by plain loops: the units that change least come first, in each direction",
    arguments: [false, true])
  func states(isBidirectional: Bool) throws {
    let corpus = try SmallCorpus.stories(train: 500, test: 600)
    let model = try model(isBidirectional ? "birnn" : "rnn", corpus)
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 4)
    let values = model.parameters.parameters.map { parameters[$0].scalars.map(Double.init) }
    let view = try InsideView(corpus.test, of: corpus, windows: 10, length: 24)
    let record = try #require(view.record(model, parameters: parameters, seed: 1))
    #expect(record.readings[0].states.map(\.isReversed) == (isBidirectional ? [false, true] : [false]))
    let words = try (view.sentences[0].words + [view.sentences[0].answer]).map {
      try #require(corpus.tokenizer.number(of: $0))
    }
    for states in record.readings[0].states {
      let (w, u, b) =
        states.isReversed ? (values[4], values[5], values[6]) : (values[1], values[2], values[3])
      var h = [Double](repeating: 0, count: 12)
      var steps: [[Double]] = []
      for word in states.isReversed ? words.reversed() : words.dropLast() {
        let before = h
        for unit in 0..<12 {
          var sum = b[unit]
          for k in 0..<12 { sum += values[0][Int(word) * 12 + k] * w[k * 12 + unit] }
          for k in 0..<12 { sum += before[k] * u[k * 12 + unit] }
          h[unit] = tanh(sum)
        }
        steps.append(h)
      }
      if states.isReversed { steps = Array(steps.reversed().dropLast()) }
      let changes = (0..<12).map { (unit: Int) -> Double in
        let moves = zip(steps, steps.dropFirst()).map { abs($1[unit] - $0[unit]) }
        return moves.reduce(0, +) / Double(moves.count)
      }
      #expect(states.unitCount == 12 && abs(states.meanChange - changes.reduce(0, +) / 12) < 1e-5)
      #expect(states.units == (0..<12).sorted { changes[$0] < changes[$1] }.map { $0 + 1 })
      for (unit, row) in zip(states.units, states.values.rows) {
        for (found, step) in zip(row, steps) { #expect(abs(found - step[unit - 1]) <= 0.00051) }
      }
    }
  }

  @Test("half of all units with a bias of 5, a quarter with −5: so many are saturated")
  func saturation() throws {
    let corpus = try SmallCorpus.characters()
    let model = try model("rnn", corpus)
    let parameters = Parameters<Float>(zerosFor: model.parameters)
    let bias = try #require(model.parameters.parameters.first { $0.shape == [12] })
    parameters[bias] = Tensor((0..<12).map { $0 < 6 ? 5 : $0 < 9 ? -5 : 1 }, shape: [12])
    let view = try InsideView(corpus.test, of: corpus, windows: 10, length: 24)
    let record = try #require(view.record(model, parameters: parameters, seed: 1))
    #expect(record.saturation.map(\.name) == ["state"])
    #expect(abs(record.saturation[0].low - 0.25) < 1e-9 && abs(record.saturation[0].high - 0.5) < 1e-9)
    parameters[bias] = Tensor(Array(repeating: .nan, count: 12), shape: [12])
    #expect(view.record(model, parameters: parameters, seed: 1) == nil)
  }
}
