// The n-gram baseline against its formula, computed naively, and against known figures on a real text.

import Foundation
import LabKit
import LabResults
import TensorCore
import Testing

/// Witten–Bell's formula, word for word.
private func naive(_ token: Int32, after context: [Int32], in text: [Int32], vocabularySize: Int) -> Double {
  let lower =
    context.isEmpty
    ? 1 / Double(vocabularySize)
    : naive(token, after: Array(context.dropFirst()), in: text, vocabularySize: vocabularySize)
  var next: [Int32] = []
  for end in text.indices where end >= context.count && Array(text[end - context.count..<end]) == context {
    next.append(text[end])
  }
  if next.isEmpty { return lower }
  let distinct = Double(Set(next).count)
  return (Double(next.count { $0 == token }) + distinct * lower) / (Double(next.count) + distinct)
}

@Suite("Baselines")
struct NGramModelTests {
  @Test("every probability equals the formula, and those of a context add up to 1", arguments: 1...8)
  func formula(order: Int) {
    var generator = SeededGenerator(seed: UInt64(order))
    for vocabularySize in [1, 2, 5] {
      let text = (0..<60).map { _ in Int32(generator.index(below: vocabularySize)) }
      let model = NGramModel(order: order, training: text, vocabularySize: vocabularySize)
      for length in 0...order {
        let context = (0..<length).map { _ in Int32(generator.index(below: vocabularySize)) }
        var sum = 0.0
        for token in 0..<Int32(vocabularySize) {
          let probability = exp(-model.negativeLogLikelihoods(of: [token], following: context)[0])
          let expected = naive(
            token, after: context.suffix(order - 1), in: text, vocabularySize: vocabularySize)
          #expect(abs(probability - expected) < 1e-12, "p(\(token) | \(context)) of \(text)")
          sum += probability
        }
        #expect(abs(sum - 1) < 1e-12, "after \(context) of \(text)")
      }
    }
  }

  @Test("a text is scored as its tokens are one by one, at every order")
  func sequence() {
    var generator = SeededGenerator(seed: 9)
    let text = (0..<300).map { _ in Int32(generator.index(below: 4) * generator.index(below: 4)) }
    let (training, held) = (Array(text[..<200]), Array(text[200...]))
    let model = NGramModel(order: 5, training: training, vocabularySize: 10)
    for order in 1...5 {
      let smaller = NGramModel(order: order, training: training, vocabularySize: 10)
      let losses = model.negativeLogLikelihoods(of: held, order: order)
      #expect(losses == smaller.negativeLogLikelihoods(of: held))
      for index in held.indices {
        let context = Array(held[..<index].suffix(order - 1))
        let expected = -log(naive(held[index], after: context, in: training, vocabularySize: 10))
        #expect(abs(losses[index] - expected) < 1e-12)
      }
    }
    let continued = model.negativeLogLikelihoods(of: Array(held[50...]), following: Array(held[..<50]))
    #expect(continued == Array(model.negativeLogLikelihoods(of: held)[50...]))
  }

  @Test("a position is right where its token is the likeliest by the formula, and a tie of k counts as 1/k")
  func accuracy() {
    var generator = SeededGenerator(seed: 12)
    let text = (0..<400).map { _ in Int32(generator.index(below: 3) * generator.index(below: 3)) }
    let (training, held) = (Array(text[..<120]), Array(text[120...]))
    for order in [1, 2, 3, 5] {
      let model = NGramModel(order: order, training: training, vocabularySize: 6)
      let positions = Array(held.indices.prefix(3)) + stride(from: 7, to: held.count, by: 4)
      let expected = positions.map { position in
        let context = Array(held[max(0, position - order + 1)..<position])
        let all = (0..<Int32(6)).map { naive($0, after: context, in: training, vocabularySize: 6) }
        let most = all.max() ?? 0
        let ties = all.count { $0 > most - 1e-12 }
        return all[Int(held[position])] > most - 1e-12 ? 1 / Double(ties) : 0
      }
      let accuracy = model.accuracy(at: positions, of: held)
      #expect(abs(accuracy - Statistics.mean(expected)) < 1e-12, "order \(order)")
      #expect(accuracy > 0.1 && accuracy < 0.9)
    }
    // Nothing was seen: six are equally likely.
    let blind = NGramModel(order: 2, training: [], vocabularySize: 6)
    #expect(abs(blind.accuracy(at: [0, 5, 9], of: held) - 1.0 / 6) < 1e-12)
    // One of two followers of each token is as likely as the other.
    let even = NGramModel(order: 2, training: [0, 1, 0, 2, 0], vocabularySize: 3)
    #expect(even.accuracy(at: [1], of: [0, 1]) == 0.5 && even.accuracy(at: [1], of: [0, 0]) == 0)
    #expect(even.accuracy(at: [], of: [0, 0]) == 0)
  }

