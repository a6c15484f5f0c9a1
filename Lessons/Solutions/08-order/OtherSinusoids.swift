// Exercise 8b another way: sines in the first half of a row and cosines in the second, each place made from the one before by a turn.

import Foundation
import Order

enum OtherSinusoids: PositionTable {
  static func rows(from first: Int, count: Int, width: Int) -> [[Double]] {
    let speeds = (0..<width / 2).map { 1 / pow(10000, Double($0) / Double(width / 2)) }
    var waves = speeds.map { (sine: sin($0 * Double(first)), cosine: cos($0 * Double(first))) }
    return (0..<count).map { _ in
      let row = waves.map(\.sine) + waves.map(\.cosine)
      waves = zip(waves, speeds).map { wave, speed in
        (
          wave.sine * cos(speed) + wave.cosine * sin(speed), wave.cosine * cos(speed) - wave.sine * sin(speed)
        )
      }
      return row
    }
  }
}
