// Text that arrives in bytes, shown as far as its characters are complete.

/// Turns tokens into text as they come. A character whose bytes are spread over several tokens is held back until it is complete.
///
/// ```swift
/// var stream = TextStream(pairs)
/// for id in ids { print(stream.text(after: id), terminator: "") }
/// print(stream.rest())
/// ```
/// All that it gives, joined, is what `decode` gives.
public struct TextStream: Sendable {
  private let pairs: BytePairs
  /// The first bytes of a character that is not complete: at most three.
  private var held: [UInt8] = []

  /// A stream that has had no token yet.
  public init(_ pairs: BytePairs) { self.pairs = pairs }

  /// The text that is complete with this token and was not before; bytes that no others can complete are shown as U+FFFD.
  public mutating func text(after id: Int32) -> String {
    held += pairs.bytes(of: id)
    let complete = held.count - Self.unfinished(held)
    defer { held.removeFirst(complete) }
    return String(decoding: held[..<complete], as: UTF8.self)
  }

  /// What is held back at the end: U+FFFD for a character that is not complete.
  public mutating func rest() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// How many bytes at the end could still become a character.
  private static func unfinished(_ bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let end = Array(bytes.suffix(length))
      guard end[0] & 0xC0 != 0x80 else { continue }
      // A character's first bytes are those that some further bytes make well-formed.
      let isBeginning = [[0x80], [0x80, 0x80], [0x80, 0x80, 0x80], [0xBF], [0xBF, 0x80], [0xBF, 0x80, 0x80]].contains {
        String(validating: end + $0, as: UTF8.self) != nil
      }
      return isBeginning ? length : 0
    }
    return 0
  }
}
