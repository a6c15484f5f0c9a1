// The unit that many numbers share.

import LabKit

/// A unit that makes numbers short.
struct Unit {
  let size: Double
  let name: String

  /// Of memory, for values up to a largest.
  static func bytes(upTo largest: Double) -> Unit {
    pick([(1, "B"), (1024, "KiB"), (1_048_576, "MiB"), (1_073_741_824, "GiB")], largest)
  }

  /// Of counted work, for values up to a largest.
  static func operations(upTo largest: Double) -> Unit {
    pick([(1, "FLOP"), (1e3, "kFLOP"), (1e6, "MFLOP"), (1e9, "GFLOP"), (1e12, "TFLOP")], largest)
  }

  private static func pick(_ units: [(Double, String)], _ largest: Double) -> Unit {
    let unit = units.last { largest >= $0.0 } ?? units[0]
    return Unit(size: unit.0, name: unit.1)
  }
}
