// Which characters are letters, numbers and white space, as the splitting of words asks for them.

/// The classes of all characters, in a table of two stages: pages of 256 characters, and which page a character is on.
struct CharacterClasses: Sendable {
  /// Anything else: marks, symbols, control characters, and what is not assigned.
  static let other: UInt8 = 0
  /// `\p{L}`
  static let letter: UInt8 = 1
  /// `\p{N}`
  static let number: UInt8 = 2
  /// `\s`: Unicode's property White_Space.
  static let space: UInt8 = 3

  /// The classes by the Unicode version that the `tokenizers` library knows, so that both cut alike: a letter that came
  /// with a later version is “other” to both.
  static let shared = CharacterClasses(unicode: (16, 0))

  /// The page of each 256 characters.
  let pageNumbers: [UInt8]
  /// The classes on the pages, one after another. The first page is ASCII's and Latin-1's.
  let pages: [UInt8]

  /// - Complexity: O(characters); about 10 ms.
  init(unicode version: (major: Int, minor: Int)) {
    var (numbers, pages): ([UInt8], [UInt8]) = ([], [])
    var known: [[UInt8]: UInt8] = [:]
    let empty = [UInt8](repeating: Self.other, count: 256)
    for page in 0..<0x1100 as Range<UInt32> {
      // Planes 4 to 13 are empty; those above have no letters but tags and private use, which are none.
      let classes = page < 0x400 ? (0..<256).map { Self.kind(page << 8 | $0, version) } : empty
      let number = known[classes] ?? UInt8(truncatingIfNeeded: known.count)
      if known.updateValue(number, forKey: classes) == nil { pages += classes }
      numbers.append(number)
    }
    precondition(known.count <= 256, "CharacterClasses: \(known.count) different pages")
    (pageNumbers, self.pages) = (numbers, pages)
  }

  /// The class of a character.
  subscript(character: UInt32) -> UInt8 {
    pages[Int(pageNumbers[Int(character >> 8)]) << 8 | Int(character & 0xFF)]
  }

  private static func kind(_ value: UInt32, _ version: (major: Int, minor: Int)) -> UInt8 {
    guard let properties = Unicode.Scalar(value)?.properties, let age = properties.age,
      (age.major, age.minor) <= version
    else { return other }
    if properties.isWhitespace { return space }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return letter
    case .decimalNumber, .letterNumber, .otherNumber: return number
    default: return other
    }
  }
}
