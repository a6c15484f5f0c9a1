// How fast matrix products are on this machine: the limit of a training step.

import TensorCore

/// The rate of the core's matrix product on this machine: that of its own kernel at these sizes.
public enum MatrixProductRate {
  /// The best rate over square products of some sizes, with one stream of products on each thread, in 10⁹ operations a
  /// second.
  /// - Complexity: about a fifth of a second.
  public static func measure(threads: Int, sizes: [Int] = [96, 256, 512], rounds: Int = 8) -> Double {
    sizes.map { measure(threads: threads, size: $0, rounds: rounds) }.max() ?? 0
  }

  private static func measure(threads: Int, size: Int, rounds: Int) -> Double {
    let count = max(1, 150_000_000 / (size * size * size))
    let operand = Tensor<Float>(repeating: 0.5, shape: [count, size, size])
    let tapes = (0..<threads).map { _ in Tape<Float>(recordsGradients: false) }
    let team = ThreadTeam(count: threads)
    var best = 0.0
    for round in 0...rounds {
      let start = ContinuousClock.now
      team.run(threads) { thread in
        _ = matmul(tapes[thread].constant(operand), tapes[thread].constant(operand))
      }
      let rate = Double(2 * size * size * size * count * threads) / (ContinuousClock.now - start).milliseconds / 1e6
      if round > 0 { best = max(best, rate) }  // The first round takes the memory from the system.
      for tape in tapes { tape.reset() }
    }
    return best
  }
}
