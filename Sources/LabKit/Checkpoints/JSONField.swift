// One value of a JSON object, whatever it is.

import Foundation
import LabErrors

/// A JSON value; arrays and objects are not looked into.
package enum JSONField: Codable, Equatable {
  case null
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// An array or object without members.
  case empty
  case other

  package init(from decoder: any Decoder) throws {
    guard let container = try? decoder.singleValueContainer() else {
      self = .other
      return
    }
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if (try? decoder.unkeyedContainer())?.isAtEnd == true
      || (try? decoder.container(keyedBy: AnyKey.self))?.allKeys.isEmpty == true
    {
      self = .empty
    } else {
      self = .other
    }
  }

  /// Any name of a member.
  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null, .empty, .other: try container.encodeNil()
    case .flag(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    }
  }

  /// As it stands in the file, near enough for a message.
  var text: String {
    switch self {
    case .null: "null"
    case .flag(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "\"\(printable(value))\""
    case .empty: "empty"
    case .other: "a list or an object"
    }
  }

  /// Whether both are the same value; 1 and 1.0 are.
  func equals(_ other: JSONField) -> Bool {
    switch (self, other) {
    case (.integer(let first), .number(let second)), (.number(let second), .integer(let first)):
      Double(first) == second
    default: self == other
    }
  }
}
