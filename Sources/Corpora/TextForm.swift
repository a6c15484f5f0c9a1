// How a text writes its letters with marks: as one character, or as a letter with the mark behind it.

import Foundation

/// One of Unicode's two forms in which a text can be that look the same.
public enum TextForm: String, Sendable {
  /// “é” is one character (NFC), as keyboards give it.
  case composed
  /// “é” is two, as some file systems and programs give it (NFD).
  case decomposed

  /// The form of a text with these characters; nil if they are in both, as in plain ASCII. A text that mixes both counts as composed.
  init?(of characters: some Sequence<Unicode.Scalar>) {
    var hasMarks = false
    for scalar in characters where scalar.value >= 0xC0 {
      let letter = String(scalar)
      if TextForm.decomposed.applied(to: letter) != [scalar], TextForm.composed.applied(to: letter) == [scalar] {
        self = .composed
        return
      }
      // Vowels and final consonants of Korean syllables are not called marks.
      hasMarks =
        hasMarks || scalar.properties.canonicalCombiningClass != .notReordered
        || (0x1160...0x11FF).contains(scalar.value)
    }
    guard hasMarks else { return nil }
    self = .decomposed
  }

  /// That a text was brought to this form.
  public var note: String {
    switch self {
    case .composed: "letters with marks are composed (NFC), as in the training text"
    case .decomposed: "letters with marks are decomposed (NFD), as in the training text"
    }
  }

  /// The characters of a text in this form.
  func applied(to text: String) -> [Unicode.Scalar] {
    let changed: String
    switch self {
    case .composed: changed = text.precomposedStringWithCanonicalMapping
    case .decomposed: changed = text.decomposedStringWithCanonicalMapping
    }
    return Array(changed.unicodeScalars)
  }
}

extension Tokenizer {
  /// A text in the form of the text that the vocabulary comes from, so that letters which look the same are the same; and that form, if the
  /// text was not in it already. Words that look the same are the same word in any case.
  public func inItsForm(_ text: String) -> (text: String, changed: TextForm?) {
    guard kind == .character, text.utf8.contains(where: { $0 >= 0x80 }),
      let form = TextForm(of: tokens.dropLast().compactMap(\.unicodeScalars.first))
    else { return (text, nil) }
    let scalars = form.applied(to: text)
    guard scalars != Array(text.unicodeScalars) else { return (text, nil) }
    let changed = String(String.UnicodeScalarView(scalars))
    // A text may have a character that its own form would not have, and then knows it by that one alone.
    guard read(changed, blank: nil).unknown.count <= read(text, blank: nil).unknown.count else { return (text, nil) }
    return (changed, form)
  }
}
