// Learns which bytes of a text to merge, exactly as the `tokenizers` library does.

/// Learns merges: the pair of neighbours that is most frequent in the words of a text becomes a token, and so on.
///
/// Of equally frequent pairs the one with the lower numbers is taken. All else follows `tokenizers`' `BpeTrainer` to the letter, where
/// it matters: a pair's count is brought up to date only by its neighbours' merges, not by its own, and a token that two ways
/// lead to is merged both ways, so that a merge can be learned anew from other words; its last rank then holds.
struct BytePairTrainer {
  /// A pair that may be merged next.
  private struct Candidate: Comparable {
    /// The pair's count when it was put in the queue.
    var count: UInt64
    var pair: Pair
    /// The words that it was seen in since.
    var places: [Int32]

    /// What comes first in the queue is less.
    static func < (a: Candidate, b: Candidate) -> Bool { a.count != b.count ? a.count > b.count : a.pair < b.pair }
    static func == (a: Candidate, b: Candidate) -> Bool { a.count == b.count && a.pair == b.pair }
  }

  /// Two tokens; ordered by the left one, then by the right one.
  private struct Pair: Hashable, Comparable {
    private let key: UInt64

    init(_ left: Int32, _ right: Int32) { key = UInt64(left) << 32 | UInt64(right) }
    var left: Int32 { Int32(key >> 32) }
    var right: Int32 { Int32(key & 0xFFFF_FFFF) }
    static func < (a: Pair, b: Pair) -> Bool { a.key < b.key }
  }

  /// The bytes of the tokens so far, and the numbers of those bytes.
  private var tokens: [[UInt8]] = []
  private var numbers: [[UInt8]: Int32] = [:]
  private let specials: [AddedToken]

  /// The tokens of all words, one after another; where each word begins, how many tokens it has left, and how often it occurs.
  private var symbols: [Int32] = []
  private var starts: [Int] = []
  private var lengths: [Int] = []
  private let counts: [Int]

  private var pairCounts: [Pair: Int] = [:]
  private var queue = MinHeap<Candidate>()

  /// - Parameter specials: Texts of special tokens, which get the first numbers.
  init(_ words: WordCounts, specials: [String] = []) {
    var marks: [AddedToken] = []
    for content in specials where !content.isEmpty && !marks.contains(where: { $0.content == content }) {
      marks.append(AddedToken(id: Int32(tokens.count), content: content, isInVocabulary: true))
      let bytes = ByteAlphabet.bytes(of: content)
      tokens.append(bytes ?? [])
      if let bytes { numbers[bytes] = Int32(tokens.count - 1) }
    }
    self.specials = marks
    counts = words.counts
    for byte in ByteAlphabet.bytesInOrder { _ = token([byte]) }
    let byteNumbers = (0...UInt8.max).map { token([$0]) }
    for word in words.words {
      starts.append(symbols.count)
      lengths.append(word.count)
      symbols += word.map { byteNumbers[Int($0)] }
    }
  }

  /// The number of the token of these bytes, which is new if there is none.
  private mutating func token(_ bytes: [UInt8]) -> Int32 {
    if let known = numbers[bytes] { return known }
    numbers[bytes] = Int32(tokens.count)
    tokens.append(bytes)
    return Int32(tokens.count - 1)
  }

  /// Learns merges until there are `size` tokens, or no pair occurs `leastCount` times.
  /// - Parameter onProgress: Is told the number of tokens so far, after each merge.
  /// - Complexity: O(bytes of different words), and for each merge O(words that it changes)
  mutating func learn(
    size: Int, leastCount: Int, onProgress: (Int) -> Void
  ) -> (tokens: [[UInt8]], merges: [BytePairs.Merge], specials: [AddedToken]) {
    countPairs()
    var merges: [(pair: Pair, result: Int32)] = []
    while tokens.count < size, var best = queue.pop() {
      let count = UInt64(bitPattern: Int64(pairCounts[best.pair] ?? 0))
      if best.count != count {
        best.count = count
        queue.push(best)
        continue
      }
      if count < 1 || UInt64(leastCount) > count { break }
      let result = token(tokens[Int(best.pair.left)] + tokens[Int(best.pair.right)])
      merges.append((best.pair, result))
      merge(best, into: result)
      onProgress(tokens.count)
    }
    return (tokens, Self.last(merges), specials)
  }

