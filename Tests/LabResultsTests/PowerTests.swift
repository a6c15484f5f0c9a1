// What a number of seeds can show, against another program's figures and against simulated experiments.

import LabResults
import Testing

@Suite("Power")
struct PowerTests {
  @Test(
    "differences are found as often as the noncentral t distribution of SciPy 1.17 has it, in any unit",
    arguments: [
      (2, 2.0, 0.17566400), (3, 1.0, 0.17861006), (3, 3.0, 0.74526801), (5, 1.0, 0.40132029), (10, 1.0, 0.80309621),
      (34, 0.5, 0.80777669),
    ])
  func known(_ seeds: Int, _ difference: Double, _ found: Double) {
    #expect(abs(Power(seeds: seeds, spread: 1).probability(ofFinding: difference) - found) < 1e-6)
    #expect(abs(Power(seeds: seeds, spread: 0.02).probability(ofFinding: -0.02 * difference) - found) < 1e-6)
  }

  @Test("widths and differences found in 80 % are SciPy's, too; and of no difference, one in 40 is found")
  func widths() {
    for (seeds, half, found) in [
      (2, 8.98464353, 11.54988843), (3, 2.48413771, 3.26404355), (10, 0.71535691, 0.99600225),
    ] {
      let power = Power(seeds: seeds, spread: 2)
      #expect(abs(power.halfWidth - 2 * half) < 1e-6 && abs(power.difference() - 2 * found) < 1e-5)
      #expect(abs(power.probability(ofFinding: 0) - 0.025) < 1e-6)
    }
  }

  @Test("the number of seeds is the least that is enough")
  func seeds() {
    for (difference, seeds) in [(4.0, 3), (2, 5), (1, 10), (0.5, 34)] {
      #expect(Power.seeds(toFind: difference, spread: 1) == seeds)
      #expect(Power(seeds: seeds, spread: 1).probability(ofFinding: difference) >= 0.8)
      #expect(Power(seeds: seeds - 1, spread: 1).probability(ofFinding: difference) < 0.8)
    }
    #expect(Power.seeds(toFind: 0.01, spread: 1) == nil)
    #expect(Power.seeds(toFind: 100, spread: 1) == 2)
  }

  @Test("of simulated experiments, as many find the difference as was foretold", arguments: [3, 5, 10])
  func simulated(_ seeds: Int) {
    var random = Simulator(seed: UInt64(seeds))
    let repetitions = 4000
    let found = (0..<repetitions).count { _ in
      // What a seed does to both models is large, and cancels.
      let second = (0..<seeds).map { _ in random.normal() }
      let first = second.map { $0 + 0.03 + 0.02 * random.normal() }
      return (Statistics.pairedDifference(first, second).low ?? -1) > 0
    }
    let foretold = Power(seeds: seeds, spread: 0.02).probability(ofFinding: 0.03)
    #expect(abs(Double(found) / Double(repetitions) - foretold) < 0.03)
  }
}
