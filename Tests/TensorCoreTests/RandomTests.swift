// The random generator: the published algorithm, independent streams, and its distributions.

import TensorCore
import Testing

@Suite("Random numbers")
struct RandomTests {
  /// Computed with a transcription into Python of xoshiro256** and SplitMix64 from prng.di.unimi.it, with FNV-1a of the name. The
  /// transcription gives the published 11520, 0, 1509978240, 1215971899390074240 for the state 1, 2, 3, 4.
  private static let known: [(seed: UInt64, stream: String, outputs: [UInt64])] = [
    (0, "", [0xb957_95aa_f955_5424, 0x853f_68c5_d692_bdc0, 0xf623_93aa_1c87_e4f0, 0x4294_1ee6_fb0e_a07f]),
    (7, "embed.weight", [0x3ecd_bc7d_edee_25e4, 0xc1d1_28c4_4402_5d34, 0x8303_f1b5_3798_2273, 0x380f_147b_ef6f_c871]),
    (.max, "größe", [0x0854_3603_14fb_e6f2, 0x33b2_0339_7930_4b8d, 0x69e7_a156_30e8_ad18, 0x0251_186d_344f_110d]),
  ]

  @Test("the first numbers of a seed and stream are those of the published algorithm")
  func knownOutputs() {
    for (seed, stream, outputs) in Self.known {
      var generator = SeededGenerator(seed: seed, stream: stream)
      #expect(outputs.map { _ in generator.next() } == outputs, "seed \(seed), stream '\(stream)'")
    }
  }

  @Test("seeds and streams differ, and are uncorrelated")
  func streams() {
    let count = 20_000
    func numbers(_ seed: UInt64, _ stream: String) -> [Double] {
      var generator = SeededGenerator(seed: seed, stream: stream)
      return (0..<count).map { _ in generator.uniform() - 0.5 }
    }
    let all = [numbers(1, "a"), numbers(1, "b"), numbers(2, "a"), numbers(1, "aa"), numbers(1, "")]
    #expect(numbers(1, "a") == all[0], "the same seed and stream give the same numbers")
    for (index, first) in all.enumerated() {
      for second in all[(index + 1)...] {
        // The correlation of independent numbers has deviation 1/√n; five of them is one in two million.
        let correlation = 12 * zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } / Double(count)
        #expect(abs(correlation) < 5 / Double(count).squareRoot())
      }
    }
  }

  @Test("uniform numbers fill [0, 1) evenly")
  func uniform() {
    var generator = SeededGenerator(seed: 5)
    let count = 100_000
    var bins = [Int](repeating: 0, count: 50)
    for _ in 0..<count {
      let x = generator.uniform()
      #expect(x >= 0 && x < 1)
      bins[Int(x * 50)] += 1
    }
    let expected = Double(count) / 50
    let chiSquare = bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    #expect(chiSquare < 94, "49 degrees of freedom: above 94 once in 10 000")
  }

  @Test("indices fill their range evenly")
  func indices() {
    var generator = SeededGenerator(seed: 6)
    var bins = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { bins[generator.index(below: 7)] += 1 }
    // Five deviations of √(n·p·(1 − p)) ≈ 93.
    for bin in bins { #expect(abs(bin - 10_000) < 465) }
  }

  @Test("normal numbers have the moments 0, 1, 0, 3 and the tails of the normal distribution")
  func normal() {
    var generator = SeededGenerator(seed: 7)
    let count = 200_000
    let numbers = (0..<count).map { _ in generator.normal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1.0) { product, _ in product * x } } / Double(count)
    }
    // Each moment's deviation is √((E x^2k − (E x^k)²)/n) with E x² = 1, x⁴ = 3, x⁶ = 15, x⁸ = 105; five of them.
    let unit = 5 / Double(count).squareRoot()
    #expect(abs(moment(1)) < unit)
    #expect(abs(moment(2) - 1) < unit * 2.0.squareRoot())
    #expect(abs(moment(3)) < unit * 15.0.squareRoot())
    #expect(abs(moment(4) - 3) < unit * 96.0.squareRoot())
    let beyondTwo = Double(numbers.reduce(0) { $0 + (abs($1) > 2 ? 1 : 0) }) / Double(count)
    #expect(abs(beyondTwo - 0.0455) < unit * 0.21)
  }
}
