// Scripts that put no spaces between words.

import Foundation

/// A script that puts no spaces between words, so that Unicode's rules find none without a dictionary.
package enum UnspacedScript: CaseIterable, Hashable {
  case han, kana, thai, lao, burmese, khmer, tai

  /// What is written in it.
  var language: String {
    switch self {
    case .han: "Chinese"
    case .kana: "Japanese"
    case .thai: "Thai"
    case .lao: "Lao"
    case .burmese: "Burmese"
    case .khmer: "Khmer"
    case .tai: "Tai"
    }
  }

  /// The script of a character, its signs and digits among them; nil for those of scripts with spaces.
  package init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x0E00...0x0E7F: self = .thai
    case 0x0E80...0x0EFF: self = .lao
    case 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F: self = .burmese
    case 0x1780...0x17FF, 0x19E0...0x19FF: self = .khmer
    case 0x1950...0x19DF, 0x1A20...0x1AAF, 0xAA80...0xAADF, 0x11700...0x1174F: self = .tai
    case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F, 0x1AFF0...0x1B16F: self = .kana
    // Marks between ideographs, and the wide forms of other marks.
    case 0x3000...0x303F, 0xFE30...0xFE4F, 0xFF00...0xFF65: self = .han
    case 0x2E80...0x2FFF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .han
    default: return nil
    }
  }

  /// The part of a text's letters that are of such scripts, and the languages, those with the most letters first.
  static func share(in text: String) -> (share: Double, languages: [String]) {
    var counts: [UnspacedScript: Int] = [:]
    var letters = 0
    text.withBytes { bytes in
      // How often each character comes, but for ASCII, whose letters are counted as such.
      var characters = CharacterTable()
      var index = 0
      while index < bytes.count {
        let (character, next) = UTF8Text.scalar(at: index, in: bytes)
        if character < 0x80 {
          letters += (0x61...0x7A).contains(character | 0x20) ? 1 : 0
        } else {
          characters[character] = max(0, characters[character]) &+ 1
        }
        index = next
      }
      for scalar in characters.characters where scalar.properties.isAlphabetic {
        letters += Int(characters[scalar.value])
        if scalar.value >= 0x0E00, let script = UnspacedScript(scalar) {
          counts[script, default: 0] += Int(characters[scalar.value])
        }
      }
    }
    // Japanese is written in ideographs, too.
    if let kana = counts[.kana], let han = counts[.han], 10 * kana > han {
      counts[.kana] = kana + han
      counts[.han] = nil
    }
    let all = counts.values.reduce(0, +)
    let frequent = allCases.filter { 10 * counts[$0, default: 0] > all }
    let sorted = frequent.sorted { counts[$0, default: 0] > counts[$1, default: 0] }
    return (Double(all) / Double(max(1, letters)), sorted.map(\.language))
  }

  /// That a text has no spaces between its words, and what suits it; nil where most of its letters are of other scripts.
  static func note(on file: TextFile) -> String? {
    let (share, languages) = share(in: file.text)
    guard share >= 0.1 else { return nil }
    return file.name + ": " + String(format: "%.0f %%", 100 * share) + " of its letters are "
      + languages.joined(separator: " or ")
      + ", written without spaces between words, so that each character counts as "
      + "a word; --tokenizer char suits it better"
  }
}
