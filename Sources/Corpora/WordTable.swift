// Words by number, in the order in which they come.

/// Numbers words as they come. Words that look the same are one, whatever code points they are made of; it is called by those that came
/// first.
struct WordTable {
  /// The words by their numbers.
  private(set) var words: [String] = []
  private var byName: [String: Int32] = [:]
  private var long: [[UInt8]: Int32] = [:]
  /// Short words, each at the first free place from the one that its hash tells on. Half of the places are free.
  private var keys = [WordKey](repeating: WordKey(), count: 1 << 12)
  private var numbers = [Int32](repeating: -1, count: 1 << 12)
  private var shift: UInt64 = 64 - 12
  private var count = 0

  /// The number of a word.
  /// - Parameters:
  ///   - word: Where it is; not empty.
  ///   - bytes: The text that it is in.
  @inline(__always)
  mutating func number(of word: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard let base = bytes.baseAddress, word.count <= WordKey.longest else { return numberOfLong(Array(bytes[word])) }
    let key = WordKey(base + word.lowerBound, count: word.count, readable: bytes.count - word.lowerBound)
    var place = Int(truncatingIfNeeded: key.hash &>> shift)
    while numbers[place] >= 0 {
      if keys[place] == key { return numbers[place] }
      place = (place + 1) & (keys.count - 1)
    }
    let number = add(Array(bytes[word]))
    (keys[place], numbers[place]) = (key, number)
    count += 1
    if 2 * count > keys.count { grow() }
    return number
  }

  private mutating func numberOfLong(_ word: [UInt8]) -> Int32 {
    if let number = long[word] { return number }
    let number = add(word)
    long[word] = number
    return number
  }

  private mutating func add(_ word: [UInt8]) -> Int32 {
    let name = String(decoding: word, as: UTF8.self)
    if let known = byName[name] { return known }
    let number = Int32(words.count)
    byName[name] = number
    words.append(name)
    return number
  }

  private mutating func grow() {
    let (oldKeys, oldNumbers) = (keys, numbers)
    keys = Array(repeating: WordKey(), count: 2 * oldKeys.count)
    numbers = Array(repeating: -1, count: 2 * oldKeys.count)
    shift -= 1
    for (key, number) in zip(oldKeys, oldNumbers) where number >= 0 {
      var place = Int(truncatingIfNeeded: key.hash &>> shift)
      while numbers[place] >= 0 { place = (place + 1) & (keys.count - 1) }
      (keys[place], numbers[place]) = (key, number)
    }
  }
}
