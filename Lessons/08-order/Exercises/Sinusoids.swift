// Exercise 8b: sinusoids, a row of numbers for every place.
//
//     P[t][2i] = sin(t · 10000^(−2i/d))        P[t][2i + 1] = cos(t · 10000^(−2i/d))
//
// Columns 0 and 1 are wave 0, columns 2 and 3 are wave 1, and so on. The first place of a text is 0; the rows that are
// asked for begin at the place `first`.
//
// Check it:  ./lab check 8b        A hint:  ./lab hint 8b

import Foundation  // for pow, sin and cos
import Order

enum Sinusoids: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (first..<first + count).map { place in
      (0..<width).map { column in
        // Yours. As it stands, every column is the same wave.
        sin(Double(place))
      }
    }
  }
}
