// A checked grammar, ready to write stories and to say how probable each of their words is.

/// A kind of dependency that tokens are tagged with, such as `recall` or `agreement`.
public struct DependencyKind: Sendable, Equatable, Codable {
  /// The name that the grammar gives it.
  public let name: String
  /// Whether the token depends on what comes later: only the right side settles it. Otherwise it depends on the past.
  public let looksAhead: Bool
}

/// What a token depends on: the kind, and how many tokens away the nearest word stands that settles it.
public struct Dependency: Sendable, Equatable {
  /// The index in the corpus's list of kinds; 0 for none.
  public var kind: UInt8
  /// Tokens between the two, 1 for neighbours; 0 for none.
  public var distance: UInt16

  /// A token that is not tagged.
  public static let none = Dependency(kind: 0, distance: 0)

  /// A dependency of the given kind at the given distance.
  public init(kind: UInt8, distance: UInt16) {
    self.kind = kind
    self.distance = distance
  }
}

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

/// A grammar as integer arrays: a small program for a machine with a stack of places and a store of variables.
struct GrammarProgram: Sendable {
  enum Kind: UInt8, Sendable { case word, call, bind, mention, alias, end }

  /// One step: `a` is a word, rule, site, or variable; `b` a form or another variable; `tag` a kind of dependency.
  struct Operation: Sendable {
    var kind: Kind
    var tag: UInt8 = 0
    var a: Int32 = 0
    var b: Int32 = 0
  }

  /// One way to go on: where its operations begin, and its probability, summed up and as −ln p.
  struct Alternative: Sendable {
    var entry: Int32
    var cumulative: Double
    var nats: Double
  }

  /// A class of members; forms are stored member by member.
  struct Class: Sendable {
    var formCount: Int
    var weights: [Double]
    var totalWeight: Double
    /// Where the words of a form begin, and which is first: `[member · formCount + form]`.
    var entries: [Int32]
    var firstWords: [Int32]
    /// Whether the first word of form g settles the words of form f: `[g · formCount + f]`.
    var reveals: [Bool]
    /// Whether the first word of a form settles the member.
    var identifies: [Bool]
  }

  /// A place where a variable is chosen.
  struct Site: Sendable {
    var variable: Int
    var classIndex: Int
    var form: Int
    var excluded: [Int]
  }

  var operations: [Operation] = []
  /// The alternatives of rule r are `alternativeStart[r] ..< alternativeStart[r + 1]`.
  var alternativeStart: [Int] = [0]
  var alternatives: [Alternative] = []
  /// The alternative of a rule that can write nothing, or −1.
  var emptyAlternative: [Int32] = []
  /// Sorted first words of rule r, `firstStart[r] ..< firstStart[r + 1]`, each with its alternative.
  var firstStart: [Int] = [0]
  var firstWords: [Int32] = []
  var firstAlternatives: [Int32] = []
  var classes: [Class] = []
  var sites: [Site] = []
  var variableClass: [Int] = []
  var startEntry: Int32 = 0

  /// The alternative of a rule that a text goes on with, if its next word is this one; −1 if none.
  func alternative(of rule: Int, startingWith word: Int32) -> Int {
    var low = firstStart[rule]
    var high = firstStart[rule + 1]
    while low < high {
      let middle = (low + high) / 2
      if firstWords[middle] < word { low = middle + 1 } else { high = middle }
    }
    if low < firstStart[rule + 1], firstWords[low] == word { return Int(firstAlternatives[low]) }
    return Int(emptyAlternative[rule])
  }

  /// The weight that is left in a class when some members are excluded; each counts once.
  func remainingWeight(_ site: Site, _ members: [Int32]) -> Double {
    let group = classes[site.classIndex]
    var weight = group.totalWeight
    for (index, variable) in site.excluded.enumerated() {
      let member = members[variable]
      let isRepeat = site.excluded[..<index].contains { members[$0] == member }
      if !isRepeat { weight -= group.weights[Int(member)] }
    }
    return weight
  }

  func isExcluded(_ member: Int, _ site: Site, _ members: [Int32]) -> Bool {
    site.excluded.contains { members[$0] == Int32(member) }
  }
}
