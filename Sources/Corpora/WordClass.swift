// The classes of characters by which words begin, go on and end.

/// What a character does to the words beside it: the property Word_Break of Unicode, as far as it matters here.
///
/// - Source: Unicode Standard Annex 29, table 3. It defines the property by others, which the standard library has, by scripts, and by
///   lists; a test holds the outcome against the standard library's own word boundaries, for every character.
package enum WordClass: UInt8, CaseIterable {
  case letter, hebrewLetter, number, katakana
  /// `_` and its like, which stands in a word or at its ends.
  case connector
  /// Stands in a word between letters, between digits, or between two of either kind.
  case midLetter, midNumber, midBoth
  /// Ours: a hyphen, which stands in a word between letters or digits. The annex names it as a usual addition (table 3, at MidLetter).
  case hyphen
  case apostrophe, quotationMark
  /// A narrow no-break space, which parts thousands.
  case narrowSpace
  /// Belongs to what stands before it: signs above and below, and invisible marks within words.
  case attached
  case space, lineBreak
  /// A piece of its own.
  case other

  var isLetter: Bool { self == .letter || self == .hebrewLetter }

  /// The class of a grapheme cluster: that of its first character.
  package init(_ cluster: Character) {
    let scalars = cluster.unicodeScalars
    self.init(scalars[scalars.startIndex])
    if self == .space, scalars.dropFirst().contains(where: { !$0.properties.isDefaultIgnorableCodePoint }) {
      self = .other
    }
  }

  init(_ scalar: Unicode.Scalar) {
    self = scalar.isASCII ? Self.ascii[Int(scalar.value)] : Self.listed(scalar.value) ?? Self.derived(scalar)
  }

  /// By code point.
  static let ascii: [WordClass] = (0..<128).map { (value: UInt8) -> WordClass in
    let scalar = Unicode.Scalar(value)
    switch scalar {
    case "\n": return .lineBreak
    case "0"..."9": return .number
    case "a"..."z", "A"..."Z": return .letter
    case "_": return .connector
    case ":": return .midLetter
    case ",", ";": return .midNumber
    case ".": return .midBoth
    case "'": return .apostrophe
    case "\"": return .quotationMark
    case "-": return .hyphen
    default: return scalar.properties.isWhitespace ? .space : .other
    }
  }

  /// What the annex lists character by character.
  private static func listed(_ value: UInt32) -> WordClass? {
    switch value {
    case 0x00B7, 0x0387, 0x055F, 0x05F4, 0x2027, 0xFE13, 0xFE55, 0xFF1A: .midLetter
    case 0x037E, 0x0589, 0x060C, 0x060D, 0x066C, 0x07F8, 0x2044, 0xFE50, 0xFE54, 0xFF0C, 0xFF1B:
      .midNumber
    case 0x2018, 0x2019, 0x2024, 0xFE52, 0xFF07, 0xFF0E: .midBoth
    case 0x2010, 0x2011: .hyphen
    case 0x202F: .narrowSpace
    // Parts words where nobody sees it, as in Khmer.
    case 0x200B: .space
    // Decimal sign, and signs that stand before a number.
    case 0x066B, 0x0600...0x0605, 0x06DD, 0x0890, 0x0891, 0x08E2, 0x19DA, 0x110BD, 0x110CD: .number
    case 0x00B8, 0x02C2...0x02C5, 0x02D2...0x02D7, 0x02DE, 0x02DF, 0x02E5...0x02EB, 0x02ED, 0x02EF...0x02FF,
      0x055A...0x055C,
      0x055E, 0x058A, 0x05F3, 0x070F, 0xA708...0xA716, 0xA720, 0xA721, 0xA789, 0xA78A, 0xAB5B:
      .letter
    case 0x05D0...0x05F2, 0xFB1D, 0xFB1F...0xFB28, 0xFB2A...0xFB4F: .hebrewLetter
    case 0x3031...0x3035, 0x309B, 0x309C, 0x30A0...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0x32D0...0x32FE,
      0x3300...0x3357, 0xFF66...0xFF9D, 0x1AFF0...0x1AFFE, 0x1B000, 0x1B120...0x1B122, 0x1B155, 0x1B164...0x1B167:
      .katakana
    case 0x1F3FB...0x1F3FF: .attached
    default: nil
    }
  }

  /// What follows from other properties.
  private static func derived(_ scalar: Unicode.Scalar) -> WordClass {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .decimalNumber: return .number
    case .connectorPunctuation: return .connector
    case .nonspacingMark, .enclosingMark, .spacingMark, .format: return .attached
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    case .control: return properties.isWhitespace ? .space : .other
    default: break
    }
    if properties.isGraphemeExtend { return .attached }
    let isWordLike = properties.isAlphabetic && !properties.isIdeographic
    // Of the iteration mark for ideographs the annex says that it is a letter.
    return isWordLike && (UnspacedScript(scalar) == nil || isLetterAmongUnspaced(scalar.value)) ? .letter : .other
  }

  /// Letters with spaces between words, in the blocks of scripts that have none.
  private static func isLetterAmongUnspaced(_ value: UInt32) -> Bool {
    switch value {
    case 0x3005, 0x303B, 0x303C, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
    default: false
    }
  }
}
