// Exercise 4b another way: in logarithms to base 2, and the slope as the mean of all pairs' slopes, weighted by their distance squared, which
// is the same as least squares.

import Foundation
import Vanishing

enum OtherHalfLife: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    let lags = (1..<max(1, g.count)).filter { g[$0] != 0 }
    var (top, bottom) = (0.0, 0.0)
    for first in lags {
      for second in lags where second > first {
        let distance = Double(second - first)
        top += distance * (log2(g[first]) - log2(g[second]))
        bottom += distance * distance
      }
    }
    return bottom > 0 && top > 0 ? bottom / top : nil
  }
}
