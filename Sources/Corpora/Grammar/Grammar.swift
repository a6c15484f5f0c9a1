// A checked grammar, ready to write stories and to say how probable each of their words is.

/// A weighted grammar whose every next word has an exactly known probability.
///
/// Alternatives of one choice begin with different words, and a variable is written where it is chosen. So a text has
/// one derivation at most, and the probability of its next word is the product of the choices that lead to it.
public struct Grammar: Sendable {
  /// The vocabulary: the grammar's words in the order of their code points, the end of a story, and the blank.
  public let tokens: [String]
  /// The kinds of dependency; the first, with an empty name, stands for none.
  public let kinds: [DependencyKind]
  /// The number of rules with a name.
  public let ruleCount: Int
  /// The number of alternatives, those of inline choices included.
  public let alternativeCount: Int
  /// The tokens of the shortest story, its end included.
  public let shortestStory: Int
  /// The tokens of the longest story, its end included.
  public let longestStory: Int
  /// What may be a slip but does no harm, such as a rule that no story uses.
  public let warnings: [String]

  let program: GrammarProgram

  /// Reads, checks and compiles the text of a grammar.
  /// - Throws: `CorpusError.empty`, `.grammarSyntax` or `.grammarChecks`.
  /// - Complexity: O(text + rules · vocabulary / 64); a few milliseconds for some thousand lines.
  public init(_ text: String) throws(CorpusError) {
    guard !text.allSatisfy(\.isWhitespace) else { throw .empty(name: "the grammar") }
    var compiler = GrammarCompiler(source: try GrammarParser.parse(text))
    self = try compiler.compile()
  }

  init(compiled compiler: GrammarCompiler, program: GrammarProgram, lengths: ClosedRange<Int>, warnings: [String]) {
    tokens = compiler.words + [Tokenizer.endOfStory, Tokenizer.blank]
    kinds = compiler.kinds
    ruleCount = compiler.source.rules.count
    alternativeCount = program.alternatives.count
    shortestStory = lengths.lowerBound
    longestStory = lengths.upperBound
    self.program = program
    self.warnings = warnings
  }

  /// The token that ends a story.
  public var endToken: Int { tokens.count - 2 }
}
