// A text that nothing was trained on, for a model that was trained on another.

extension Corpus {
  /// A text as a model's vocabulary has it, all of it held out: the first half validates, and the second tests. A text by character is
  /// brought to the form of the model's own, composed or not.
  /// - Throws: `CorpusError`: `.unknownTokens`, where the vocabulary lacks something and has no token for that; `.tooShort`.
  /// - Complexity: O(text)
  public static func heldOut(_ file: TextFile, by tokenizer: Tokenizer) throws(CorpusError) -> Corpus {
    let (text, changed) = tokenizer.inItsForm(file.text)
    let found = tokenizer.read(text, blank: nil)
    guard tokenizer.unknownToken != nil || found.unknown.isEmpty else {
      throw .unknownTokens(name: file.name, found.unknown)
    }
    let tokens = found.ids
    guard tokens.count >= 4 else { throw .tooShort(name: file.name, needs: 4, has: tokens.count) }
    func part(_ range: Range<Int>) -> Split { Split(tokens: Array(tokens[range]), documentStarts: [0]) }
    let characters = Double(text.unicodeScalars.count)
    return Corpus(
      name: file.name, sha256: file.text.withBytes { SHA256.hexDigest(of: $0) }, tokenizer: tokenizer, train: Split(),
      validation: part(0..<tokens.count / 2), test: part(tokens.count / 2..<tokens.count), grammar: nil,
      droppedStories: 0, heldOut: part(0..<tokens.count), charactersPerToken: characters / Double(tokens.count),
      coverage: nil, notes: file.notes + (changed.map { ["\(file.name): \($0.note)"] } ?? []),
      heldOutBytes: HeldOutBytes(
        tokens[...], validationCount: tokens.count / 2, tokenizer: tokenizer,
        bytes: tokenizer.kind == .word ? text.utf8.count : nil))
  }
}
