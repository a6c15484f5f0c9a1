// What operations declare to cost against formulas worked out by hand. The conventions are in Cost.swift: an addition,
// multiplication, comparison or elementary function is one operation, a product [m, k]·[k, n] is 2·m·n·k.

import TensorCore
import Testing

@Suite("Costs of operations")
struct OperationCostTests {
  /// The cost of the last operation, with all inputs needing a gradient unless named as constant.
  private func cost(_ program: Program, _ shapes: [[Int]], constants: Set<Int> = []) -> Cost {
    let tape = Tape<Double>()
    let inputs = shapes.enumerated().map { index, shape in
      let value = Draw.positive(shape, "\(index)").tensor(of: Double.self)
      return constants.contains(index) ? tape.constant(value) : tape.input(value)
    }
    _ = program(inputs)
    // The joining of states and memories that `Program` adds costs nothing.
    return tape.nodes.compactMap { $0.operation?.name == "concatenate" || $0.operation == nil ? nil : $0.cost }[0]
  }

  /// ⌈log₂ n⌉ without the core's bit arithmetic.
  private func log2(_ n: Int) -> Int {
    var (levels, reach) = (0, 1)
    while reach < n { (levels, reach) = (levels + 1, reach * 2) }
    return levels
  }

  @Test("the chain of a sum is the number of halvings")
  func chains() {
    for n in 0...40 { #expect(Cost.chain(summing: n) == log2(n)) }
    #expect(Cost.chain(contracting: 8) == 4)
  }

  @Test("matrix product: 2mnk, twice that backwards", arguments: [(3, 5, 7), (16, 32, 8), (1, 1, 1)])
  func matrixProduct(_ m: Int, _ k: Int, _ n: Int) {
    // dA = dC·Bᵀ sums over n, dB = Aᵀ·dC over m; they do not wait for each other.
    let plain = cost(.matmul(transposed: false), [[m, k], [k, n]])
    #expect(
      plain
        == Cost(
          forward: 2 * m * n * k, backward: 4 * m * n * k, forwardChain: 1 + log2(k),
          backwardChain: 1 + max(log2(n), log2(m))))
    #expect(cost(.matmul(transposed: false), [[m, k], [k, n]], constants: [0]).backward == 2 * m * n * k)
    // A bias is one addition for each element, its gradient a sum over rows.
    let biased = cost(.linear(transposed: false), [[m, k], [k, n], [n]])
    #expect(biased.forward == 2 * m * n * k + m * n && biased.backward == 4 * m * n * k + (m - 1) * n)
    #expect(biased.forwardChain == 2 + log2(k))
    #expect(cost(.matmul(transposed: true), [[6, m, k], [6, n, k]]).forward == 6 * 2 * m * n * k)
  }

