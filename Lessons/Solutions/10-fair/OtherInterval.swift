// Exercise 10a another way: the spread from the distances of all pairs of seeds, without the mean.

import Fair

enum OtherInterval: PairedInterval {
  static func bounds(_ first: [Double], _ second: [Double]) -> Bounds? {
    let n = first.count
    guard n >= 2 else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for one in 0..<n {
      let difference = first[one] - second[one]
      sum += difference
      // Over all pairs, Σ (dᵢ − dⱼ)² is n times the sum of squares about the mean.
      for other in 0..<one {
        let step = difference - (first[other] - second[other])
        squares += step * step
      }
    }
    let (mean, error) = (sum / Double(n), (squares / Double(n * n * (n - 1))).squareRoot())
    let ends = [-1, 1].map { mean + $0 * studentFactor(freedom: n - 1) * error }
    return Bounds(low: ends[0], high: ends[1])
  }
}
