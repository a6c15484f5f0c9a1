// The share of pairs that one model wins, with its exact interval.

import Foundation
import LabResults
import Testing

@Suite("Win share")
struct WinShareTests {
  /// P(at least k of n) by summing the binomial's terms.
  private func tail(_ k: Int, _ n: Int, _ p: Double) -> Double {
    (k...n).reduce(0.0) { sum, wins in
      let ways = (0..<wins).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
      return sum + ways * pow(p, Double(wins)) * pow(1 - p, Double(n - wins))
    }
  }

  private func share(wins: Int, of pairs: Int) -> WinShare {
    WinShare(losses: (0..<pairs).map { $0 < wins ? 1 : 3 }, against: Array(repeating: 2, count: pairs))
  }

  @Test("at the interval's ends, what was seen or more extreme has a probability of a fortieth")
  func exact() {
    for pairs in [1, 2, 3, 5, 12] {
      for wins in 0...pairs {
        let result = share(wins: wins, of: pairs)
        #expect(abs(result.share - Double(wins) / Double(pairs)) < 1e-15 && result.pairs == pairs)
        if wins > 0 { #expect(abs(tail(wins, pairs, result.low) - 0.025) < 1e-9) } else { #expect(result.low == 0) }
        if wins < pairs {
          #expect(abs(1 - tail(wins + 1, pairs, result.high) - 0.025) < 1e-9)
        } else {
          #expect(result.high == 1)
        }
      }
    }
  }

  @Test("five wins of five leave a lower end of 0.025^(1/5), and swapping the models mirrors the interval")
  func known() {
    let all = share(wins: 5, of: 5)
    #expect(abs(all.low - pow(0.025, 0.2)) < 1e-12 && all.high == 1)
    let (some, others) = (share(wins: 1, of: 4), share(wins: 3, of: 4))
    #expect(abs(some.low - (1 - others.high)) < 1e-12 && abs(some.high - (1 - others.low)) < 1e-12)
  }

  @Test("a tie is half a win, and the interval allows for both outcomes")
  func ties() {
    let tied = WinShare(losses: [1, 2], against: [2, 2])
    #expect(tied.share == 0.75)
    #expect(tied.low == share(wins: 1, of: 2).low && tied.high == 1)
  }

  @Test("seeds are counted in words, and fewer than six cannot exclude one half")
  func words() {
    #expect(share(wins: 3, of: 3).text == "3 of 3 seeds")
    #expect(WinShare(losses: [1, 2], against: [2, 2]).text == "1 of 2 seeds, 1 equal")
    for seeds in 1...8 {
      #expect((share(wins: seeds, of: seeds).low > 0.5) == (2 * pow(0.5, Double(seeds)) <= 0.05))
    }
  }
}
