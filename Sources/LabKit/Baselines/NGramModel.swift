// The n-gram model that a neural one has to beat: counts, smoothed by Witten and Bell's method.

import Foundation

/// An interpolated n-gram model with Witten–Bell smoothing.
///
/// For a context c with N(c) tokens after it in training, T(c) of them different, and c′ the context without its first
/// token:
///
///     p(w | c) = (count(c, w) + T(c) · p(w | c′)) / (N(c) + T(c))
///
/// Below the empty context lies the uniform distribution, 1/V. A context that never occurred says nothing: p(w | c) is
/// then p(w | c′). The order is the length of an n-gram with the predicted token: order 1 looks at no context.
/// - Source: Witten and Bell, The Zero-Frequency Problem, 1991; Chen and Goodman, An Empirical Study of Smoothing
///   Techniques for Language Modeling, 1998, section 2.5.
public struct NGramModel: Sendable {
  /// The longest n-gram, with the predicted token.
  public let order: Int
  /// V: token numbers are below it.
  public let vocabularySize: Int
  /// How many tokens were counted: all, unless there were too many different n-grams among them.
  public let countedTokens: Int
  private let table: GramTable

  /// Different n-grams, of all orders, that are counted at most: some 400 MB.
  public static let mostGrams = 8_000_000

  /// Counts the n-grams of a text, up to where there are too many different ones to be kept.
  ///
  /// - Parameters:
  ///   - order: 1…8.
  ///   - tokens: The text; it may be empty.
  ///   - mostGrams: Different n-grams of all orders, at most; the last tokens' may be a few more.
  /// - Precondition: Every token is within 0..<vocabularySize.
  /// - Complexity: O(n · order) expected time; about 30 bytes per different n-gram.
  public init(
    order: Int, training tokens: [Int32], vocabularySize: Int, mostGrams: Int = NGramModel.mostGrams
  ) {
    precondition((1...8).contains(order), "NGramModel: the order \(order) is not within 1…8")
    checkTokens(tokens, vocabularySize, "NGramModel")
    self.order = order
    self.vocabularySize = vocabularySize
    var table = GramTable()
    // contexts[k] is the node of the k tokens before the current one.
    var contexts: [UInt32] = [0]
    var counted = 0
    for token in tokens where table.counts.count <= mostGrams {
      // lesson: counting
      for length in stride(from: contexts.count - 1, through: 0, by: -1) {
        let longer = table.count(token, after: contexts[length])
        if length + 1 < contexts.count {
          contexts[length + 1] = longer
        } else if length + 1 < order {
          contexts.append(longer)
        }
      }
      // end
      counted += 1
    }
    countedTokens = counted
    self.table = table
  }

  /// About the bytes that a model would take, told from a part of the text: different n-grams grow as a power of its length.
  /// - Complexity: as that of counting half a million tokens, at most.
  static func expectedBytes(order: Int, training tokens: [Int32], vocabularySize: Int) -> Double {
    func grams(_ count: Int) -> Double {
      let part = NGramModel(order: order, training: Array(tokens.prefix(count)), vocabularySize: vocabularySize)
      return Double(part.table.counts.count)
    }
    let count = min(tokens.count, max(1024, min(tokens.count / 8, 1 << 18)))
    let (half, whole) = (grams(count / 2), grams(count))
    let power = log2(whole / half)
    let all = whole * pow(Double(tokens.count) / Double(max(1, count)), power)
    return GramTable.bytes(sequences: min(all, Double(mostGrams)))
  }

  /// −ln p of each token, given all before it (and `context` before the first).
  ///
  /// - Parameter order: A lower order than the model's own, which its counts contain.
  /// - Precondition: Every token is within 0..<vocabularySize.
  /// - Complexity: O(n · order) expected.
  public func negativeLogLikelihoods(
    of tokens: [Int32], following context: [Int32] = [], order: Int? = nil
  ) -> [Double] {
    let order = checkedOrder(order)
    checkTokens(context, vocabularySize, "NGramModel")
    checkTokens(tokens, vocabularySize, "NGramModel")
    var state = State()
    for token in context.suffix(order - 1) { advance(&state, token, order) { _, _ in } }
    return tokens.map { token in
      var result = 0.0
      advance(&state, token, order) { _, probability in result = -log(probability) }
      return result
    }
  }

