// A text as tokens, in a part to train on and a part that is held out.

/// A text that is cut into tokens, with the tokenizer that its training part gives.
struct CutText {
  let tokenizer: Tokenizer
  /// The tokens of both parts.
  let train, heldOut: [Int32]
  /// Characters of the held-out part; nil, where each token is one.
  var heldOutCharacters: Int?
  /// Its bytes; nil, where each token's are counted.
  var heldOutBytes: Int?
  /// How the vocabulary came about; nil but for words.
  var coverage: WordCoverage?

  /// - Throws: `CorpusError`, if the text has no vocabulary of that kind.
  init(_ text: String, _ cut: TextCut) throws(CorpusError) {
    switch cut {
    case .characters: try self.init(characters: text)
    case .words(let minimumCount, let maximumSize):
      try self.init(words: text, minimumCount: minimumCount, maximumSize: maximumSize)
    case .bytePairs(let vocabulary): try self.init(bytePairs: text, vocabulary)
    }
  }

  private init(characters text: String) throws(CorpusError) {
    tokenizer = try .characters(of: text)
    var tokens = try tokenizer.encode(text, blanks: false)
    let count = tokens.count * 9 / 10
    heldOut = Array(tokens[count...])
    // The larger part stays where it is: it may take most of the memory.
    tokens.removeSubrange(count...)
    train = tokens
  }

  private init(words text: String, minimumCount: Int, maximumSize: Int) throws(CorpusError) {
    // lesson: words
    // A word that the boundary would cut belongs to the training part.
    let boundary = Self.boundary(in: text)
    var (table, counts) = (WordTable(), [Int]())
    var (train, heldOut) = ([Int32](), [Int32]())
    WordCutter.scan(text, in: 0..<boundary, lineBreaks: true) { bytes, piece in
      let word = table.number(of: piece, in: bytes)
      if Int(word) == counts.count { counts.append(1) } else { counts[Int(word)] += 1 }
      train.append(word)
    }
    let wordCounts = Dictionary(uniqueKeysWithValues: zip(table.words, counts))
    let tokenizer = try Tokenizer.words(wordCounts, minimumCount: minimumCount, maximumSize: maximumSize)
    WordCutter.scan(text, in: boundary..<text.utf8.count, lineBreaks: true) { bytes, piece in
      heldOut.append(table.number(of: piece, in: bytes))
    }
    // What the training part does not have often enough is the unknown word.
    let tokens = table.words.map { tokenizer.number(ofWord: $0) }
    for index in train.indices { train[index] = tokens[Int(train[index])] }
    for index in heldOut.indices { heldOut[index] = tokens[Int(heldOut[index])] }
    // end
    (self.tokenizer, self.train, self.heldOut) = (tokenizer, train, heldOut)
    heldOutBytes = text.utf8.count - boundary
    heldOutCharacters = Self.characters(of: text, from: boundary)
    coverage = WordCoverage(tokenizer, wordCounts, minimumCount: minimumCount)
  }

  private init(bytePairs text: String, _ vocabulary: BytePairVocabulary) throws(CorpusError) {
    // The same seam as by word, so that models of both are scored on the same text.
    let boundary = Self.boundary(in: text)
    let place = text.utf8.index(text.startIndex, offsetBy: boundary)
    let trainText = String(text[..<place])
    tokenizer = Tokenizer(try vocabulary.pairs(for: trainText))
    train = try tokenizer.encode(trainText, blanks: false)
    heldOut = try tokenizer.encode(String(text[place...]), blanks: false)
    heldOutCharacters = Self.characters(of: text, from: boundary)
  }

  /// The byte where the held-out part begins.
  private static func boundary(in text: String) -> Int {
    WordCutter.seam(in: text, behind: text.withBytes { UTF8Text.characterCount(of: $0) } * 9 / 10)
  }

  private static func characters(of text: String, from boundary: Int) -> Int {
    text.withBytes { UTF8Text.characterCount(of: UnsafeBufferPointer(rebasing: $0[boundary...])) }
  }
}
