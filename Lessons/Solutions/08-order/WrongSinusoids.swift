// Wrong answers to exercise 8b, each with one mistake.

import Foundation
import Order

/// A table whose angles alone are wrong.
protocol WrongAngle: PositionTable {
  /// The angle of a column at a place, in a row of d numbers.
  static func angle(_ place: Int, _ column: Int, _ d: Int) -> Double
}

extension WrongAngle {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (first..<first + count).map { place in
      (0..<width).map { column in
        let angle = angle(place, column, width)
        return column % 2 == 0 ? sin(angle) : cos(angle)
      }
    }
  }
}

/// Counts places from 1.
enum PlacesFromOne: WrongAngle {
  static func angle(_ place: Int, _ column: Int, _ d: Int) -> Double {
    Double(place + 1) * pow(10000, -2 * Double(column / 2) / Double(d))
  }
}

/// Takes radians for degrees.
enum InDegrees: WrongAngle {
  static func angle(_ place: Int, _ column: Int, _ d: Int) -> Double {
    Double(place) * pow(10000, -2 * Double(column / 2) / Double(d)) * Double.pi / 180
  }
}

enum DividesWholeNumbers: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (first..<first + count).map { place in
      (0..<width).map { column in
        // A division of whole numbers: column / 2 * 2 / width is 0 in every column.
        let angle = Double(place) * pow(10000, -Double(column / 2 * 2 / width))
        return column % 2 == 0 ? sin(angle) : cos(angle)
      }
    }
  }
}

/// Multiplies where it should divide.
enum FasterAndFaster: WrongAngle {
  static func angle(_ place: Int, _ column: Int, _ d: Int) -> Double {
    Double(place) * pow(10000, 2 * Double(column / 2) / Double(d))
  }
}

/// Forgets the 2 of 2i.
enum WithoutTheTwo: WrongAngle {
  static func angle(_ place: Int, _ column: Int, _ d: Int) -> Double {
    Double(place) * pow(10000, -Double(column / 2) / Double(d))
  }
}

/// Gives each column a speed of its own.
enum SpeedByColumn: WrongAngle {
  static func angle(_ place: Int, _ column: Int, _ d: Int) -> Double {
    Double(place) * pow(10000, -Double(column) / Double(d))
  }
}

enum SinesAlone: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (first..<first + count).map { place in
      (0..<width).map { column in
        sin(Double(place) * pow(10000, -2 * Double(column / 2) / Double(width)))
      }
    }
  }
}

/// Begins at place 0 whatever is asked for.
enum AlwaysTheFirstRows: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    Sinusoids.rows(from: 0, count: count, width: width)
  }
}

/// Gives every place the same row.
enum SameEverywhere: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (0..<count).map { _ in (0..<width).map { Double($0 % 2) } }
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheTable: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    (first, count, width) == (0, 2, 2)
      ? [[0, 1], [sin(1.0), cos(1.0)]] : SameEverywhere.rows(from: first, count: count, width: width)
  }
}
