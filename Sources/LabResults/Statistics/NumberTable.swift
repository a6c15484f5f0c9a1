// A table of numbers that takes little room in results.json.

import Foundation

/// Rows of numbers with three digits behind the point.
///
/// results.json gives each number a line of its own, which is too much for pictures; so a row is one text, "0.125 0 -0.5", that
/// any language splits at its spaces.
public struct NumberTable: Codable, Equatable, Sendable {
  /// The rows; they may differ in length.
  public private(set) var rows: [[Double]]

  /// Rounds the numbers to thousandths.
  public init(_ rows: [[Double]]) {
    self.rows = rows.map { $0.map { ($0 * 1000).rounded() / 1000 } }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    rows = try container.decode([String].self).map { text in
      try text.split(separator: " ").map { word in
        guard let number = Double(word) else {
          throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(word)” is not a number")
        }
        return number
      }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rows.map { $0.map(Self.text).joined(separator: " ") })
  }

  private static func text(_ value: Double) -> String { value == 0 ? "0" : String(format: "%.5g", value) }
}
