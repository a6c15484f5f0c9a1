// From words to text: how words and marks are joined to read well.

/// Joins words and marks into text.
enum StoryText {
  /// Those of other scripts behind the first line: Arabic, Indian, Armenian, Burmese and Khmer.
  private static let closing: Set<String> = [
    ".", ",", "!", "?", ";", ":", "”", "’", ")", "»", "]", "…", "،", "؛", "؟", "۔", "।", "॥", "։", "၊", "။", "។", "៕",
  ]
  private static let opening: Set<String> = ["“", "‘", "(", "«", "["]
  private static let sentenceEnds: Set<String> = [".", "!", "?"]

  /// Spaces go between words, but not before a closing or after an opening mark, nor between two pieces of scripts without spaces. With
  /// `capitals`, sentences begin with one, and the end of a story is an empty line.
  static func join(_ pieces: [String], capitals: Bool) -> String {
    var text = ""
    var needsSpace = false
    var startsSentence = true
    var wasEnd = false
    var wasUnspaced = false
    for piece in pieces {
      let isUnspaced = piece.unicodeScalars.first.map { UnspacedScript($0) != nil } ?? false
      defer { wasUnspaced = isUnspaced }
      if piece == "\n" || piece == Tokenizer.endOfStory {
        text += piece == "\n" ? "\n" : "\n\n"
        (needsSpace, startsSentence, wasEnd) = (false, true, false)
        continue
      }
      let closes = closing.contains(piece)
      if needsSpace, !closes, !(wasUnspaced && isUnspaced) { text += " " }
      let isWord = !closes && !opening.contains(piece)
      text += capitals && isWord && startsSentence ? piece.prefix(1).uppercased() + piece.dropFirst() : piece
      needsSpace = !opening.contains(piece)
      if isWord { startsSentence = false }
      if sentenceEnds.contains(piece) { startsSentence = true }
      // “Where is it?” asked Lily: what follows goes on with the sentence, unless a full stop ended it.
      if piece == "”" || piece == "’" { startsSentence = startsSentence && wasEnd }
      if piece == "“" || piece == "‘" { startsSentence = true }
      wasEnd = piece == "."
    }
    return text
  }
}
