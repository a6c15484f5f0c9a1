// How text is cut into words and marks.

/// Cuts text into words, punctuation marks and, if wanted, line breaks.
enum WordCutter {
  /// A word is a run of letters, digits and apostrophes or hyphens within it; every other visible character is a piece
  /// of its own. `___` and the `<…>` of special tokens stay whole.
  static func pieces(of text: String, lineBreaks: Bool) -> [String] {
    var pieces: [String] = []
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "\n" {
        if lineBreaks { pieces.append("\n") }
        index += 1
      } else if scalar.properties.isWhitespace {
        index += 1
      } else {
        let end = pieceEnd(scalars, index)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[index..<end])
        pieces.append(String(view))
        index = end
      }
    }
    return pieces
  }

  private static func pieceEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    for special in [Tokenizer.blank, Tokenizer.endOfStory, Tokenizer.unknown] {
      let wanted = Array(special.unicodeScalars)
      if scalars[start...].starts(with: wanted) { return start + wanted.count }
    }
    guard isLetter(scalars[start]) else { return start + 1 }
    var end = start + 1
    while end < scalars.count {
      let isInner = scalars[end] == "'" || scalars[end] == "’" || scalars[end] == "-"
      let goesOn = isLetter(scalars[end]) || isInner && end + 1 < scalars.count && isLetter(scalars[end + 1])
      guard goesOn else { break }
      end += 1
    }
    return end
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.generalCategory == .nonspacingMark
  }
}
