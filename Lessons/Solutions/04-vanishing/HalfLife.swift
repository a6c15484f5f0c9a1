// A solution of exercise 4b.

import Foundation
import Vanishing

enum HalfLife: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    let points = g.indices.dropFirst().filter { g[$0] > 0 }.map { (k: Double($0), y: log(g[$0])) }
    guard points.count > 1 else { return nil }
    let (meanK, meanY) = (mean(points.map(\.k)), mean(points.map(\.y)))
    let slope =
      points.reduce(0) { $0 + ($1.k - meanK) * ($1.y - meanY) }
      / points.reduce(0) { $0 + ($1.k - meanK) * ($1.k - meanK) }
    return slope < 0 ? log(2) / -slope : nil
  }

  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
