// What an exact predictor gets right of the tokens that depend on the past.

extension GrammarScorer {
  /// `Split.ceilings` of stories of this scorer's grammar.
  /// - Complexity: O(tokens), and O(words · state) for a token whose probability is one half or less.
  func ceilings(of split: Split) -> [Double?] {
    var state = start()
    return split.tokens.indices.map { position in
      if position == 0 || split.tokens[position - 1] == endToken { state = start() }
      let token = split.tokens[position]
      defer { _ = advance(&state, by: token) }
      guard split.chances[position] != nil else { return nil }
      // With more than half of all, no other word can have as much.
      if split.floor[position] < 0.69 { return 1 }
      let likeliest = words(after: state, before: []).likeliest
      return likeliest.contains(token) ? 1 / Double(likeliest.count) : 0
    }
  }
}
