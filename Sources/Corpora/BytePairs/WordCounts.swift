// How often each word of a text occurs.

/// The different words of a text, as GPT-2's pattern cuts it, and how often each occurs.
struct WordCounts {
  private(set) var words: [[UInt8]] = []
  private(set) var counts: [Int] = []
  private var short: [WordKey: Int] = [:]
  private var long: [[UInt8]: Int] = [:]

  /// Counts the words of a text.
  /// - Parameter byLines: Whether each line, with its break, is cut by itself.
  /// - Complexity: O(text)
  init(_ text: String, byLines: Bool) {
    var text = text
    text.withUTF8 { text in
      guard byLines else { return count(text) }
      var start = 0
      while start < text.count {
        let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
        count(UnsafeBufferPointer(rebasing: text[start..<end]))
        start = end
      }
    }
  }

  private mutating func count(_ text: UnsafeBufferPointer<UInt8>) {
    guard let bytes = text.baseAddress else { return }
    WordScanner.scan(text) { scanner in
      var start = 0
      while start < text.count {
        let end = scanner.end(from: start)
        let word = UnsafeBufferPointer(rebasing: text[start..<end])
        let known: Int?
        if word.count <= WordKey.longest {
          let key = WordKey(bytes + start, count: word.count, readable: text.count - start)
          known = short[key]
          if known == nil { short[key] = words.count }
        } else {
          let key = Array(word)
          known = long[key]
          if known == nil { long[key] = words.count }
        }
        if let known {
          counts[known] += 1
        } else {
          words.append(Array(word))
          counts.append(1)
        }
        start = end
      }
    }
  }
}
