// The unit that many numbers share.

/// A unit that makes numbers short.
package struct AxisUnit {
  package let size: Double
  package let name: String

  package init(size: Double, name: String) { (self.size, self.name) = (size, name) }

  /// Of memory, for values up to a largest.
  package static func bytes(upTo largest: Double) -> AxisUnit {
    pick([(1, "B"), (1024, "KiB"), (1_048_576, "MiB"), (1_073_741_824, "GiB")], largest)
  }

  /// Of counted work, for values up to a largest.
  package static func operations(upTo largest: Double) -> AxisUnit {
    pick([(1, "FLOP"), (1e3, "kFLOP"), (1e6, "MFLOP"), (1e9, "GFLOP"), (1e12, "TFLOP")], largest)
  }

  private static func pick(_ units: [(Double, String)], _ largest: Double) -> AxisUnit {
    let unit = units.last { largest >= $0.0 } ?? units[0]
    return AxisUnit(size: unit.0, name: unit.1)
  }
}
