// Numbers in sentences.

import Foundation
import LabKit
import LabReport

/// Numbers as people read them.
enum Words {
  /// A count with spaces between thousands: `104 000`.
  static func count(_ number: Int) -> String {
    number < 1000 ? String(number) : ProgressReporter.grouped(Double(number))
  }

  /// A loss: `1.8842 nats`.
  static func nats(_ loss: Double) -> String { String(format: "%.4f nats", loss) }

  /// A part of the whole: `12.3 %`.
  static func share(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  /// An amount of memory: `340 MB`, `5.2 GB`.
  static func bytes(_ count: Double) -> String {
    count < 999.5e6 ? number(max(1, count / 1e6), digits: 0) + " MB" : number(count / 1e9, digits: 1) + " GB"
  }

  /// A number with some digits behind the point.
  static func number(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