  private mutating func countPairs() {
    var places: [Pair: [Int32]] = [:]
    for word in starts.indices where lengths[word] > 1 {
      for index in starts[word]..<starts[word] + lengths[word] - 1 {
        let pair = Pair(symbols[index], symbols[index + 1])
        pairCounts[pair, default: 0] += counts[word]
        Self.note(Int32(word), in: &places[pair, default: []])
      }
    }
    enqueue(places)
  }

  /// Merges a pair in its words, and counts the pairs that come and go.
  private mutating func merge(_ candidate: Candidate, into result: Int32) {
    let (left, right) = (candidate.pair.left, candidate.pair.right)
    var places: [Pair: [Int32]] = [:]
    for place in candidate.places {
      let word = Int(place)
      func change(_ gone: Pair, _ new: Pair) {
        pairCounts[gone, default: 0] -= counts[word]
        pairCounts[new, default: 0] += counts[word]
        Self.note(place, in: &places[new, default: []])
      }
      let end = starts[word] + lengths[word]
      var (read, write) = (starts[word], starts[word])
      while read < end {
        if symbols[read] == left, read + 1 < end, symbols[read + 1] == right {
          if write > starts[word] { change(Pair(symbols[write - 1], left), Pair(symbols[write - 1], result)) }
          symbols[write] = result
          read += 2
          if read < end { change(Pair(right, symbols[read]), Pair(result, symbols[read])) }
        } else {
          symbols[write] = symbols[read]
          read += 1
        }
        write += 1
      }
      lengths[word] = write - starts[word]
    }
    enqueue(places)
  }

  private mutating func enqueue(_ places: [Pair: [Int32]]) {
    for (pair, places) in places {
      guard let count = pairCounts[pair], count > 0 else { continue }
      queue.push(Candidate(count: UInt64(count), pair: pair, places: places))
    }
  }

  /// Notes a word once; words come one after another.
  private static func note(_ word: Int32, in places: inout [Int32]) {
    if places.last != word { places.append(word) }
  }

  /// Each merge once, where it came last.
  private static func last(_ merges: [(pair: Pair, result: Int32)]) -> [BytePairs.Merge] {
    var seen: Set<Pair> = []
    let kept = merges.reversed().filter { seen.insert($0.pair).inserted }
    return kept.reversed().map { BytePairs.Merge(left: $0.pair.left, right: $0.pair.right, result: $0.result) }
  }
}

extension BytePairs {
  /// Learns a vocabulary from a text: the same merges as the `tokenizers` library, from the same text.
  ///
  /// - Parameters:
  ///   - size: How many tokens there are to be: special tokens, the 256 bytes, and merges.
  ///   - leastCount: How often a pair must occur to be merged.
  ///   - specials: Texts of special tokens, which get the first numbers.
  ///   - byLines: Whether each line is cut by itself, as `tokenizers` does with files, in place of the whole text.
  ///   - onProgress: Is told the number of tokens so far, after each merge.
  /// - Throws: `CorpusError.invalidTokenizer`, if there are too many tokens.
  /// - Complexity: O(text), and for each merge O(words that it changes); a megabyte and 512 tokens take about a third of a second.
  public static func learned(
    from text: String, size: Int, leastCount: Int = 0, specials: [String] = [], byLines: Bool = false,
    onProgress: (Int) -> Void = { _ in }
  ) throws(CorpusError) -> BytePairs {
    var trainer = BytePairTrainer(WordCounts(text, byLines: byLines), specials: specials)
    let learned = trainer.learn(size: size, leastCount: leastCount, onProgress: onProgress)
    return try BytePairs(tokens: learned.tokens, merges: learned.merges, added: learned.specials)
  }
}