  @Test("without training, the model is uniform")
  func untrained() {
    let model = NGramModel(order: 3, training: [], vocabularySize: 7)
    let losses = model.negativeLogLikelihoods(of: [0, 6, 3])
    #expect(losses.allSatisfy { abs($0 - log(7)) < 1e-12 })
    #expect(abs(UniformModel(vocabularySize: 7).loss - log(7)) < 1e-12)
  }

  @Test("the unigram model adds one to every count")
  func unigram() {
    let losses = UnigramModel(training: [0, 0, 1], vocabularySize: 3).negativeLogLikelihoods(of: [0, 1, 2])
    let expected = [3, 2, 1].map { (count: Double) -> Double in -log(count / 6) }
    #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("the order is chosen by the validation loss")
  func selection() {
    // The next token is the sum of the last two, modulo 5: order 3 knows it, and higher ones only thin the counts out.
    var text: [Int32] = [1, 2]
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      let noise = generator.index(below: 10) == 0 ? Int32(generator.index(below: 5)) : 0
      text.append((text[text.count - 1] + text[text.count - 2] + noise) % 5)
    }
    let (training, validation) = (Array(text[..<2000]), Array(text[2000...]))
    let (model, losses) = NGramModel.selectingOrder(
      upTo: 6, training: training, validation: validation, vocabularySize: 5)
    #expect(model.order == 3 && losses.count == 6 && losses[2] < losses[1] - 0.3)
    for order in 1...6 {
      let single = NGramModel(order: order, training: training, vocabularySize: 5)
      let mean = Statistics.mean(single.negativeLogLikelihoods(of: validation, following: training))
      #expect(abs(mean - losses[order - 1]) < 1e-12)
    }
    #expect(model.negativeLogLikelihoods(of: validation).count == validation.count)
  }

  @Test(
    "tiny Shakespeare's known losses",
    .enabled(if: ProcessInfo.processInfo.environment["SEQLAB_DATA"] != nil, "SEQLAB_DATA names the folder of the text"))
  func tinyShakespeare() throws {
    let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["SEQLAB_DATA"]))
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("tinyshakespeare.txt")))
    let alphabet = Set(bytes).sorted()
    let ids = Dictionary(uniqueKeysWithValues: zip(alphabet, Int32(0)...))
    let tokens = bytes.compactMap { ids[$0] }
    let split = tokens.count * 9 / 10
    let (training, held) = (Array(tokens[..<split]), Array(tokens[split...]))
    #expect(alphabet.count == 65)

    let start = Date()
    let model = NGramModel(order: 5, training: training, vocabularySize: 65)
    let seconds = Date().timeIntervalSince(start)
    let (best, losses) = NGramModel.selectingOrder(training: training, validation: held, vocabularySize: 65)
    let known = [2.486, 2.049, 1.774, 1.669, 1.698, 1.779, 1.876]
    for (loss, known) in zip(losses.dropFirst(), known) { #expect(abs(loss - known) < 0.001) }
    #expect(best.order == 5)
    #expect(abs(Statistics.mean(model.negativeLogLikelihoods(of: held)) - losses[4]) < 0.001)
    let unigram = UnigramModel(training: training, vocabularySize: 65).negativeLogLikelihoods(of: held)
    #expect(abs(Statistics.mean(unigram) - 3.347) < 0.001)
    #expect(seconds < 10)
  }

  @Test("A text with too many different n-grams is counted as far as they can be kept, and all still adds up to 1")
  func bounded() {
    var random = SeededGenerator(seed: 6)
    let tokens = (0..<5000).map { _ in Int32(random.index(below: 50)) }
    let model = NGramModel(order: 4, training: tokens, vocabularySize: 50, mostGrams: 1000)
    #expect((250...1000).contains(model.countedTokens))
    let begun = NGramModel(order: 4, training: Array(tokens.prefix(model.countedTokens)), vocabularySize: 50)
    let test: [Int32] = [3, 1, 4, 1, 5, 9, 2, 6]
    #expect(model.negativeLogLikelihoods(of: test) == begun.negativeLogLikelihoods(of: test))
    var sum = 0.0
    for token in Int32(0)..<50 { sum += exp(-model.negativeLogLikelihoods(of: [3, 1, token])[2]) }
    #expect(abs(sum - 1) < 1e-12)
  }
}