  @Test("softmax: 5n − 2 a row, 4n − 1 backwards", arguments: [(3, 8), (1, 1), (4, 33)])
  func softmax(_ rows: Int, _ n: Int) {
    // Maximum n − 1, difference n, exp n, sum n − 1, quotient n; y ⊙ (dy − Σ y·dy): n, n − 1, n, n.
    #expect(
      cost(.softmax, [[rows, n]])
        == Cost(
          forward: rows * (5 * n - 2), backward: rows * (4 * n - 1), forwardChain: 2 * log2(n) + 3,
          backwardChain: log2(n) + 3))
  }

  @Test("cross-entropy: 4n + 1 a row and the mean, 2n + 1 backwards", arguments: [(3, 8), (1, 1), (4, 33)])
  func crossEntropy(_ rows: Int, _ n: Int) {
    // A row: maximum n − 1, difference n, exp n, sum n − 1, log 1, + maximum − x[target] 2. Mean: rows − 1 additions, 1 quotient.
    // Backwards: quotient n, − 1 at the target, scale n.
    let targets = [Int32](repeating: 0, count: rows)
    let plain = cost(.crossEntropy(targets, normalizer: nil), [[rows, n]])
    #expect(plain.forward == rows * (4 * n + 1) + rows)
    #expect(plain.backward == rows * (2 * n + 1))
    #expect(plain.forwardChain == 2 * log2(n) + 5 + log2(rows) + 1)
    // With the product x[rows, F]·W[F, n] + b before it: one product forwards, two backwards.
    let (F, fused) = (6, cost(.linearCrossEntropy(targets, transposed: false), [[rows, 6], [6, n], [n]]))
    #expect(fused.forward == plain.forward + 2 * rows * F * n + rows * n)
    #expect(fused.backward == plain.backward + 4 * rows * F * n + (rows - 1) * n)
    #expect(fused.forwardChain == plain.forwardChain + 1 + log2(F) + 1)
  }

  @Test("layer norm: 8n + 3 a row, 13n backwards less the first row's sums", arguments: [(3, 8), (1, 4), (4, 33)])
  func layerNorm(_ rows: Int, _ n: Int) {
    // Mean: n − 1 additions, 1 quotient. Variance: difference n, square n, sum n − 1, quotient 1; + ε, root, reciprocal.
    // Then (x − mean)·rstd·gain + bias: 4n. Backwards: x̂ again 2n; g = dy·gain n; Σg and its mean n; Σg·x̂ and its mean 2n;
    // (g − mean g − x̂·mean gx̂)·rstd 4n; gain: product n and sum over rows; bias: sum over rows.
    let declared = cost(.layerNorm, [[rows, n], [n], [n]])
    #expect(declared.forward == rows * (8 * n + 3))
    #expect(declared.backward == rows * 11 * n + 2 * (rows - 1) * n)
    #expect(declared.forwardChain == 2 * log2(n) + 10)
    #expect(declared.backwardChain == max(log2(n) + 6, log2(rows) + 1))
    #expect(cost(.layerNorm, [[rows, n], [n], [n]], constants: [0, 1]).backward == (rows - 1) * n)
  }

  @Test(
    "attention: 4·d for each visible pair, 10·d backwards", arguments: [true, false],
    [(1, 1, 2, 1), (2, 7, 12, 3), (1, 70, 8, 2)])
  func attention(_ isCausal: Bool, _ extents: (Int, Int, Int, Int)) {
    let (batch, n, d, heads) = extents
    let pairs = batch * (isCausal ? n * (n + 1) / 2 : n * n)
    // q·k and p·v: 2 products of 2d for a pair over all heads. Softmax and scale: 6 for a pair and head. Backwards: q·k again, dV, dP,
    // dQ, dK: 5 products; scale, difference, exp again and dP − δ, ·p, ·scale: 6; δ = Σ p·dP: 2.
    let options = AttentionOptions(headCount: heads, isCausal: isCausal)
    let declared = cost(.attention(options), [[batch, n, 3 * d]])
    #expect(declared.forward == pairs * 4 * d + pairs * heads * 6)
    #expect(declared.backward == pairs * 10 * d + pairs * heads * 8)
    let w = d / heads
    // Dot product over w; scale; maximum over n; difference; exp; sum over n; quotient; sum over n keys.
    #expect(declared.forwardChain == (1 + log2(w)) + 2 * log2(n) + 4 + (1 + log2(n)))
    // Probabilities again (dot product, scale, difference, exp) beside dP (dot product); p·dP, its sum over n; − δ, · scale·p; over n.
    #expect(declared.backwardChain == (1 + log2(w)) + 3 + (1 + log2(n)) + 2 + (1 + log2(n)))
    let biased = AttentionOptions(headCount: heads, isCausal: isCausal, hasLinearBiases: true)
    #expect(cost(.attention(biased), [[batch, n, 3 * d]]).forward == declared.forward + 2 * pairs * heads)
  }

  @Test(
    "recurrences: products of every step, one chain through all of them",
    arguments: [(6, 3, 4, 5), (1, 1, 1, 1), (9, 2, 8, 16)])
  func recurrences(_ steps: Int, _ batch: Int, _ inputs: Int, _ width: Int) {
    // Forward: x·W and a bias for all steps, h·U for all but the first (whose h is zero); the cell with the sum of both products: sum and
    // tanh 2, or four sums, four gates, f·c + i·g 3, tanh, o·tanh(c) = 13. Backward: dx, dW; dh and dU for T − 1 steps; db; the cell:
    // tanh 3; LSTM four gates and tanh(c) 3 each, two factors of three products = 21. What a value gets from several uses is not counted.
    // Chains: sum, tanh; or sum, σ, f·c, + i·g, tanh, o·tanh(c). Back: 3; or o·, tanh 3, i·, σ 3.
    for (cell, work, chain) in [(TestCell.tanh, (2, 3), (2, 3)), (.lstm, (13, 21), (6, 8))] {
      let g = cell.gateCount * width
      let declared = cost(
        .recurrence(cell, reversed: false), [[steps, batch, inputs], [inputs, g], [width, g], [g]])
      let states = steps * batch * width
      let (perInput, perStep) = (2 * steps * batch * inputs * g, 2 * batch * width * g)
      #expect(declared.forward == perInput + (steps - 1) * perStep + steps * batch * g + states * work.0)
      #expect(
        declared.backward == 2 * perInput + 2 * (steps - 1) * perStep + (steps * batch - 1) * g + states * work.1)
      #expect(declared.forwardChain == (1 + log2(inputs)) + 1 + (steps - 1) * (1 + log2(width)) + steps * chain.0)
      #expect(
        declared.backwardChain
          == (steps - 1) * (1 + log2(width)) + steps * chain.1 + 1 + log2(max(steps * batch, g)))
    }
  }

  @Test("a recurrence over rows of a table: the table goes through the input's products, and gradients add up by row")
  func tableRecurrence() {
    let (steps, batch, rows, inputs, width) = (6, 2, 3, 4, 5)
    let indices = (0..<steps * batch).map { Int32($0 % rows) }
    for cell in [TestCell.tanh, .lstm] {
      let g = cell.gateCount * width
      let weights = [[inputs, g], [width, g], [g]]
      let whole = cost(
        .recurrence(cell, reversed: false), [[steps, batch, inputs]] + weights)
      let declared = cost(
        .tableRecurrence(cell, indices, batchSize: batch, reversed: false), [[rows, inputs]] + weights)
      let fewer = steps * batch - rows
      #expect(whole.forward - declared.forward == fewer * (2 * inputs * g + g))
      #expect(whole.backward - declared.backward == fewer * (4 * inputs * g + g) - steps * batch * g)
      #expect(declared.forwardChain == whole.forwardChain)
      #expect(declared.backwardChain == whole.backwardChain + log2(steps * batch))
    }
  }

  @Test("a sequence twice as long costs twice as much, attention four times")
  func scaling() {
    let n = 512
    func ratio(_ program: Program, _ shapes: (Int) -> [[Int]]) -> (forward: Double, backward: Double) {
      let (one, two) = (cost(program, shapes(n)), cost(program, shapes(2 * n)))
      return (Double(two.forward) / Double(one.forward), Double(two.backward) / Double(one.backward))
    }
    let linear = [
      ratio(.recurrence(.lstm, reversed: false)) { [[$0, 1, 3], [3, 8], [2, 8], [8]] },
      ratio(.recurrence(.tanh, reversed: false)) { [[$0, 1, 3], [3, 2], [2, 2], [2]] },
      ratio(.matmul(transposed: false)) { [[$0, 3], [3, 4]] }, ratio(.layerNorm) { [[$0, 4], [4], [4]] },
    ]
    for ratio in linear { #expect(abs(ratio.forward - 2) < 0.01 && abs(ratio.backward - 2) < 0.01) }
    for isCausal in [true, false] {
      let ratio = ratio(.attention(AttentionOptions(headCount: 1, isCausal: isCausal))) { [[1, $0, 6]] }
      #expect(abs(ratio.forward - 4) < 0.02 && abs(ratio.backward - 4) < 0.02)
    }
  }

  @Test(
    "no row of the table declares a negative cost, nor work backwards without a gradient",
    arguments: OperationTable.rows)
  func sensible(_ row: OperationRow) {
    for needsGradient in [false, row.hasGradient] {
      let tape = Tape<Float>()
      _ = row.run(row.inputs.map { needsGradient ? tape.input($0.tensor()) : tape.constant($0.tensor()) })
      for node in tape.nodes {
        #expect(node.cost.forward >= 0 && node.cost.forwardChain >= 0 && node.cost.backwardChain >= 0)
        #expect(needsGradient ? node.cost.backward >= 0 : node.cost.backward == 0)
      }
    }
  }
}
