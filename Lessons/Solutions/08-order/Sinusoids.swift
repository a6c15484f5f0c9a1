// A solution of exercise 8b.

import Foundation
import Order

enum Sinusoids: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (first..<first + count).map { place in
      (0..<width).map { column in
        let wave = column / 2
        let angle = Double(place) * pow(10000, -2 * Double(wave) / Double(width))
        return column % 2 == 0 ? sin(angle) : cos(angle)
      }
    }
  }
}
