// Text to tokens: added tokens first, then word by word, with a memory for words that come again.

extension BytePairs {
  /// The tokens of a text.
  /// - Parameters:
  ///   - specials: Whether the text of special tokens, such as `<|endoftext|>`, stands for them; if not, it is text like any other.
  ///   - excluded: The text of an added token that does not stand for it in any case.
  /// - Complexity: O(text), about 10 ns for a word that came shortly before; O(n log n) for a word of n bytes. Memory for the tokens, for a
  ///   million bytes of words, and for the longest word.
  public func encode(_ text: String, specials: Bool = true, excluding excluded: String? = nil) -> [Int32] {
    var text = text
    let added = added.filter { $0.content != excluded }
    return text.withUTF8 { encode($0, added, specials: specials) }
  }

  private func encode(_ text: UnsafeBufferPointer<UInt8>, _ added: [AddedToken], specials: Bool) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(text.count / 4 + 16)
    var words = WordEncoder(table, textLength: text.count)
    let firsts = AddedTokenFinder(added.filter { !$0.isNormalized }, specials: specials)
    let seconds = AddedTokenFinder(added.filter(\.isNormalized), specials: specials)
    for piece in firsts.pieces(of: text, in: 0..<text.count) {
      if let id = piece.id {
        ids.append(id)
        continue
      }
      for piece in seconds.pieces(of: text, in: piece.range) {
        if let id = piece.id {
          ids.append(id)
        } else {
          encode(UnsafeBufferPointer(rebasing: text[piece.range]), with: &words, into: &ids)
        }
      }
    }
    return ids
  }

  /// Encodes what stands between added tokens.
  private func encode(_ text: UnsafeBufferPointer<UInt8>, with words: inout WordEncoder, into ids: inout [Int32]) {
    guard addsPrefixSpace, text.first != 0x20 else { return words.encode(text, into: &ids) }
    ([0x20] + Array(text)).withUnsafeBufferPointer { words.encode($0, into: &ids) }
  }
}

/// Encodes text without added tokens.
private struct WordEncoder {
  /// A word and its tokens, if they are at most four; −1 where there are fewer.
  private struct Entry {
    var word = WordKey()
    var tokens: (Int32, Int32, Int32, Int32) = (-1, -1, -1, -1)
  }

  private let table: PairTable
  /// Words that came before, each in the one place that its hash tells; a later word takes it.
  private var memory: [Entry]
  private let shift: UInt64

  /// - Parameter textLength: For how many bytes of text the memory must be worth its making.
  init(_ table: PairTable, textLength: Int) {
    self.table = table
    let bits = min(15, max(6, Int.bitWidth - (textLength / 16).leadingZeroBitCount))
    memory = Array(repeating: Entry(), count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  mutating func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    guard let bytes = text.baseAddress else { return }
    let (table, shift) = (table, shift)
    memory.withUnsafeMutableBufferPointer { memory in
      table.read { table in
        WordScanner.scan(text) { scanner in
          var start = 0
          while start < text.count {
            let end = scanner.end(from: start)
            let word = UnsafeBufferPointer(start: bytes + start, count: end - start)
            if word.count <= WordKey.longest {
              let key = WordKey(bytes + start, count: word.count, readable: text.count - start)
              let place = Int(truncatingIfNeeded: key.hash &>> shift)
              if memory[place].word == key {
                Self.append(memory[place].tokens, to: &ids)
              } else {
                let before = ids.count
                WordMerger.merge(word, table, into: &ids)
                if ids.count - before <= 4 { memory[place] = Self.entry(key, ids[before...]) }
              }
            } else {
              WordMerger.merge(word, table, into: &ids)
            }
            start = end
          }
        }
      }
    }
  }

  @inline(__always)
  private static func append(_ tokens: (Int32, Int32, Int32, Int32), to ids: inout [Int32]) {
    ids.append(tokens.0)
    if tokens.1 < 0 { return }
    ids.append(tokens.1)
    if tokens.2 < 0 { return }
    ids.append(tokens.2)
    if tokens.3 >= 0 { ids.append(tokens.3) }
  }

  private static func entry(_ word: WordKey, _ ids: ArraySlice<Int32>) -> Entry {
    func token(_ offset: Int) -> Int32 { offset < ids.count ? ids[ids.startIndex + offset] : -1 }
    return Entry(word: word, tokens: (token(0), token(1), token(2), token(3)))
  }
}
