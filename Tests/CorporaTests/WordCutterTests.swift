// Words by Unicode's rules, in many scripts, beside the standard library's own word boundaries.

import Corpora
import TensorCore
import Testing

@Suite("Words of a text")
struct WordCutterTests {
  private func pieces(_ text: String) -> [String] { WordCutter.pieces(of: text, lineBreaks: true) }

  /// Scalars tell apart what looks the same.
  private func check(_ text: String, _ expected: [String], _ location: Testing.SourceLocation = #_sourceLocation) {
    let found = pieces(text)
    #expect(
      found.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) }, "\(text): \(found)",
      sourceLocation: location)
  }

  @Test("English words keep their apostrophes, hyphens, and points within; other marks are pieces")
  func english() {
    check("Don't stop—it’s o'clock.", ["Don't", "stop", "—", "it’s", "o'clock", "."])
    check(
      "a well-known cat-like thing -- -x y-", ["a", "well-known", "cat-like", "thing", "-", "-", "-", "x", "y", "-"])
    check("pi is 3.14, or 3,141.5 (about).", ["pi", "is", "3.14", ",", "or", "3,141.5", "(", "about", ")", "."])
    check("e.g. the U.S.A.", ["e.g", ".", "the", "U.S.A", "."])
    check("snake_case _x_ a1 2nd x.1", ["snake_case", "_x_", "a1", "2nd", "x", ".", "1"])
    check("'quoted' \"so\" rock'n'roll 'tis", ["'", "quoted", "'", "\"", "so", "\"", "rock'n'roll", "'", "tis"])
    check("one\ntwo\n\n three", ["one", "\n", "two", "\n", "\n", "three"])
    check("a''b a.'b a.", ["a", "'", "'", "b", "a", ".", "'", "b", "a", "."])
    check("the <unk> ends <end>. <b>", ["the", "<unk>", "ends", "<end>", ".", "<", "b", ">"])
    check("", [])
    check(" \t\u{A0}\u{2003}", [])
  }

  @Test("signs above and below, joiners and soft hyphens stay within their word, composed or not")
  func marks() {
    check("cafe\u{301} café", ["cafe\u{301}", "café"])
    check("हिन्दी में लिखा है।", ["हिन्दी", "में", "लिखा", "है", "।"])
    check("العَرَبِيَّةُ، لُغَة؟", ["العَرَبِيَّةُ", "،", "لُغَة", "؟"])
    check("می\u{200C}خواهم کتاب\u{200C}ها", ["می\u{200C}خواهم", "کتاب\u{200C}ها"])
    check("co\u{AD}op\u{AD}er\u{AD}ate", ["co\u{AD}op\u{AD}er\u{AD}ate"])
    check(
      "한국어 \u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}",
      ["한국어", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}"])
    check("שָׁלוֹם צה\"ל ג'ירפה", ["שָׁלוֹם", "צה\"ל", "ג'ירפה"])
    check("da\u{2019}n \u{1E9E}traße x\u{338}y", ["da\u{2019}n", "\u{1E9E}traße", "x\u{338}y"])
    // Marks of direction are seen nowhere, and part nothing.
    check("ab \u{200F}שלום\u{200E} cd", ["ab", "שלום\u{200E}", "cd"])
  }

  @Test("emoji of several code points are whole")
  func emoji() {
    check("hi 😀! 👩‍🔬 waves 👍🏽 🇫🇷 ok", ["hi", "😀", "!", "👩‍🔬", "waves", "👍🏽", "🇫🇷", "ok"])
    check("👨‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇷", ["👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🇫🇷"])
    check("❤️x1️⃣", ["❤️", "x1️⃣"])
  }

  @Test("scripts without spaces are cut into characters, none of them torn")
  func unspaced() {
    check("日云。", ["日", "云", "。"])
    check("ひらカタカナ", ["ひ", "ら", "カタカナ"])
    check("ภาษาไทย กำ ๑๒", ["ภ", "า", "ษ", "า", "ไ", "ท", "ย", "กำ", "๑๒"])
    check("ភាសា\u{200B}ខ្មែរ", ["ភា", "សា", "ខ្", "មែ", "រ"])
    check("用Swift写2.0版", ["用", "Swift", "写", "2.0", "版"])
  }

  @Test("no-break spaces part words; a narrow one parts thousands only")
  func noBreakSpaces() {
    check("Bonjour\u{A0}! Quoi\u{202F}?", ["Bonjour", "!", "Quoi", "?"])
    check("10\u{202F}000\u{202F}km\u{202F} x", ["10\u{202F}000\u{202F}km", "x"])
  }

  @Test("nothing but white space and invisible marks is lost, and no grapheme cluster is split")
  func clusters() {
    var random = SeededGenerator(seed: 3)
    let alphabet = Array(
      "ab1 .,'-_\n\u{301}\u{200D}\u{FE0F}👩🔬🏽🇫🇷กำ\u{1100}\u{1161}한日カ\u{200F}ك".unicodeScalars)
    for _ in 0..<3000 {
      let text = String(String.UnicodeScalarView((0..<12).map { _ in alphabet[random.index(below: alphabet.count)] }))
      let found = pieces(text)
      var rest = text[...]
      for piece in found {
        // Each piece is the next of whole clusters, behind others that are not seen.
        while !rest.isEmpty, !rest.hasPrefix(piece) {
          let left = rest.removeFirst()
          #expect(
            left.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint })
        }
        let clusters = rest.prefix(piece.count)
        #expect(
          String(clusters).unicodeScalars.elementsEqual(piece.unicodeScalars),
          "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        rest = rest.dropFirst(piece.count)
      }
      #expect(
        rest.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint })
    }
  }

  /// The pieces between the word boundaries that the standard library's regular expressions find.
  private func reference(_ text: String) -> [String] {
    let boundaries = text.matches(of: /\b/).map(\.range.lowerBound)
    return zip([text.startIndex] + boundaries, boundaries + [text.endIndex]).map { String(text[$0..<$1]) }
  }

  /// Pieces without the white space and the invisible marks that they begin with, which stand alone and are left out; and those with
  /// anything else.
  private func seen(_ pieces: [String]) -> [String] {
    pieces.map { piece in
      String(
        piece.unicodeScalars.drop { $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint })
    }.filter { !$0.isEmpty }
  }

  @Test("every character does to letters and digits beside it what the standard library says")
  func everyCharacter() {
    var wrong: [String] = []
    // Ours are hyphens, what is left out (spaces and what no one sees), and Thai and Lao “am”, which is of the cluster before it.
    let ours: Set<UInt32> = [0x2D, 0x2010, 0x2011, 0x202F, 0x200B, 0x0E33, 0x0EB3]
    // Letters by Unicode's data, which the standard library takes for signs of their own: Korean syllables and hieroglyphs.
    let mistaken = [0xAFA4...0xD7A3, 0x13BFB...0x143FF].map { UInt32($0.lowerBound)...UInt32($0.upperBound) }
    for value in UInt32(1)...0x1FFFF where !ours.contains(value) && !mistaken.contains(where: { $0.contains(value) }) {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned,
        scalar.properties.generalCategory != .privateUse, !scalar.properties.isWhitespace
      else { continue }
      // Of long rows of ideographs and syllables, some are enough.
      if 0x3400...0xD7A3 ~= value, scalar.properties.isAlphabetic, value % 16 != 0 { continue }
      let text = "a\(scalar)a 1\(scalar)1 ア\(scalar)ア"
      if seen(pieces(text)) != seen(reference(text)) { wrong.append(String(value, radix: 16)) }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(40))")
  }

  @Test("random texts have the words that the standard library finds")
  func randomTexts() {
    var random = SeededGenerator(seed: 4)
    // Behind a Hebrew letter, the standard library lets no letter follow an apostrophe (WB7a), though WB6 and WB7 come first.
    let alphabet = Array("abé19.,;:’\"_·/ \u{301}\u{AD}אב日カナあक्ि।👩😀١٫,".unicodeScalars)
    for _ in 0..<5000 {
      let text = String(String.UnicodeScalarView((0..<10).map { _ in alphabet[random.index(below: alphabet.count)] }))
      #expect(seen(pieces(text)) == seen(reference(text)), "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
    }
  }

  @Test("a line of ten megabytes is cut in seconds")
  func longLine() {
    let line = String(repeating: "one word behind the other, wörter und Zahlen 3.5 ", count: 200_000)
    let clock = ContinuousClock()
    var count = 0
    let time = clock.measure { count = pieces(line).count }
    #expect(count == 200_000 * 10 && time < .seconds(20))
  }
}
