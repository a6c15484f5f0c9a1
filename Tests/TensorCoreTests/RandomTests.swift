// The random generator: the published algorithm, independent streams, and its distributions.

import TensorCore
import Testing

@Suite("Random numbers")
struct RandomTests {
  @Test("the first numbers of a seed are the published ones of SplitMix64")
  func knownOutputs() {
    // For the seed 1234567, as given on rosettacode.org and by the Java and C references.
    var generator = SeededGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test("streams begin where a transcription into Python does")
  func knownStreams() {
    let known: [(generator: SeededGenerator, outputs: [UInt64])] = [
      (SeededGenerator(seed: 0, stream: 0), [0x2382_75bc_38fc_be91, 0xf89a_2566_b582_2c54]),
      (SeededGenerator(seed: 7, stream: 3), [0xa23c_e36a_952f_3aa3, 0xa093_2389_bb30_0308]),
      (SeededGenerator(seed: 7, stream: "embed.weight"), [0x245b_e324_0584_fee8, 0x61f9_4a75_96a1_86f1]),
      (SeededGenerator(seed: .max, stream: "größe"), [0xa672_f38f_bad7_c857, 0x0685_b78b_381e_bd73]),
    ]
    for (index, (generator, outputs)) in known.enumerated() {
      var generator = generator
      #expect(outputs.map { _ in generator.next() } == outputs, "case \(index)")
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