  /// The share of some positions of a text whose token is the likeliest, given those before it; a choice among k equals counts as 1/k.
  ///
  /// - Precondition: Every token is within 0..<vocabularySize.
  /// - Complexity: O(positions · vocabulary · order) expected.
  public func accuracy(at positions: [Int], of tokens: [Int32]) -> Double {
    let right = positions.map { position in
      var state = State()
      for token in tokens[max(0, position - order + 1)..<position] { advance(&state, token, order) { _, _ in } }
      let probabilities = (0..<Int32(vocabularySize)).map { word in
        var (next, last) = (state, 0.0)
        advance(&next, word, order) { _, probability in last = probability }
        return last
      }
      let most = probabilities.max() ?? 0
      guard probabilities[Int(tokens[position])] == most else { return 0.0 }
      return 1 / Double(probabilities.count { $0 == most })
    }
    return right.reduce(0, +) / Double(max(1, right.count))
  }

  /// The order with the lowest mean loss on held-out tokens, and every order's loss.
  ///
  /// - Parameter highest: The highest order to try, 1…8.
  /// - Returns: The model of that order, and the mean losses in nats, that of order 1 first.
  /// - Precondition: `validation` has at least one token.
  /// - Complexity: One training at the highest order, and one pass over `validation`.
  public static func selectingOrder(
    upTo highest: Int = 8, training: [Int32], validation: [Int32], vocabularySize: Int
  ) -> (model: NGramModel, losses: [Double]) {
    precondition(!validation.isEmpty, "NGramModel.selectingOrder: no validation tokens")
    checkTokens(validation, vocabularySize, "NGramModel")
    let full = NGramModel(order: highest, training: training, vocabularySize: vocabularySize)
    var sums = Array(repeating: 0.0, count: highest)
    var state = State()
    for token in training.suffix(highest - 1) { full.advance(&state, token, highest) { _, _ in } }
    for token in validation {
      full.advance(&state, token, highest) { order, probability in sums[order - 1] -= log(probability) }
    }
    let losses = sums.map { $0 / Double(validation.count) }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    return (NGramModel(order: best + 1, of: full), losses)
  }

  private init(order: Int, of model: NGramModel) {
    (self.order, vocabularySize, countedTokens, table) = (
      order, model.vocabularySize, model.countedTokens, model.table
    )
  }

  private func checkedOrder(_ asked: Int?) -> Int {
    let order = asked ?? order
    precondition((1...self.order).contains(order), "NGramModel: order \(order) of a model of order \(self.order)")
    return order
  }

  /// The nodes of the last 0, 1, 2, … tokens; nil for a sequence that training has not seen.
  private struct State {
    var contexts: [UInt32?] = [0]
  }

  /// Hands `visit` each order's probability of `token`, from 1 upwards, and then steps over it.
  ///
  /// An order that would look behind the beginning of the text, or at a context that was never seen, keeps the
  /// probability of the one below.
  @inline(__always)
  private func advance(_ state: inout State, _ token: Int32, _ order: Int, visit: (Int, Double) -> Void) {
    var probability = 1 / Double(vocabularySize)
    let available = state.contexts.count
    var longer: UInt32? = 0  // the node of the sequence that ends in `token`, one order behind
    for length in 0..<order {
      var next: UInt32?
      if length < available, let node = state.contexts[length] {
        let followers = table.followers[Int(node)]
        next = table.child(of: node, token)
        // lesson: smoothing
        if followers.total > 0 {
          let count = next.map { Double(table.counts[Int($0)]) } ?? 0
          let (total, distinct) = (Double(followers.total), Double(followers.distinct))
          probability = (count + distinct * probability) / (total + distinct)
        }
        // end
        state.contexts[length] = longer
      } else if length < available {
        state.contexts[length] = longer
      } else if length == available {
        state.contexts.append(longer)
      }
      visit(length + 1, probability)
      longer = next
    }
  }
}

/// Traps on a token outside the vocabulary.
func checkTokens(_ tokens: [Int32], _ vocabularySize: Int, _ owner: String) {
  for token in tokens where token < 0 || Int(token) >= vocabularySize {
    preconditionFailure("\(owner): token \(token) is outside the vocabulary of \(vocabularySize)")
  }
}
