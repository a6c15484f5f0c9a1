// What a training step and a generated token cost, worked out by hand for each model.

/// Counted operations of one layer on one sequence of n tokens, at width d, with v tokens to choose from and one head.
///
/// The conventions are in TensorCore's Cost.swift: a product [m, k]·[k, n] is 2·m·n·k, a sum over n is n − 1, copies are nothing.
struct HandCounts {
  let n, d, v: Int

  struct Work {
    var forward, backward: Int
    static func + (a: Work, b: Work) -> Work { Work(forward: a.forward + b.forward, backward: a.backward + b.backward) }
  }

  /// n rows of a table: nothing forwards; backwards each row's gradient is added to the table's.
  var lookup: Work { Work(forward: 0, backward: n * d) }

  /// A recurrence with several gates. Forward: x·W for n steps, h·U for all but the first, whose h is zero; a bias for each step, or
  /// two; the cell, which begins with the sum of both products. Backward: dx and dW for n steps, dU and dh for n − 1; the bias' gradient, a
  /// sum over n, and of the second one over the rows of a step, of which there is one; the cell.
  func recurrence(gates: Int, biases: Int = 1, cell: (forward: Int, backward: Int)) -> Work {
    let product = 2 * d * gates * d
    return Work(
      forward: n * product + (n - 1) * product + biases * n * gates * d + n * d * cell.forward,
      backward: 2 * n * product + 2 * (n - 1) * product + (n - 1) * gates * d + n * d * cell.backward)
  }

  /// Sum, tanh; g·(1 − h²).
  var rnn: Work { recurrence(gates: 1, cell: (2, 3)) }
  /// Sums and gates: 8; f·c + i·g: 3; tanh: 1; o·tanh: 1. Backwards four gates and tanh 3 each, and two factors of three products.
  var lstm: Work { recurrence(gates: 4, cell: (13, 21)) }
  /// r and z: 4; r·u, sum, tanh: 3; h − n, z·, n +: 3. Backwards three functions 3 each, two factors of two products, −n: 14.
  var gru: Work { recurrence(gates: 3, biases: 2, cell: (10, 14)) }

  /// x·W + b from `k` to `m` features, on top of something else if `adds`. Backwards dx, dW, and the bias' sum over rows.
  func linear(_ k: Int, _ m: Int, adds: Bool = false) -> Work {
    Work(forward: 2 * n * k * m + n * m + (adds ? n * m : 0), backward: 4 * n * k * m + (n - 1) * m)
  }

  /// Mean, variance, and the normalised value times gain plus bias: 8 an element, 3 a row. Backwards x̂ again 2, dx 8, the products
  /// of the gain's gradient 1, and the sums over rows of gain's and bias'.
  var layerNorm: Work { Work(forward: 8 * n * d + 3 * n, backward: 11 * n * d + 2 * (n - 1) * d) }

  /// Pairs of positions of which one sees the other.
  func pairs(isCausal: Bool) -> Int { isCausal ? n * (n + 1) / 2 : n * n }

  /// For each pair q·k and p·v, 2d each; scale, maximum, difference, exp, sum, quotient: 6. Backwards q·k again, dV, dP, dQ, dK; the
  /// probabilities from the scores again 3, their gradient 3, and its sum 2.
  func attention(isCausal: Bool) -> Work {
    Work(forward: pairs(isCausal: isCausal) * (4 * d + 6), backward: pairs(isCausal: isCausal) * (10 * d + 8))
  }

  /// GELU: 8 an element of the 4·d wide layer; backwards its derivative, 14, and GELU itself again.
  var gelu: Work { Work(forward: 8 * n * 4 * d, backward: (14 + 8) * n * 4 * d) }

  func block(isCausal: Bool) -> Work {
    layerNorm + linear(d, 3 * d) + attention(isCausal: isCausal) + linear(d, d, adds: true) + layerNorm
      + linear(d, 4 * d) + gelu + linear(4 * d, d, adds: true)
  }

  /// x·P from `k` to `m` features. Backwards dx and dP.
  func map(_ k: Int, _ m: Int) -> Work { Work(forward: 2 * n * k * m, backward: 4 * n * k * m) }

  /// The head on `features`, tied or not, and the cross-entropy: a row's maximum, difference, exp, sum: 4·v − 2, its logarithm, sum and
  /// difference: 3; the mean over n rows. Backwards the quotient, the difference at the target and the scale: 2·v + 1 a row.
  func head(_ features: Int, hasBias: Bool = true) -> Work {
    let bias = hasBias ? Work(forward: n * v, backward: (n - 1) * v) : Work(forward: 0, backward: 0)
    return bias
      + Work(
        forward: 2 * n * features * v + n * (4 * v + 1) + n, backward: 4 * n * features * v + n * (2 * v + 1))
  }

  /// Tokens and positions are looked up and added; norms before each part of the block and at its end; the head has no bias.
  func transformer(isCausal: Bool) -> Work {
    lookup + lookup + Work(forward: n * d, backward: 0) + block(isCausal: isCausal) + layerNorm
      + head(d, hasBias: false)
  }

  /// A whole training step, and the part of its forward pass that mixes positions.
  func step(of identifier: String) -> (work: Work, mixer: Int)? {
    switch identifier {
    case "rnn": (lookup + rnn + head(d), rnn.forward)
    // The embedding is looked up once; shifting and joining the two directions is copying. Both states are mapped to the width of E.
    case "birnn": (lookup + rnn + rnn + map(2 * d, d) + head(d), 2 * rnn.forward)
    case "lstm": (lookup + lstm + head(d), lstm.forward)
    case "gru": (lookup + gru + head(d), gru.forward)
    case "transformer": (transformer(isCausal: true), attention(isCausal: true).forward)
    case "transformer-bidirectional": (transformer(isCausal: false), attention(isCausal: false).forward)
    default: nil
    }
  }

  /// The next token after n others: the same forward operations for one row, and logits instead of a loss.
  func nextToken(of identifier: String) -> Int? {
    let one = HandCounts(n: 1, d: d, v: v)
    // One token has no step before it in `rnn`; in generation the state is that step.
    func recurrent(_ gates: Int, _ first: Work) -> Int {
      first.forward + 2 * d * gates * d + 2 * d * v + v
    }
    switch identifier {
    case "rnn": return recurrent(1, one.rnn)
    case "lstm": return recurrent(4, one.lstm)
    case "gru": return recurrent(3, one.gru)
    case "transformer":
      // It sees itself and n others. The position is added, d; the head has no bias.
      let block = one.block(isCausal: true).forward + n * (4 * d + 6)
      return d + block + one.layerNorm.forward + 2 * d * v
    default: return nil
    }
  }
}
