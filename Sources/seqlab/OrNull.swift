// A value of a JSON object that is null where it is missing.

/// A value that JSON shows as null where there is none, instead of leaving it out.
struct OrNull<Value: Encodable & Sendable>: Encodable, Sendable {
  let value: Value?

  init(_ value: Value?) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
