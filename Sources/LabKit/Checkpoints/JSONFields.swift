// The flat part of a JSON object whose values are asked for one by one, with errors that name the key.

import Foundation
import LabErrors

/// The values of a configuration file. A key that is missing or null reads as nil; one of the wrong type is an error.
struct JSONFields {
  let file: String
  let values: [String: JSONField]

  /// Reads an object's members.
  init(json: Data, file: String) throws(CheckpointError) {
    // Some editors put a byte-order mark first.
    let text = json.starts(with: [0xEF, 0xBB, 0xBF]) ? json.dropFirst(3) : json
    self.file = file
    do { values = try decodedJSON([String: JSONField].self, from: Data(text)) } catch {
      guard let kind = ForeignFile(beginning: json) else {
        throw .configuration(file: file, problem: "it is not a JSON object with the model's settings")
      }
      throw .configuration(file: file, problem: "it is \(kind.words)")
    }
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  func string(_ key: String) throws(CheckpointError) -> String? {
    switch values[key] {
    case nil, .null: nil
    case .string(let text): text
    default: throw problem(#""\#(key)" must be a text"#)
    }
  }

  func integer(_ key: String) throws(CheckpointError) -> Int? {
    switch values[key] {
    case nil, .null: nil
    case .integer(let value): value
    default: throw problem(#""\#(key)" must be a whole number"#)
    }
  }

  func number(_ key: String) throws(CheckpointError) -> Double? {
    switch values[key] {
    case nil, .null: nil
    case .integer(let value): Double(value)
    case .number(let value): value
    default: throw problem(#""\#(key)" must be a number"#)
    }
  }

  func flag(_ key: String) throws(CheckpointError) -> Bool? {
    switch values[key] {
    case nil, .null: nil
    case .flag(let value): value
    default: throw problem(#""\#(key)" must be true or false"#)
    }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) throws(CheckpointError) -> Choice? {
    guard let text = try string(key) else { return nil }
    guard let known = Choice(rawValue: text) else {
      let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem(#""\#(key)" must be one of \#(all), not "\#(printable(text))""#)
    }
    return known
  }

  func required<Value>(
    _ key: String, _ read: (String) throws(CheckpointError) -> Value?
  ) throws(CheckpointError) -> Value {
    guard let value = try read(key) else { throw problem(#""\#(key)" is missing"#) }
    return value
  }

  func problem(_ text: String) -> CheckpointError { .configuration(file: file, problem: text) }
}
