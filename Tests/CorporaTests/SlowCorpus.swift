// A text as tokens, the plain way: what the fast way is compared with. Words are cut cluster by cluster, as the standard library finds them,
// and counted by a dictionary.

import Corpora

/// The tokens of a text and their vocabulary.
struct SlowCorpus {
  let tokens: [String]
  let train, heldOut: [Int32]

  /// By character.
  init(characters text: String) {
    let alphabet = Set(text.unicodeScalars).sorted()
    tokens = alphabet.map { String($0) } + [Tokenizer.blank]
    let ids = text.unicodeScalars.map { scalar in Int32(alphabet.firstIndex(of: scalar) ?? -1) }
    train = Array(ids[..<(ids.count * 9 / 10)])
    heldOut = Array(ids[(ids.count * 9 / 10)...])
  }

  /// By word.
  init(words text: String, minimumCount: Int, maximumSize: Int) {
    let scalars = text.unicodeScalars
    let seam = Self.seam(in: text, from: scalars.index(scalars.startIndex, offsetBy: scalars.count * 9 / 10))
    let (first, second) = (
      SlowWordCutter.pieces(of: String(text[..<seam])), SlowWordCutter.pieces(of: String(text[seam...]))
    )
    var counts: [String: Int] = [:]
    for piece in first { counts[piece, default: 0] += 1 }
    func precedes(_ a: String, _ b: String) -> Bool { a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) }
    let frequent = counts.filter { $0.value >= minimumCount && $0.key != Tokenizer.unknown }.sorted {
      $0.value != $1.value ? $0.value > $1.value : precedes($0.key, $1.key)
    }
    let kept = frequent.prefix(maximumSize - 2).map(\.key).sorted(by: precedes)
    tokens = kept + [Tokenizer.unknown, Tokenizer.blank]
    let numbers = Dictionary(uniqueKeysWithValues: zip(kept, Int32(0)...))
    train = first.map { numbers[$0] ?? Int32(kept.count) }
    heldOut = second.map { numbers[$0] ?? Int32(kept.count) }
  }

  private static func seam(in text: String, from index: String.Index) -> String.Index {
    var place = index
    if place < text.endIndex, place > text.startIndex, text.index(before: text.index(after: place)) != place {
      place = text.index(after: place)
    }
    while place < text.endIndex, !text.unicodeScalars[place].properties.isWhitespace,
      UnspacedScript(text.unicodeScalars[place]) == nil
    { place = text.index(after: place) }
    return place
  }
}

/// Cuts text into words by classes, one grapheme cluster after the other.
enum SlowWordCutter {
  private struct Part {
    let start: String.Index
    var end: String.Index
    let last: WordClass
    var range: Range<String.Index> { start..<end }
  }

  static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece: Part?
    var mark: Part?

    func close() {
      defer { (piece, mark) = (nil, nil) }
      guard let open = piece else { return }
      guard let behind = mark, behind.last != .narrowSpace else { return pieces.append(String(text[open.range])) }
      if behind.last == .apostrophe, open.last == .hebrewLetter {
        return pieces.append(String(text[open.start..<behind.end]))
      }
      pieces.append(String(text[open.range]))
      pieces.append(String(text[behind.range]))
    }

    var index = text.startIndex
    while index < text.endIndex {
      let (kind, next) = step(text, index)
      if kind == .attached, piece != nil {
        if mark == nil { piece?.end = next } else { mark?.end = next }
      } else if let open = piece, mark.map({ joins(open.last, kind, across: $0.last) }) ?? joins(open.last, kind) {
        (piece, mark) = (Part(start: open.start, end: next, last: kind), nil)
      } else if let open = piece, mark == nil, mayHave(open.last, behind: kind) {
        mark = Part(start: index, end: next, last: kind)
      } else {
        close()
        if kind == .lineBreak {
          pieces.append("\n")
        } else if kind != .space, kind != .narrowSpace, kind != .attached || isSeen(text[index]) {
          piece = Part(start: index, end: next, last: kind)
        }
      }
      index = next
    }
    close()
    return pieces
  }

  private static func step(_ text: String, _ index: String.Index) -> (WordClass, String.Index) {
    for special in [Tokenizer.endOfStory, Tokenizer.unknown] where text[index...].hasPrefix(special) {
      return (.other, text.index(index, offsetBy: special.count))
    }
    // ASCII's two line ends are one cluster to the standard library.
    if text[index] == "\r\n" { return (.space, text.utf8.index(after: index)) }
    return (WordClass(text[index]), text.index(after: index))
  }

  private static func isSeen(_ cluster: Character) -> Bool {
    !cluster.unicodeScalars.allSatisfy(\.properties.isDefaultIgnorableCodePoint)
  }

  private static func isLetter(_ kind: WordClass) -> Bool { kind == .letter || kind == .hebrewLetter }

  private static func joins(_ first: WordClass, _ second: WordClass) -> Bool {
    let letterOrNumber = { (kind: WordClass) in isLetter(kind) || kind == .number }
    if letterOrNumber(first), letterOrNumber(second) { return true }
    if first == .katakana, second == .katakana { return true }
    if second == .connector { return isOfWord(first) }
    return first == .connector && isOfWord(second)
  }

  private static func joins(_ first: WordClass, _ second: WordClass, across mark: WordClass) -> Bool {
    let (letters, numbers) = (isLetter(first) && isLetter(second), first == .number && second == .number)
    switch mark {
    case .hyphen: return (isLetter(first) || first == .number) && (isLetter(second) || second == .number)
    case .narrowSpace: return isOfWord(first) && isOfWord(second)
    case .midLetter: return letters
    case .midNumber: return numbers
    case .midBoth, .apostrophe: return letters || numbers
    case .quotationMark: return first == .hebrewLetter && second == .hebrewLetter
    default: return false
    }
  }

  private static func mayHave(_ last: WordClass, behind mark: WordClass) -> Bool {
    switch mark {
    case .narrowSpace: isOfWord(last)
    case .hyphen, .midLetter, .midNumber, .midBoth, .apostrophe, .quotationMark: isLetter(last) || last == .number
    default: false
    }
  }

  private static func isOfWord(_ kind: WordClass) -> Bool {
    isLetter(kind) || kind == .number || kind == .katakana || kind == .connector
  }
}
