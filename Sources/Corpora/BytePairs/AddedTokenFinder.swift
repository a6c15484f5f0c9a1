// Finds added tokens in a text.

/// Cuts a text at its added tokens: from left to right, the longest of several that begin at the same place.
struct AddedTokenFinder {
  /// A piece of a text: an added token, or what stands between two of them.
  struct Piece: Equatable {
    var range: Range<Int>
    var id: Int32?
  }

  /// Tokens by their first byte, the longest first.
  private var byFirst = [[(bytes: [UInt8], token: AddedToken)]](repeating: [], count: 256)
  /// Whether a token begins with a byte.
  private var isFirst = [Bool](repeating: false, count: 256)
  private let isEmpty: Bool
  private let specials: Bool

  /// - Parameter specials: Whether special tokens count; if not, their text is text.
  init(_ tokens: [AddedToken], specials: Bool) {
    for token in tokens {
      let bytes = Array(token.content.utf8)
      guard let first = bytes.first else { continue }
      byFirst[Int(first)].append((bytes, token))
      isFirst[Int(first)] = true
    }
    for first in byFirst.indices { byFirst[first].sort { $0.bytes.count > $1.bytes.count } }
    isEmpty = tokens.isEmpty
    self.specials = specials
  }

  /// The pieces of a part of a text, none of them empty.
  /// - Complexity: O(range · tokens that begin alike)
  func pieces(of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> [Piece] {
    guard !isEmpty else { return range.isEmpty ? [] : [Piece(range: range, id: nil)] }
    var pieces: [Piece] = []
    var (start, index) = (range.lowerBound, range.lowerBound)
    isFirst.withUnsafeBufferPointer { isFirst in
      while index < range.upperBound {
        guard isFirst[Int(text[index])], let found = token(in: text, at: index, before: range.upperBound) else {
          index += 1
          continue
        }
        let end = index + found.bytes.count
        // A special token that is not allowed still takes its place, so that no other can begin within it.
        if specials || !found.token.isSpecial {
          if start < index { pieces.append(Piece(range: start..<index, id: nil)) }
          pieces.append(Piece(range: index..<end, id: found.token.id))
          start = end
        }
        index = end
      }
    }
    if start < range.upperBound { pieces.append(Piece(range: start..<range.upperBound, id: nil)) }
    return pieces
  }

  private func token(
    in text: UnsafeBufferPointer<UInt8>, at index: Int, before end: Int
  ) -> (bytes: [UInt8], token: AddedToken)? {
    byFirst[Int(text[index])].first { candidate in
      candidate.bytes.count <= end - index && candidate.bytes.elementsEqual(text[index..<index + candidate.bytes.count])
    }
  }
}
